import { describe, expect, it } from 'vitest';
import { findFormula, type Operand } from '../../../src/learn/find-formula.js';
import { hash32, unit } from '../../../src/random/hash.js';

const ROWS = 600;
const HOUR = 3_600_000_000;
const each = Int32Array.from({ length: ROWS }, (_, row) => row);
const column = (make: (row: number) => number): Float64Array =>
  Float64Array.from({ length: ROWS }, (_, row) => make(row));
const number = (values: Float64Array): Operand => ({ values, isMoment: false });
const moment = (values: Float64Array): Operand => ({ values, isMoment: true });
const chance = (row: number, salt: number): number => unit(hash32(5, row, salt));

const price = column((row) => Math.round(100 + chance(row, 1) * 5_000) / 100);
const quantity = column((row) => 1 + Math.floor(chance(row, 2) * 9));
const discount = column((row) => Math.floor(chance(row, 3) * 4) / 20);
const unrelated = column((row) => Math.floor(chance(row, 4) * 500));
const start = column((row) => Date.UTC(2024, row % 12, 1 + (row % 28), 8, 30) * 1000);
const offered = [unrelated, price, quantity, discount].map(number);

function find(values: Float64Array, operands: readonly Operand[] = offered, isMoment = false) {
  return findFormula({ values, isMoment, entities: each, minEntities: 10 }, operands);
}

const cents = (value: number): number => Math.round(Number(value.toPrecision(13)) * 100) / 100;

describe('findFormula', () => {
  it('finds a product, rounded as the column is', () => {
    const found = find(column((row) => cents(price[row]! * quantity[row]! * (1 - discount[row]!))));
    expect(found).toEqual({
      operands: [1, 2, 3],
      formula: { op: 'product', forms: ['plain', 'plain', 'complement'], step: 0.01, rounding: 'nearest' },
    });
  });

  it('finds a difference, and a fixed multiple', () => {
    const left = find(column((row) => unrelated[row]! - quantity[row]!));
    expect(left).toMatchObject({ operands: [0, 2], formula: { op: 'sum', factors: [1, -1] } });
    const tax = find(column((row) => cents(price[row]! * 0.19)));
    expect(tax).toMatchObject({ operands: [1], formula: { op: 'sum', factors: [0.19] } });
  });

  it('finds the time between two moments, and the year of one', () => {
    const end = column((row) => start[row]! + Math.floor(chance(row, 5) * 90) * HOUR);
    const moments = [moment(start), moment(end)];
    expect(
      find(
        column((row) => (end[row]! - start[row]!) / HOUR),
        moments,
      ),
    ).toMatchObject({
      operands: [0, 1],
      formula: { op: 'sum', factors: [-1 / HOUR, 1 / HOUR] },
    });
    expect(
      find(
        column((row) => 1 + (row % 12)),
        moments,
      ),
    ).toMatchObject({
      operands: [0],
      formula: { op: 'part', part: 'month' },
    });
  });

  it('finds a moment that is the day of another', () => {
    const day = column((row) => Math.floor(start[row]! / (24 * HOUR)) * 24 * HOUR);
    expect(find(day, [moment(start)], true)).toMatchObject({ formula: { op: 'part', part: 'startOfDay' } });
  });

  it('finds a running total, which starts from nothing', () => {
    const before = column((row) => (row % 5 === 0 ? NaN : row % 5));
    const step = column(() => 1);
    const found = find(
      column((row) => 1 + (row % 5)),
      [number(before), number(step)],
    );
    expect(found).toMatchObject({ operands: [0, 1], formula: { factors: [1, 1], isNullZero: true } });
  });

  it('forgives one row in 200, and not more', () => {
    const total = column((row) => unrelated[row]! + quantity[row]!);
    total[7]!++;
    expect(find(total)).toMatchObject({ operands: [0, 2] });
    for (let row = 0; row < 20; row++) total[row * 20]! += 3;
    expect(find(total)).toBeNull();
  });

  it('takes no rule from rows that nearly all say zero', () => {
    const zero = column(() => 0);
    const rare = column((row) => (row % 30 === 0 ? Math.floor(chance(row, 6) * 50) : 0));
    expect(find(rare, [number(zero), number(quantity)])).toBeNull();
  });

  it('believes no rule that too few entities follow', () => {
    const values = column((row) => unrelated[row]! + quantity[row]!);
    const entities = Int32Array.from(each, (row) => row % 9);
    expect(findFormula({ values, isMoment: false, entities, minEntities: 10 }, offered)).toBeNull();
  });
});
