import { Real, type Known } from '../semantics.js';

/** How SQLite turns values of one storage class into another: https://www.sqlite.org/datatype3.html */
export type Affinity = 'none' | 'blob' | 'text' | 'numeric' | 'integer' | 'real';

/** A number as SQLite holds it: an integral number is an INTEGER, a REAL with an integral value is boxed. */
export type SqliteNumber = number | bigint | Real;

const MIN_INTEGER = -(2n ** 63n);
const MAX_INTEGER = 2n ** 63n - 1n;

/** A double as a REAL. */
export function realOf(value: number): SqliteNumber | null {
  if (Number.isNaN(value)) return null;
  return Number.isInteger(value) ? new Real(value) : value;
}

/** A 64-bit integer, as a plain number where that is exact. */
export function integerOf(value: bigint): number | bigint {
  return value >= Number.MIN_SAFE_INTEGER && value <= Number.MAX_SAFE_INTEGER ? Number(value) : value;
}

/** Whether a number is an INTEGER. */
export function isInteger(value: SqliteNumber): value is number | bigint {
  return typeof value === 'bigint' || (typeof value === 'number' && Number.isInteger(value));
}

/** The double nearest to a number. */
export function doubleOf(value: SqliteNumber): number {
  if (typeof value === 'number') return value;
  return value instanceof Real ? value.value : Number(value);
}

export function isNumber(value: Known): value is SqliteNumber {
  return typeof value === 'number' || typeof value === 'bigint' || value instanceof Real;
}

const NUMBER = /^[ \t\n\v\f\r]*([+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)/;
const WHOLE_NUMBER = new RegExp(`${NUMBER.source}[ \\t\\n\\v\\f\\r]*$`);

/** The number that a text is, blanks around it allowed; null when it is none. Numeric affinity. */
export function numberOfText(text: string): SqliteNumber | null {
  // Dates are texts with a dash; they are common, and a search is faster than the pattern.
  if (text.indexOf('-', 1) > 0 && !/[eE]/.test(text) && text.trimStart() === text) return null;
  const match = WHOLE_NUMBER.exec(text);
  return match === null ? null : numberOfDigits(match[1]!);
}

/** The number that a text begins with, 0 without one: what arithmetic and truth see. */
export function numberOfPrefix(text: string): SqliteNumber {
  const match = NUMBER.exec(text);
  return match ? numberOfDigits(match[1]!) : 0;
}

function numberOfDigits(digits: string): SqliteNumber {
  if (!/[.eE]/.test(digits)) {
    const value = BigInt(digits.startsWith('+') ? digits.slice(1) : digits);
    if (value >= MIN_INTEGER && value <= MAX_INTEGER) return integerOf(value);
  }
  return realOf(Number(digits))!;
}

/** A value as an operand of arithmetic. */
export function numericOf(value: Known): SqliteNumber {
  if (isNumber(value)) return value;
  return numberOfPrefix(textOf(value));
}

/** CAST(value AS INTEGER), and what bitwise operators see. */
export function castToInteger(value: Known): bigint {
  if (typeof value === 'number' && Number.isSafeInteger(value)) return BigInt(value);
  if (typeof value === 'bigint') return value;
  if (isNumber(value)) return truncate(doubleOf(value));
  const digits = /^[ \t\n\v\f\r]*([+-]?[0-9]+)/.exec(textOf(value))?.[1];
  return digits === undefined ? 0n : clamp(BigInt(digits.startsWith('+') ? digits.slice(1) : digits));
}

function truncate(value: number): bigint {
  if (value >= 2 ** 63) return MAX_INTEGER;
  if (value <= -(2 ** 63)) return MIN_INTEGER;
  return BigInt(Math.trunc(value));
}

function clamp(value: bigint): bigint {
  if (value > MAX_INTEGER) return MAX_INTEGER;
  return value < MIN_INTEGER ? MIN_INTEGER : value;
}

/** CAST(value AS NUMERIC): numbers stay, texts become an INTEGER where nothing is lost. */
export function castToNumeric(value: Known): SqliteNumber {
  return isNumber(value) ? value : shrinkReal(numberOfPrefix(textOf(value)));
}

/** What a column of NUMERIC or INTEGER affinity does with a REAL that has an integral value. */
export function shrinkReal(value: SqliteNumber): SqliteNumber {
  const double = value instanceof Real ? value.value : value;
  if (typeof double === 'bigint' || !Number.isInteger(double)) return value;
  if (Number.isSafeInteger(double)) return double + 0;
  return double > -(2 ** 63) && double < 2 ** 63 ? integerOf(BigInt(double)) : value;
}

const decoder = new TextDecoder();
const encoder = new TextEncoder();

/** A value as TEXT. */
export function textOf(value: Known): string {
  if (typeof value === 'string') return value;
  if (value instanceof Uint8Array) return decoder.decode(value);
  return isInteger(value) ? String(value) : textOfReal(doubleOf(value));
}

/** A value as a BLOB. */
export function bytesOf(value: Known): Uint8Array {
  return value instanceof Uint8Array ? value : encoder.encode(textOf(value));
}

/** As SQLite 3.53 writes a REAL: enough digits to read it again, and always a decimal point. */
function textOfReal(value: number): string {
  if (value === Infinity) return 'Inf';
  if (value === -Infinity) return '-Inf';
  if (value === 0) return '0.0';
  const isDenormal = Math.abs(value) < 2.2250738585072014e-308;
  const [mantissa, exponent] = (isDenormal ? value.toExponential(16) : value.toExponential()).split('e') as [
    string,
    string,
  ];
  const power = Number(exponent);
  if (power < -4 || power >= 17) {
    const point = mantissa.includes('.') ? mantissa : `${mantissa}.0`;
    return `${point}e${power < 0 ? '-' : '+'}${String(Math.abs(power)).padStart(2, '0')}`;
  }
  return plainDigits(mantissa, power);
}

function plainDigits(mantissa: string, power: number): string {
  const sign = mantissa.startsWith('-') ? '-' : '';
  const digits = mantissa.replace('-', '').replace('.', '');
  if (power < 0) return `${sign}0.${'0'.repeat(-power - 1)}${digits}`;
  const whole = digits.slice(0, power + 1).padEnd(power + 1, '0');
  return `${sign}${whole}.${digits.slice(power + 1) || '0'}`;
}

/** https://www.sqlite.org/datatype3.html#determination_of_column_affinity */
export function affinityOf(declaredType: string): Affinity {
  const type = declaredType.toUpperCase();
  if (type.includes('INT')) return 'integer';
  if (/CHAR|CLOB|TEXT/.test(type)) return 'text';
  if (type === '' || type.includes('BLOB')) return 'blob';
  return /REAL|FLOA|DOUB/.test(type) ? 'real' : 'numeric';
}
