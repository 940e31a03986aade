import { describe, expect, it } from 'vitest';
import { ksComplement } from '../../../src/evaluate/ks-complement.js';

const numbers = (...values: number[]) => Float64Array.from(values);

describe('ksComplement', () => {
  it('agrees with SDMetrics on its test vector', () => {
    expect(ksComplement(numbers(1, 2, 3, 4), numbers(2, 3, 4, 5))).toBe(0.75);
  });

  it('is 1 for the same values in another order and 0 for values without overlap', () => {
    expect(ksComplement(numbers(3, 1, 2, 2), numbers(2, 1, 2, 3))).toBe(1);
    expect(ksComplement(numbers(1, 2), numbers(10, 11, 12))).toBe(0);
  });

  it('leaves nulls out on each side', () => {
    expect(ksComplement(numbers(1, NaN, 2), numbers(NaN, NaN, 1, 2))).toBe(1);
  });

  it('scores children per parent, zeros included', () => {
    expect(ksComplement(numbers(0, 0, 1, 3), numbers(0, 1, 1, 3))).toBe(0.75);
  });

  it('has no score when a side has no value', () => {
    expect(ksComplement(numbers(NaN), numbers(1))).toBeNaN();
    expect(ksComplement(numbers(1), numbers())).toBeNaN();
  });
});
