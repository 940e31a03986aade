import { MICROS_PER_DAY } from '../../src/classify/civil.js';
import type { SqlValue } from '../../src/batch/batch.js';
import type { LogicalType } from '../../src/introspect/catalog.js';
import { dateText, EPOCH_DAYS, momentText, timeText, zoneText } from './moment-text.js';
import { readNumeric } from './result-types.js';

/** Reads a value that is not null from its binary form. */
export type Decoder = (bytes: Buffer, start: number, length: number) => SqlValue;

/**
 * Finds how a column's values are read from binary COPY; null when the server had better send the column as text.
 * Types of one meaning differ in width, which every value tells.
 * https://www.postgresql.org/docs/current/sql-copy.html#SQL-COPY-BINARY-FORMAT
 */
export function findDecoder(type: LogicalType): Decoder | null {
  switch (type.name) {
    case 'integer':
      return type.min === 0n ? decodeUnsigned : decodeInteger;
    case 'decimal':
      return decodeNumeric;
    case 'real':
      return decodeReal;
    case 'boolean':
      return (bytes, start) => bytes[start]!;
    case 'text':
      return type.fixed ? withoutPadding(textDecoder()) : textDecoder();
    case 'enum':
      return textDecoder();
    case 'bytes':
      return decodeBytes;
    case 'date':
      return decodeDate;
    case 'time':
      return decodeTime;
    case 'timestamp':
      return type.timeZone ? decodeInstant : decodeTimestamp;
    case 'uuid':
      return decodeUuid;
    case 'json':
      return decodeJson;
    case 'other':
      return null;
  }
}

/** Texts, and whatever the server was asked to cast to text. */
export const decodeText = (bytes: Buffer, start: number, length: number): string =>
  bytes.toString('utf8', start, start + length);

/** Longer texts are seldom the same; a power of two of them is remembered. */
const REMEMBERED_LENGTH = 24;
const REMEMBERED_TEXTS = 1024;
/** After so many texts it is clear whether they return. */
const TRIAL_TEXTS = 4096;

/** Reads a column's texts; those that return are handed out again, which spares time and memory. */
function textDecoder(): Decoder {
  const remembered = new Array<string>(REMEMBERED_TEXTS).fill('');
  let asked = 0;
  let found = 0;
  return (bytes, start, length) => {
    if (length > REMEMBERED_LENGTH || asked < 0) return decodeText(bytes, start, length);
    let hash = length;
    for (let at = start; at < start + length; at++) hash = (Math.imul(hash, 31) + bytes[at]!) | 0;
    const place = (hash ^ (hash >>> 10)) & (REMEMBERED_TEXTS - 1);
    const known = remembered[place]!;
    if (++asked === TRIAL_TEXTS && found < asked / 4) asked = -1;
    if (isSame(known, bytes, start, length)) {
      found++;
      return known;
    }
    return (remembered[place] = decodeText(bytes, start, length));
  };
}

/**
 * The blanks at the end of a `character(n)` mean nothing to PostgreSQL, but do to others that the value is written to.
 * https://www.postgresql.org/docs/current/datatype-character.html
 */
function withoutPadding(decode: Decoder): Decoder {
  return (bytes, start, length) => {
    let end = start + length;
    while (end > start && bytes[end - 1] === BLANK) end--;
    return decode(bytes, start, end - start);
  };
}

const BLANK = 0x20;

/** Only texts of ASCII are found to be the same, in which a character is a byte. */
function isSame(text: string, bytes: Buffer, start: number, length: number): boolean {
  if (text.length !== length) return false;
  for (let i = 0; i < length; i++) {
    const byte = bytes[start + i]!;
    if (byte > 127 || text.charCodeAt(i) !== byte) return false;
  }
  return true;
}

const TWO_TO_32 = 2 ** 32;

const decodeInteger: Decoder = (bytes, start, length) => {
  if (length === 4) return bytes.readInt32BE(start);
  if (length === 2) return bytes.readInt16BE(start);
  const number = bytes.readInt32BE(start) * TWO_TO_32 + bytes.readUInt32BE(start + 4);
  return Number.isSafeInteger(number) ? number : bytes.readBigInt64BE(start);
};

const decodeUnsigned: Decoder = (bytes, start) => bytes.readUInt32BE(start);

const decodeReal: Decoder = (bytes, start, length) => {
  const number = length === 8 ? bytes.readDoubleBE(start) : shorten(bytes.readFloatBE(start));
  return Number.isFinite(number) ? number : String(number);
};

/** The shortest decimal that is the same single-precision number: 0.1 and not 0.10000000149011612. */
function shorten(number: number): number {
  for (let digits = 6; digits < 9; digits++) {
    const short = Number(number.toPrecision(digits));
    if (Math.fround(short) === number) return short;
  }
  return Number(number.toPrecision(9));
}

const NUMERIC_NAN = 0xc000;
const NUMERIC_INFINITY = 0xd000;
const NUMERIC_MINUS_INFINITY = 0xf000;
const NUMERIC_NEGATIVE = 0x4000;

/** Digits of base 10,000 that a number holds exactly whatever they are, as it does powers of ten up to 22. */
const EXACT_DIGITS = 3;
const POWERS = Array.from({ length: 23 }, (_, power) => Number(`1e${power}`));

/** Digit count, weight of the first digit, sign, decimals to show, digits of base 10,000. */
const decodeNumeric: Decoder = (bytes, start) => {
  const count = bytes.readUInt16BE(start);
  const weight = bytes.readInt16BE(start + 2);
  const sign = bytes.readUInt16BE(start + 4);
  if (sign === NUMERIC_NAN) return 'NaN';
  if (sign === NUMERIC_INFINITY) return 'Infinity';
  if (sign === NUMERIC_MINUS_INFINITY) return '-Infinity';
  if (count > EXACT_DIGITS) return readNumeric(numericText(bytes, start, count, weight, sign));
  let digits = 0;
  for (let digit = 0; digit < count; digit++)
    digits = digits * 10_000 + bytes.readUInt16BE(start + 8 + 2 * digit);
  const power = 4 * (weight + 1 - count);
  if (power > 22 || power < -22) return readNumeric(numericText(bytes, start, count, weight, sign));
  const number = power < 0 ? digits / POWERS[-power]! : digits * POWERS[power]!;
  if (!Number.isSafeInteger(number) && power >= 0) {
    return readNumeric(numericText(bytes, start, count, weight, sign));
  }
  return sign === NUMERIC_NEGATIVE && number !== 0 ? -number : number;
};

function numericText(bytes: Buffer, start: number, count: number, weight: number, sign: number): string {
  let whole = '';
  let fraction = '';
  const digitAt = (position: number): string =>
    position < 0 || position >= count
      ? '0000'
      : String(bytes.readUInt16BE(start + 8 + 2 * position)).padStart(4, '0');
  for (let position = 0; position <= weight; position++) whole += digitAt(position);
  for (let position = weight + 1; position < count; position++) fraction += digitAt(position);
  fraction = fraction.replace(/0+$/, '');
  const text = (whole.replace(/^0+/, '') || '0') + (fraction === '' ? '' : `.${fraction}`);
  return sign === NUMERIC_NEGATIVE ? `-${text}` : text;
}

/** A copy: the chunk that it lies in is used again, or large. */
const decodeBytes: Decoder = (bytes, start, length) => Buffer.from(bytes.subarray(start, start + length));

const LAST_DAY = 0x7fffffff;
const FIRST_DAY = -0x80000000;

const decodeDate: Decoder = (bytes, start) => {
  const days = bytes.readInt32BE(start);
  if (days === LAST_DAY) return 'infinity';
  if (days === FIRST_DAY) return '-infinity';
  return dateText(days + EPOCH_DAYS);
};

const decodeTime: Decoder = (bytes, start, length) => {
  const text = timeText(bytes.readUInt32BE(start) * TWO_TO_32 + bytes.readUInt32BE(start + 4));
  return length === 12 ? text + zoneText(bytes.readInt32BE(start + 8)) : text;
};

const decodeTimestamp: Decoder = (bytes, start) => decodeMoment(bytes, start, '');
const decodeInstant: Decoder = (bytes, start) => decodeMoment(bytes, start, '+00');

function decodeMoment(bytes: Buffer, start: number, zone: string): string {
  const high = bytes.readInt32BE(start);
  const low = bytes.readUInt32BE(start + 4);
  if (high === LAST_DAY && low === 0xffffffff) return 'infinity';
  if (high === FIRST_DAY && low === 0) return '-infinity';
  const micros = high * TWO_TO_32 + low;
  if (Number.isSafeInteger(micros)) {
    const days = Math.floor(micros / MICROS_PER_DAY);
    return momentText(days + EPOCH_DAYS, micros - days * MICROS_PER_DAY, zone);
  }
  // Before 1715 or after 2285.
  const exact = bytes.readBigInt64BE(start);
  const perDay = BigInt(MICROS_PER_DAY);
  const rest = ((exact % perDay) + perDay) % perDay;
  return momentText(Number((exact - rest) / perDay) + EPOCH_DAYS, Number(rest), zone);
}

const decodeUuid: Decoder = (bytes, start, length) => {
  const hex = bytes.toString('hex', start, start + length);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
};

/** jsonb has its version before the text, which no JSON begins with. */
const JSONB_VERSION = 1;

const decodeJson: Decoder = (bytes, start, length) =>
  bytes[start] === JSONB_VERSION
    ? decodeText(bytes, start + 1, length - 1)
    : decodeText(bytes, start, length);
