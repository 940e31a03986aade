import { describe, expect, it } from 'vitest';
import { xLogX } from '../../../src/learn/x-log-x.js';

describe('xLogX', () => {
  it('is i log i, nothing at 0 and 1, to a millionth', () => {
    const table = xLogX(5_000);
    expect([table[0], table[1]]).toEqual([0, 0]);
    for (const i of [2, 3, 17, 1_000, 5_000])
      expect(Math.abs(table[i]! - i * Math.log(i))).toBeLessThan(1e-6);
  });

  it('keeps its numbers when it grows', () => {
    const before = xLogX(100).slice(0, 101);
    expect(xLogX(50_000).slice(0, 101)).toEqual(before);
  });

  it('gives the same sum in whatever order it is added up', () => {
    const table = xLogX(20_000);
    const terms = Array.from({ length: 5_000 }, (_, i) => table[(i * 7919) % 20_000]!);
    const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
    expect(sum(terms.toReversed())).toBe(sum(terms));
    expect(sum(terms.toSorted((a, b) => a - b))).toBe(sum(terms));
  });
});
