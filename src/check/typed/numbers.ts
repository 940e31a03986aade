import { UNKNOWN, type Value } from '../semantics.js';

/** Powers of ten up to which a double rounds exactly enough. */
const POWERS = Array.from({ length: 23 }, (_, exponent) => Number(`1e${exponent}`));

/** Rounds half away from zero at so many digits behind the point, as decimals round. */
export function roundTo(value: number, digits: number): number {
  if (digits < 0) return roundTens(value, -digits);
  if (Number.isInteger(value)) return value;
  const factor = POWERS[digits];
  if (factor === undefined) return value;
  const scaled = Math.abs(value) * factor;
  if (scaled >= 2 ** 51) return value;
  // A decimal such as 2.675 is stored a little below: what is within an error of a half is a half.
  const rounded = Math.floor(scaled + 0.5 + scaled * 2 ** -51) / factor;
  return value < 0 ? -rounded : rounded;
}

function roundTens(value: number, digits: number): number {
  const factor = POWERS[digits]!;
  return Math.sign(value) * Math.floor(Math.abs(value) / factor + 0.5) * factor;
}

/** As the C library rounds a double. */
export function roundHalfEven(value: number): number {
  const floor = Math.floor(value);
  const rest = value - floor;
  if (rest !== 0.5) return Math.round(value) + 0;
  return floor % 2 === 0 ? floor : floor + 1;
}

/** Digits behind the point that a number shows. */
export function decimalsOf(value: number): number {
  if (Number.isInteger(value)) return 0;
  const [mantissa, exponent] = value.toExponential().split('e') as [string, string];
  return Math.max(0, mantissa.length - mantissa.indexOf('.') - 1 - Number(exponent));
}

/** A 64-bit integer, as a plain number where that is exact. */
export function shrink(value: bigint): number | bigint {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}

function isWhole(value: number | bigint): boolean {
  return typeof value === 'bigint' || Number.isInteger(value);
}

/** Calculates in plain numbers, and again in big ones where the result is not exact. */
export function calculateInteger(
  left: number | bigint,
  right: number | bigint,
  inNumbers: (a: number, b: number) => number,
  inIntegers: (a: bigint, b: bigint) => bigint,
): Value {
  if (typeof left === 'number' && typeof right === 'number') {
    const result = inNumbers(left, right);
    if (Number.isSafeInteger(result)) return result + 0;
    if (!Number.isInteger(left) || !Number.isInteger(right)) return Number.isNaN(result) ? UNKNOWN : result;
  } else if (!(isWhole(left) && isWhole(right))) return UNKNOWN;
  return shrink(inIntegers(BigInt(left), BigInt(right)));
}

/** Reads a number as a database writes one; null for anything else. */
export function readNumber(text: string): number | bigint | null {
  const trimmed = text.trim();
  if (/^[+-]?\d+$/.test(trimmed)) return shrink(BigInt(trimmed.replace(/^\+/, '')));
  return /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i.test(trimmed) ? Number(trimmed) : null;
}
