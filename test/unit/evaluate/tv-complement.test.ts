import { describe, expect, it } from 'vitest';
import { tvComplement } from '../../../src/evaluate/tv-complement.js';

describe('tvComplement', () => {
  it('agrees with SDMetrics on its test vector, a label unseen in the source included', () => {
    expect(tvComplement(['a', 'a', 'b'], ['a', 'b', 'c'])).toBeCloseTo(0.6666668889, 10);
  });

  it('is 1 for equal shares and nearly 0 for labels without overlap', () => {
    expect(tvComplement(['a', 'b'], ['b', 'a', 'a', 'b'])).toBe(1);
    expect(tvComplement(['a'], ['b'])).toBeCloseTo(0, 5);
  });

  it('leaves nulls out and has no score when a side has nothing else', () => {
    expect(tvComplement(['a', null], [null, null, 'a'])).toBe(1);
    expect(tvComplement([null], ['a'])).toBeNaN();
  });
});
