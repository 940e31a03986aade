import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { permute } from '../../../src/random/permute.js';

describe('permute', () => {
  it('is a bijection for every size up to 300', () => {
    for (let size = 1; size <= 300; size++) {
      for (const seed of [0, 1, 0xffffffff]) {
        const images = new Set(Array.from({ length: size }, (_, index) => permute(index, size, seed)));
        expect(images.size).toBe(size);
        expect(Math.min(...images)).toBe(0);
        expect(Math.max(...images)).toBe(size - 1);
      }
    }
  });

  it('is a bijection for a size of a million and one', () => {
    const size = 1_000_001;
    const seen = new Uint8Array(size);
    for (let index = 0; index < size; index++) seen[permute(index, size, 42)] = 1;
    expect(seen.indexOf(0)).toBe(-1);
  });

  it('stays inside the range and keeps neighbours apart up to 2^53', () => {
    fc.assert(
      fc.property(fc.maxSafeNat(), fc.nat(), fc.integer(), (last, index, seed) => {
        const size = last + 1;
        const image = permute(index % size, size, seed);
        expect(Number.isInteger(image) && image >= 0 && image < size).toBe(true);
        if (size > 1)
          expect(permute((index + 1) % size, size, seed)).not.toBe(permute(index % size, size, seed));
      }),
    );
    expect(permute(2 ** 53 - 1, 2 ** 53, 3)).toBeLessThan(2 ** 53);
  });

  it.each([3, 7, 10, 64, 100])('puts each index anywhere with equal chance over seeds, size %i', (size) => {
    const draws = 2000 * size;
    for (const index of [0, 1, size - 1]) {
      const counts = new Float64Array(size);
      for (let seed = 0; seed < draws; seed++) {
        const image = permute(index, size, seed);
        counts[image] = counts[image]! + 1;
      }
      const chiSquare = counts.reduce((sum, count) => sum + (count - 2000) ** 2 / 2000, 0);
      expect(chiSquare - (size - 1)).toBeLessThan(5 * Math.sqrt(2 * (size - 1)));
    }
  });

  it('leaves no trace of the order of indexes', () => {
    const size = 10_000;
    let rising = 0;
    for (let index = 1; index < size; index++) {
      if (permute(index, size, 9) > permute(index - 1, size, 9)) rising++;
    }
    expect(Math.abs(rising - size / 2)).toBeLessThan(5 * Math.sqrt(size / 12));
  });
});
