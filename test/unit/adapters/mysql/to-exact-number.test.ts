import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { toExactNumber } from '../../../../adapters/mysql/to-exact-number.js';

describe('toExactNumber', () => {
  test.each([
    ['0.1000', 0.1],
    ['-12345678901.25', -12345678901.25],
    ['9007199254740993', 9007199254740993n],
    ['9007199254740993.000', 9007199254740993n],
    ['18446744073709551615', '18446744073709551615'],
    ['0.00000000000000012345', 0.00000000000000012345],
    ['-6.081689834590001', -6.081689834590001],
    ['12345678901234567890.1234567890', '12345678901234567890.1234567890'],
    ['100000000000000000000.5', '100000000000000000000.5'],
  ])('makes of %s what holds it exactly', (text, expected) => {
    expect(toExactNumber(text)).toBe(expected);
  });

  test('loses no digit of any decimal', () => {
    fc.assert(
      fc.property(fc.bigInt(-(10n ** 25n), 10n ** 25n), fc.integer({ min: 1, max: 20 }), (digits, scale) => {
        const padded = String(digits < 0n ? -digits : digits).padStart(scale + 1, '0');
        const text = `${digits < 0n ? '-' : ''}${padded.slice(0, -scale)}.${padded.slice(-scale)}`;
        const value = toExactNumber(text);
        if (typeof value === 'string') return value === text;
        if (typeof value === 'bigint') return digits === value * 10n ** BigInt(scale);
        return Math.abs(value) >= 1e-6 ? sameDecimal(String(value), text) : Number(text) === value;
      }),
    );
  });
});

function sameDecimal(one: string, other: string): boolean {
  const trimmed = (text: string): string => (text.includes('.') ? text.replace(/\.?0+$/, '') : text);
  return trimmed(one).replace(/^-0$/, '0') === trimmed(other).replace(/^-0$/, '0');
}
