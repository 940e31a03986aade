import { describe, expect, it } from 'vitest';
import { FreeNumbers } from '../../../src/sample/free-numbers.js';

const text = (number: number): string => `N${number}`;

function dealTo(rows: number, taken: readonly string[], capacity: number, isOptional = false) {
  const isTaken = (candidate: string): boolean => taken.includes(candidate);
  const numbers = new FreeNumbers(rows, { of: 'column', first: 4, capacity, isTaken, isOptional });
  return Array.from({ length: rows }, (_, row) => numbers.textOf(row, text));
}

describe('FreeNumbers', () => {
  it('passes over texts in use and starts again from 0 behind the last number', () => {
    expect(dealTo(4, ['N5', 'N0'], 8)).toEqual(['N4', 'N6', 'N7', 'N1']);
  });

  it('gives a row the same text again', () => {
    const numbers = new FreeNumbers(2, {
      of: 'column',
      first: 0,
      capacity: 9,
      isTaken: (candidate) => candidate === 'N0',
      isOptional: false,
    });
    expect([0, 1, 0, 1].map((row) => numbers.textOf(row, text))).toEqual(['N1', 'N2', 'N1', 'N2']);
  });

  it('leaves a nullable column empty when all texts are in use, and refuses otherwise', () => {
    expect(dealTo(4, ['N0'], 3, true)).toEqual(['N1', 'N2', null, null]);
    expect(() => dealTo(4, ['N0'], 3)).toThrow(expect.objectContaining({ code: 'E_CAPACITY' }));
  });
});
