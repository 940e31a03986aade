import { describe, expect, it } from 'vitest';
import { fitParts, type Part } from '../../../src/text/fit-parts.js';
import { oneOf, slotLength } from '../../../src/text/frame.js';

function letters(min: number, max: number, mean: number): Part {
  return { min, max, mean, slots: (length) => Array.from({ length }, () => oneOf('abc')) };
}

describe('fitParts', () => {
  it.each([1, 2, 3, 6])('meets a length exactly with %i flexible parts', (count) => {
    const parts: Part[] = Array.from({ length: count }, () => letters(2, 12, 6)).flatMap((part) => [
      part,
      '-',
    ]);
    for (let length = 3 * count; length <= 13 * count; length++) {
      const frames = fitParts(parts, length, 1, 8, length);
      expect(frames.length).toBeGreaterThan(0);
      for (const { slots } of frames) {
        expect(slots.reduce((sum, slot) => sum + slotLength(slot), 0)).toBe(length);
      }
    }
  });

  it('gives nothing when the length cannot be met', () => {
    expect(fitParts([letters(2, 5, 3), '@', letters(2, 5, 3)], 4, 1, 8, 1)).toEqual([]);
    expect(fitParts([letters(2, 5, 3), '@', letters(2, 5, 3)], 12, 1, 8, 1)).toEqual([]);
    expect(fitParts(['abc'], 4, 1, 8, 1)).toEqual([]);
  });

  it('shares the weight among the ways, the usual lengths first', () => {
    const frames = fitParts([letters(1, 9, 3), letters(1, 9, 7)], 10, 2, 9, 1);
    expect(frames.reduce((sum, { weight }) => sum + weight, 0)).toBeCloseTo(2);
    expect(frames[0]!.weight).toBe(Math.max(...frames.map(({ weight }) => weight)));
  });
});
