import { describe, expect, it } from 'vitest';
import { findNumberedBy } from '../../../src/learn/find-numbered-by.js';
import { hash32, unit } from '../../../src/random/hash.js';

const ROWS = 400;
const random = (row: number, salt: number): number => unit(hash32(3, row, salt));
/** Rows in no order of their numbers. */
const numbers = Float64Array.from({ length: ROWS }, (_, row) => (row * 7) % ROWS);
const byNumber = (value: (number: number) => number): Float64Array => numbers.map(value);

describe('the moment that rows are numbered by', () => {
  it('is the first in whose order the numbers are', () => {
    const moments = new Map([
      ['born', byNumber((number) => random(number, 1))],
      ['created', byNumber((number) => number * 10)],
      ['updated', byNumber((number) => number * 10 + 1)],
    ]);
    expect(findNumberedBy(numbers, moments)).toBe('created');
  });

  it('may be out of order from one row to the next', () => {
    const created = byNumber((number) => Math.floor(number / 8) * 8 + random(number, 2) * 8);
    expect(findNumberedBy(numbers, new Map([['created', created]]))).toBe('created');
  });

  it('is none where all rows have the same, few have one, or numbers follow something else', () => {
    const moments = new Map([
      ['loaded', byNumber(() => 5)],
      ['cancelled', byNumber((number) => (number % 9 === 0 ? number : NaN))],
      ['seen', byNumber((number) => number % 100)],
    ]);
    expect(findNumberedBy(numbers, moments)).toBeNull();
  });
});
