import { describe, expect, test } from 'vitest';
import type { LogicalType } from '../../../src/introspect/catalog.js';
import { takesValuesOf } from '../../../src/introspect/takes-values-of.js';

const SMALL: LogicalType = { name: 'integer', min: -32_768n, max: 32_767n };
const LARGE: LogicalType = { name: 'integer', min: -2_147_483_648n, max: 2_147_483_647n };
const FLAG: LogicalType = { name: 'boolean' };
const price = (precision: number, scale: number): LogicalType => ({ name: 'decimal', precision, scale });
const text = (maxLength: number | null): LogicalType => ({ name: 'text', maxLength, fixed: false });
const state = (...labels: string[]): LogicalType => ({ name: 'enum', labels });

describe('takesValuesOf', () => {
  test.each<[string, LogicalType, LogicalType]>([
    ['a wider integer', LARGE, SMALL],
    ['a flag', FLAG, FLAG],
    ['more digits', price(8, 2), price(6, 2)],
    ['a longer text', text(20), text(9)],
    ['any text', text(null), text(9)],
    ['more labels', state('new', 'paid', 'sent'), state('sent', 'new')],
  ])('is true of %s', (_, type, values) => expect(takesValuesOf(type, values)).toBe(true));

  test.each<[string, LogicalType, LogicalType]>([
    ['a flag and numbers', FLAG, SMALL],
    ['a narrower integer', SMALL, LARGE],
    ['fewer digits before the point', price(8, 4), price(8, 2)],
    ['a shorter text', text(9), text(20)],
    ['other labels', state('open', 'closed'), state('open', 'sent')],
  ])('is false of %s', (_, type, values) => expect(takesValuesOf(type, values)).toBe(false));
});
