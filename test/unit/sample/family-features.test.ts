import { describe, expect, it } from 'vitest';
import type { FamilyFeature } from '../../../src/model/model.js';
import { compileFamilyFeature } from '../../../src/sample/family-features.js';

/** Two families of three rows; bins up to 4, and 5 for null. */
const rows = {
  bins: () => Uint8Array.from([0, 2, 4, 5, 3, 3]),
  binCount: () => 5,
  ownerBin: (variable: number, row: number) => (row < 3 ? 7 : 8) + variable,
  links: () => Int32Array.from([1, 1, 2, -1, -1, 6]),
};
const read = (feature: FamilyFeature): number[] => {
  const byte = compileFamilyFeature(feature, rows);
  return [byte(0, 3), byte(3, 3)];
};

describe('compileFamilyFeature', () => {
  it('tells what the rows of a family hold together', () => {
    expect(read({ of: 'distinct', variable: 0 })).toEqual([3, 1]);
    expect(read({ of: 'first', variable: 0 })).toEqual([0, 5]);
    expect(read({ of: 'count', variable: 0, bin: 3 })).toEqual([0, 2]);
    // On a scale from 0 (all in the first bin) to 250 (all in the last).
    expect(read({ of: 'mean', variable: 0 })).toEqual([125, 188]);
    expect(read({ of: 'nulls', variable: 0 })).toEqual([0, 83]);
    expect(read({ of: 'parents', reference: 0 })).toEqual([2, 1]);
    expect(read({ of: 'size' })).toEqual([3, 3]);
    expect(read({ of: 'owner', variable: 1 })).toEqual([8, 9]);
  });

  it('says that there is no mean where all is null', () => {
    expect(compileFamilyFeature({ of: 'mean', variable: 0 }, rows)(3, 1)).toBe(255);
  });
});
