import { describe, expect, it } from 'vitest';
import { contingencySimilarity } from '../../../src/evaluate/contingency-similarity.js';

describe('contingencySimilarity', () => {
  it('agrees with SDMetrics on its test vector, null being a label of its own', () => {
    const real = [
      ['x', 'x', 'y', 'y'],
      ['p', 'p', 'q', null],
    ] as const;
    const synthetic = [
      ['x', 'y', 'y', 'y'],
      ['p', 'q', null, null],
    ] as const;
    expect(contingencySimilarity(real, synthetic)).toBe(0.75);
  });

  it('sees a lost connection that both columns alone hide', () => {
    const real = [
      ['x', 'x', 'y', 'y'],
      ['p', 'p', 'q', 'q'],
    ] as const;
    const synthetic = [
      ['x', 'x', 'y', 'y'],
      ['p', 'q', 'p', 'q'],
    ] as const;
    expect(contingencySimilarity(real, synthetic)).toBe(0.5);
  });

  it('takes labels with separators in them for what they are', () => {
    expect(contingencySimilarity([['a,b'], ['c']], [['a'], ['b,c']])).toBe(0);
  });

  it('has no score without rows', () => {
    expect(contingencySimilarity([[], []], [['a'], ['b']])).toBeNaN();
  });
});
