import { describe, expect, it } from 'vitest';
import { labelByRange } from '../../../src/evaluate/label-by-range.js';

describe('labelByRange', () => {
  it('counts the edges at or below each value, so that the maximum and null share the last label', () => {
    expect(labelByRange(Float64Array.from([0, 0.5, 1, 9.99, 10, NaN]))).toEqual([
      '1',
      '1',
      '2',
      '10',
      '11',
      '11',
    ]);
  });

  it('puts a constant column in one bin', () => {
    expect(new Set(labelByRange(Float64Array.from([4, 4, 4]))).size).toBe(1);
  });

  it('labels nothing when there is no value', () => {
    expect(labelByRange(Float64Array.from([NaN, NaN]))).toEqual([null, null]);
  });
});
