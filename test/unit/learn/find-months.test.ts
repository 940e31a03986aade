import { describe, expect, it } from 'vitest';
import { findMonths } from '../../../src/learn/find-months.js';
import { hash32, unit } from '../../../src/random/hash.js';

const DAY = 86_400_000_000;
const START = 17_532; // 2018-01-01
const monthOf = (day: number): number => new Date(day * 86_400_000).getUTCMonth();
const yearOf = (day: number): number => new Date(day * 86_400_000).getUTCFullYear();

/** Days of five years, each as likely as `weight` says, up to 1. */
function months(weight: (day: number) => number, { years = 5, entities = 4000 } = {}) {
  const values: number[] = [];
  for (let i = 0; values.length < 4000; i++) {
    const day = START + Math.floor(unit(hash32(71, i, 1)) * Math.floor(years * 365.25));
    if (unit(hash32(71, i, 2)) < weight(day)) values.push(day * DAY);
  }
  return findMonths({
    values: Float64Array.from(values),
    entities: Int32Array.from(values, (_, row) => row % entities),
    rows: Int32Array.from(values.keys()),
    isMoment: true,
    minEntities: 10,
  });
}

const strongDecember = (day: number): number => (monthOf(day) === 11 ? 1 : 0.25);

describe('findMonths', () => {
  it('tells how much likelier a day of each month is', () => {
    const found = months(strongDecember)!;
    expect(found).toHaveLength(12);
    const others = found.slice(0, 11).reduce((sum, rate) => sum + rate, 0) / 11;
    expect(Math.abs(found[11]! / others - 4)).toBeLessThan(0.4);
  });

  it('finds none in days without a season, or with a trend alone', () => {
    expect(months(() => 0.5)).toBeNull();
    expect(months((day) => (day - START + 1) / 1827)).toBeNull();
  });

  it('does not take for a season what happened in one year, or is known of three', () => {
    expect(months((day) => (yearOf(day) === 2020 && monthOf(day) === 5 ? 1 : 0.2))).toBeNull();
    expect(months(strongDecember, { years: 3 })).toBeNull();
  });

  it('tells no month of fewer entities than may be told', () => {
    expect(months((day) => (monthOf(day) === 7 ? 0.002 : 0.5))).toBeNull();
    expect(months(strongDecember, { entities: 9 })).toBeNull();
  });
});
