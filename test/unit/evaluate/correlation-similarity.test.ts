import { describe, expect, it } from 'vitest';
import { correlationSimilarity, pearson } from '../../../src/evaluate/correlation-similarity.js';

const numbers = (...values: number[]) => Float64Array.from(values);

describe('correlationSimilarity', () => {
  it('is 1 for the same correlation, whatever the scale, and 0 for the opposite one', () => {
    expect(
      correlationSimilarity([numbers(1, 2, 3), numbers(2, 4, 6)], [numbers(1, 2, 3), numbers(10, 20, 30)]),
    ).toBe(1);
    expect(
      correlationSimilarity([numbers(1, 2, 3), numbers(2, 4, 6)], [numbers(1, 2, 3), numbers(6, 4, 2)]),
    ).toBe(0);
  });

  it('has no score when a column is constant on a side', () => {
    expect(
      correlationSimilarity([numbers(0.1, 0.1, 0.1), numbers(1, 2, 3)], [numbers(1, 2), numbers(1, 2)]),
    ).toBeNaN();
  });
});

describe('pearson', () => {
  // numpy.corrcoef([1, 2, 3, 4, 5], [2, 1, 4, 3, 7])[0, 1] = 12 / sqrt(212)
  it('agrees with NumPy and leaves out rows with a null', () => {
    expect(pearson([numbers(1, 2, 3, 4, 5, 6), numbers(2, 1, 4, 3, 7, NaN)])).toBeCloseTo(
      0.8241633836921342,
      12,
    );
  });

  it('keeps its digits when the values are far from zero', () => {
    const base = 1.7e15;
    expect(pearson([numbers(base + 1, base + 2, base + 3), numbers(1, 2, 3)])).toBeCloseTo(1, 9);
  });

  it('is not defined without two different values', () => {
    expect(pearson([numbers(), numbers()])).toBeNaN();
    expect(pearson([numbers(1), numbers(2)])).toBeNaN();
  });
});
