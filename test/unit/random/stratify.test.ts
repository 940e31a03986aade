import { describe, expect, it } from 'vitest';
import { stratify } from '../../../src/random/stratify.js';

const SEEDS = [1, 77, 0xffffffff];

describe('stratify', () => {
  it.each(SEEDS)('puts one of the first 2^n numbers into each 2^-n, seed %i', (seed) => {
    for (const size of [2, 16, 128, 1024]) {
      const places = Array.from({ length: size }, (_, i) => Math.floor(stratify(i, seed) * size));
      expect(new Set(places).size).toBe(size);
    }
  });

  it('makes sequences of different seeds that know nothing of each other', () => {
    const size = 4096;
    let product = 0;
    for (let i = 0; i < size; i++) product += (stratify(i, 5) - 0.5) * (stratify(i, 6) - 0.5);
    // The correlation of independent numbers has a standard error of 1 / 64.
    expect(Math.abs((product / size) * 12)).toBeLessThan(4 / Math.sqrt(size));
  });

  it('is no neighbour of itself: a number tells nothing of the one after the next', () => {
    const size = 4096;
    let product = 0;
    for (let i = 0; i < size; i++) product += (stratify(i, 5) - 0.5) * (stratify(i + 2, 5) - 0.5);
    expect(Math.abs((product / size) * 12)).toBeLessThan(0.3);
  });
});
