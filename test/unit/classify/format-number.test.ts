import { describe, expect, it } from 'vitest';
import type { NumberClass } from '../../../src/classify/column-class.js';
import { formatNumber } from '../../../src/classify/format-number.js';

const AMOUNT: NumberClass = {
  kind: 'number',
  form: 'decimal',
  decimals: 2,
  step: 0.01,
  origin: 0,
  storedAs: 'text',
  padded: true,
};

describe('formatNumber', () => {
  it('writes text with all decimals, or without trailing zeros, as the source does', () => {
    expect(formatNumber(AMOUNT, 1.5)).toBe('1.50');
    expect(formatNumber({ ...AMOUNT, padded: false }, 1.5)).toBe('1.5');
    expect(formatNumber({ ...AMOUNT, padded: false }, 100)).toBe('100');
  });

  it('leaves numbers numbers', () => {
    expect(formatNumber({ ...AMOUNT, storedAs: 'real' }, 5)).toBe(5);
  });
});
