import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SqlValue } from '../../../src/batch/batch.js';
import { compileCheck } from '../../../src/check/compile-check.js';
import { compileCondition } from '../../../src/sample/compile-condition.js';
import type { ColumnReader, PlainNumbers } from '../../../src/sample/sampled-table.js';
import { aTable } from '../../catalog-builder.js';

const DAY = 86_400_000_000;
const dateOf = (micros: number): string =>
  new Date(Math.round(micros / DAY) * 86_400_000).toISOString().slice(0, 10);

function plain(
  values: readonly number[],
  unit: PlainNumbers['unit'],
  write: (value: number) => SqlValue,
): ColumnReader {
  const read = (row: number): SqlValue => (Number.isNaN(values[row]!) ? null : write(values[row]!));
  return Object.assign(read, { plain: { values: Float64Array.from(values), unit } });
}

/** Asks a CHECK over columns a, b (numbers), from_date, to_date (dates) and kind (texts) for every row, both ways. */
function ask(
  sql: string,
  rows: readonly Record<string, number>[],
  dialect: 'sqlite' | 'postgres' = 'sqlite',
) {
  const { columns } = ['a', 'b']
    .reduce(
      (table, name) => table.column(name, { type: { name: 'real' }, declaredType: 'REAL' }),
      aTable('t'),
    )
    .column('from_date', { type: { name: 'date' }, declaredType: 'DATE' })
    .column('to_date', { type: { name: 'date' }, declaredType: 'DATE' })
    .column('kind');
  const check = compileCheck(sql, dialect, columns);
  const numbers = (name: string): number[] => rows.map((row) => row[name]!);
  const readers = new Map<string, ColumnReader>([
    ['a', plain(numbers('a'), 'number', (value) => value)],
    ['b', plain(numbers('b'), 'number', (value) => value)],
    [
      'from_date',
      plain(
        numbers('from').map((day) => day * DAY),
        'date -',
        dateOf,
      ),
    ],
    [
      'to_date',
      plain(
        numbers('to').map((day) => day * DAY),
        'date -',
        dateOf,
      ),
    ],
    ['kind', (row) => ['x', 'y', null][rows[row]!.kind!]!],
  ]);
  const condition = compileCondition(check, readers);
  return rows.map((_, row) => ({
    quick: condition(row),
    exact: check.evaluate((name) => readers.get(name)!(row)) !== false,
  }));
}

const number = fc.oneof(fc.integer({ min: -3, max: 3 }), fc.constant(NaN), fc.constant(0.5), fc.constant(-0));
const day = fc.oneof(fc.integer({ min: 18_000, max: 18_004 }), fc.constant(NaN), fc.constant(18_001.4));
const row = fc.record({ a: number, b: number, from: day, to: day, kind: fc.integer({ min: 0, max: 2 }) });

describe('compileCondition', () => {
  it.each([
    'a > 0',
    '0 <= a',
    'a <> b',
    'a = b',
    'a < b AND b <= 2',
    'a BETWEEN -1 AND b',
    'a BETWEEN 0 AND 2.5',
    'A >= "B"',
    'to_date >= from_date',
    'from_date < to_date AND a > b',
    'from_date <> to_date',
    'to_date = from_date',
    `to_date > '2019-04-15'`,
    `kind IN ('x', 'z')`,
    `kind = 'x' OR a > 0`,
    'a IS NULL OR a > b',
    'NOT a > b',
    'a + b > 1',
    'a > to_date',
    'a NOT BETWEEN 0 AND 1',
  ])('answers %s as the CHECK itself does', (sql) => {
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 20 }), (rows) =>
        ask(sql, rows).every(({ quick, exact }) => quick === exact),
      ),
    );
  });

  it('answers as the database does for dates beyond its years, which are written as the last one', () => {
    const beyond = { a: 0, b: 0, from: 2_932_896, to: 2_932_999, kind: 0 };
    const { columns } = aTable('t').column('from_date').column('to_date');
    const readers = new Map<string, ColumnReader>(
      (['from', 'to'] as const).map((name) => [
        `${name}_date`,
        plain([beyond[name] * DAY], 'date -', () => '9999-12-31'),
      ]),
    );
    expect(compileCondition(compileCheck('to_date > from_date', 'sqlite', columns), readers)(0)).toBe(false);
  });

  it('lets a row stay when only the database can tell', () => {
    expect(ask('mystery(a)', [{ a: 1, b: 1, from: 1, to: 1, kind: 0 }])[0]!.quick).toBe(true);
  });
});
