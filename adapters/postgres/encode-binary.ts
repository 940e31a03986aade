import type { Batch, Vector } from '../../src/batch/batch.js';
import { daysFromCivil, daysInMonth, MICROS_PER_DAY, MICROS_PER_SECOND } from '../../src/classify/civil.js';
import { DbsynthError } from '../../src/errors.js';
import type { TargetColumn } from './find-target-columns.js';
import { EPOCH_DAYS } from './moment-text.js';
import { TYPE_OID } from './type-oids.js';

/** What a binary COPY begins with: its signature, no flags, and nothing more. */
export const BINARY_HEADER = Buffer.from('PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0', 'latin1');

/** What it ends with: a row of -1 fields. */
export const BINARY_TRAILER = Buffer.from([0xff, 0xff]);

/** Bytes that are sent at once. */
const CHUNK_BYTES = 1 << 16;

/**
 * Writes a batch as COPY's binary format, which costs the server half of what text does.
 * https://www.postgresql.org/docs/current/sql-copy.html#SQL-COPY-BINARY-FORMAT
 * @param columns of the target, in the batch's order
 * @returns null when some values can only be sent as text: of a type whose binary form we do not know, or moments
 * that are not written as ISO 8601 has them
 * @throws {DbsynthError} E_CONSTRAINT when a number is out of the range of its column
 */
export function encodeBinary(
  batch: Batch,
  columns: readonly (TargetColumn | undefined)[],
): Uint8Array[] | null {
  const out = new RowBuffer();
  const writers = batch.columns.map((vector, column) => findWriter(out, vector, columns[column]));
  if (writers.includes(null)) return null;
  const fields = writers as Writer[];
  const nulls = batch.columns.map((vector) => vector.nulls);
  for (let row = 0; row < batch.rows; row++) {
    out.writeInt16(fields.length);
    for (let column = 0; column < fields.length; column++) {
      if (nulls[column]?.[row] === 1) out.writeInt32(-1);
      else if (!fields[column]!(row)) return null;
    }
    out.endRow();
  }
  return out.finish();
}

/** Appends one field; false when its value has no binary form. */
type Writer = (row: number) => boolean;

/** Bytes that grow row by row and are cut into chunks. */
class RowBuffer {
  private readonly chunks: Uint8Array[] = [];
  bytes = Buffer.allocUnsafe(CHUNK_BYTES + 4096);
  at = 0;

  /** Makes room for a field. */
  reserve(length: number): void {
    if (this.at + length <= this.bytes.length) return;
    const larger = Buffer.allocUnsafe(Math.max(2 * this.bytes.length, this.at + length));
    this.bytes.copy(larger, 0, 0, this.at);
    this.bytes = larger;
  }

  writeInt16(value: number): void {
    this.reserve(2);
    this.at = this.bytes.writeInt16BE(value, this.at);
  }

  writeInt32(value: number): void {
    this.reserve(4);
    this.at = this.bytes.writeInt32BE(value, this.at);
  }

  endRow(): void {
    if (this.at < CHUNK_BYTES) return;
    this.chunks.push(this.bytes.subarray(0, this.at));
    this.bytes = Buffer.allocUnsafe(CHUNK_BYTES + 4096);
    this.at = 0;
  }

  finish(): Uint8Array[] {
    if (this.at > 0) this.chunks.push(this.bytes.subarray(0, this.at));
    return this.chunks;
  }
}

function findWriter(out: RowBuffer, vector: Vector, column: TargetColumn | undefined): Writer | null {
  if (column === undefined || vector.kind === 'mixed') return null;
  if (column.isText || column.type === TYPE_OID.json) return textWriter(out, vector, '');
  switch (column.type) {
    case TYPE_OID.jsonb:
      return textWriter(out, vector, '\u0001');
    case TYPE_OID.int2:
      return integerWriter(out, vector, column.name, 2);
    case TYPE_OID.int4:
      return integerWriter(out, vector, column.name, 4);
    case TYPE_OID.int8:
      return integerWriter(out, vector, column.name, 8);
    case TYPE_OID.float4:
    case TYPE_OID.float8:
      return realWriter(out, vector, column.type === TYPE_OID.float4 ? 4 : 8);
    case TYPE_OID.numeric:
      return numericWriter(out, vector);
    case TYPE_OID.bool:
      return booleanWriter(out, vector);
    case TYPE_OID.bytea:
      return bytesWriter(out, vector);
    case TYPE_OID.uuid:
      return uuidWriter(out, vector);
    case TYPE_OID.date:
      return momentWriter(out, vector, writeDate);
    case TYPE_OID.timestamp:
      return momentWriter(out, vector, writeTimestamp);
    case TYPE_OID.timestamptz:
      return momentWriter(out, vector, writeInstant);
    case TYPE_OID.time:
      return momentWriter(out, vector, writeTime);
    default:
      return null;
  }
}

function textWriter(out: RowBuffer, vector: Vector, prefix: string): Writer | null {
  if (vector.kind === 'text') {
    const { values } = vector;
    return (row) => {
      const text = prefix === '' ? values[row]! : prefix + values[row]!;
      out.reserve(4 + 3 * text.length);
      const length = out.bytes.write(text, out.at + 4);
      out.bytes.writeInt32BE(length, out.at);
      out.at += 4 + length;
      return true;
    };
  }
  if (vector.kind !== 'coded') return null;
  const { codes, dictionary } = vector;
  const fields = dictionary.map((text) => {
    const bytes = Buffer.from(`\0\0\0\0${prefix}${text}`);
    bytes.writeInt32BE(bytes.length - 4);
    return bytes;
  });
  return (row) => {
    const field = fields[codes[row]!]!;
    out.reserve(field.length);
    out.bytes.set(field, out.at);
    out.at += field.length;
    return true;
  };
}

const TWO_TO_32 = 2 ** 32;

/** Fractions are rounded, as the server itself assigns them to an integer. */
function integerWriter(out: RowBuffer, vector: Vector, name: string, width: 2 | 4 | 8): Writer | null {
  if (vector.kind === 'bigint') {
    const { values } = vector;
    return width !== 8
      ? null
      : (row) => {
          out.reserve(12);
          out.bytes.writeInt32BE(8, out.at);
          out.bytes.writeBigInt64BE(values[row]!, out.at + 4);
          out.at += 12;
          return true;
        };
  }
  if (vector.kind !== 'number') return null;
  const { values } = vector;
  const most = width === 8 ? Number.MAX_SAFE_INTEGER : 2 ** (8 * width - 1) - 1;
  const least = width === 8 ? -most : -most - 1;
  return (row) => {
    const value = Math.round(values[row]!);
    if (!(value >= least && value <= most)) {
      if (width === 8) return false;
      throw new DbsynthError('E_CONSTRAINT', `column "${name}": a number is out of the range of its column`);
    }
    out.reserve(12);
    const { bytes, at } = out;
    bytes.writeInt32BE(width, at);
    if (width === 4) bytes.writeInt32BE(value, at + 4);
    else if (width === 2) bytes.writeInt16BE(value, at + 4);
    else {
      const high = Math.floor(value / TWO_TO_32);
      bytes.writeInt32BE(high, at + 4);
      bytes.writeUInt32BE(value - high * TWO_TO_32, at + 8);
    }
    out.at = at + 4 + width;
    return true;
  };
}

function realWriter(out: RowBuffer, vector: Vector, width: 4 | 8): Writer | null {
  if (vector.kind !== 'number') return null;
  const { values } = vector;
  return (row) => {
    out.reserve(12);
    out.bytes.writeInt32BE(width, out.at);
    if (width === 8) out.bytes.writeDoubleBE(values[row]!, out.at + 4);
    // A number beyond single precision is an error of the server in text, and infinity in silence here.
    else if (Number.isFinite(values[row]!) && !Number.isFinite(Math.fround(values[row]!))) return false;
    else out.bytes.writeFloatBE(values[row]!, out.at + 4);
    out.at += 4 + width;
    return true;
  };
}

function booleanWriter(out: RowBuffer, vector: Vector): Writer | null {
  if (vector.kind !== 'number') return null;
  const { values } = vector;
  return (row) => {
    out.reserve(5);
    out.bytes.writeInt32BE(1, out.at);
    out.bytes[out.at + 4] = values[row] === 0 ? 0 : 1;
    out.at += 5;
    return true;
  };
}

function bytesWriter(out: RowBuffer, vector: Vector): Writer | null {
  if (vector.kind !== 'bytes') return null;
  const { values } = vector;
  return (row) => {
    const field = values[row]!;
    out.reserve(4 + field.length);
    out.bytes.writeInt32BE(field.length, out.at);
    out.bytes.set(field, out.at + 4);
    out.at += 4 + field.length;
    return true;
  };
}

const UUID_HEX = /^[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}$/i;

function uuidWriter(out: RowBuffer, vector: Vector): Writer | null {
  const textAt = textReader(vector);
  if (textAt === null) return null;
  return (row) => {
    const text = textAt(row);
    if (!UUID_HEX.test(text)) return false;
    out.reserve(20);
    out.bytes.writeInt32BE(16, out.at);
    out.bytes.write(text.replaceAll('-', ''), out.at + 4, 'hex');
    out.at += 20;
    return true;
  };
}

function textReader(vector: Vector): ((row: number) => string) | null {
  if (vector.kind === 'text') return (row) => vector.values[row]!;
  if (vector.kind === 'coded') return (row) => vector.dictionary[vector.codes[row]!]!;
  return null;
}

const NUMERIC_NEGATIVE = 0x4000;
const DECIMAL = /^(\d+)(?:\.(\d+))?(?:e([+-]\d+))?$/;

/** Digits of base 10,000; the scale shown is that of the shortest text, as the server's own reading of it has. */
function numericWriter(out: RowBuffer, vector: Vector): Writer | null {
  if (vector.kind !== 'number') return null;
  const { values } = vector;
  const digits: number[] = [];
  return (row) => {
    const value = values[row]!;
    if (!Number.isFinite(value)) return false;
    const size = Math.abs(value);
    const scaled = Math.round(size * 10_000);
    const isShort = scaled <= Number.MAX_SAFE_INTEGER && scaled / 10_000 === size;
    const { weight, scale } = isShort ? splitShort(scaled, digits) : splitText(String(size), digits);
    out.reserve(12 + 2 * digits.length);
    const { bytes } = out;
    let { at } = out;
    at = bytes.writeInt32BE(8 + 2 * digits.length, at);
    at = bytes.writeInt16BE(digits.length, at);
    at = bytes.writeInt16BE(digits.length === 0 ? 0 : weight, at);
    at = bytes.writeInt16BE(value < 0 ? NUMERIC_NEGATIVE : 0, at);
    at = bytes.writeInt16BE(scale, at);
    for (const digit of digits) at = bytes.writeInt16BE(digit, at);
    out.at = at;
    return true;
  };
}

/** @param scaled ten thousand times the number. @param digits filled, the first the most significant */
function splitShort(scaled: number, digits: number[]): { weight: number; scale: number } {
  digits.length = 0;
  const fraction = scaled % 10_000;
  let whole = (scaled - fraction) / 10_000;
  const scale = fraction === 0 ? 0 : fraction % 10 ? 4 : fraction % 100 ? 3 : fraction % 1000 ? 2 : 1;
  let weight = -1;
  if (fraction > 0) digits.push(fraction);
  while (whole > 0) {
    const digit = whole % 10_000;
    if (digit > 0 || digits.length > 0) digits.unshift(digit);
    whole = (whole - digit) / 10_000;
    weight++;
  }
  return { weight, scale };
}

function splitText(text: string, digits: number[]): { weight: number; scale: number } {
  const [, whole, fraction = '', exponent = '0'] = DECIMAL.exec(text)!;
  // The point stands behind so many digits.
  let point = whole!.length + Number(exponent);
  let all = whole! + fraction;
  if (point < 0) [all, point] = ['0'.repeat(-point) + all, 0];
  if (point > all.length) all = all.padEnd(point, '0');
  const scale = all.length - point;
  const lead = (4 - (point % 4)) % 4;
  all = '0'.repeat(lead) + all;
  all = all.padEnd(Math.ceil(all.length / 4) * 4, '0');
  let weight = (point + lead) / 4 - 1;
  digits.length = 0;
  for (let at = 0; at < all.length; at += 4) digits.push(Number(all.slice(at, at + 4)));
  while (digits[0] === 0) {
    digits.shift();
    weight--;
  }
  while (digits.at(-1) === 0) digits.pop();
  return { weight, scale };
}

/** Appends a moment; false when it has no binary form that we know. */
type MomentWriter = (out: RowBuffer, days: number, micros: number) => boolean;

function momentWriter(out: RowBuffer, vector: Vector, write: MomentWriter): Writer | null {
  if (vector.kind === 'number') {
    const { values } = vector;
    return (row) => {
      const value = values[row]!;
      if (!Number.isFinite(value)) return false;
      const days = Math.floor(value / MICROS_PER_DAY);
      return write(out, days, Math.round(value - days * MICROS_PER_DAY));
    };
  }
  const textAt = textReader(vector);
  if (textAt === null) return null;
  const isTime = write === writeTime;
  return (row) =>
    (isTime ? scanTime(textAt(row), 0) : scanMoment(textAt(row), write)) &&
    write(out, scanned.days, scanned.micros);
}

const writeDate: MomentWriter = (out, days, micros) => {
  if (micros !== 0) return false;
  out.writeInt32(4);
  out.writeInt32(days - EPOCH_DAYS);
  return true;
};

const writeTimestamp: MomentWriter = (out, days, micros) => {
  const value = (days - EPOCH_DAYS) * MICROS_PER_DAY + micros;
  if (!Number.isSafeInteger(value)) return false;
  out.reserve(12);
  const high = Math.floor(value / TWO_TO_32);
  out.bytes.writeInt32BE(8, out.at);
  out.bytes.writeInt32BE(high, out.at + 4);
  out.bytes.writeUInt32BE(value - high * TWO_TO_32, out.at + 8);
  out.at += 12;
  return true;
};

/** Differs from a timestamp only in the zone that its text may have. */
const writeInstant: MomentWriter = (out, days, micros) => writeTimestamp(out, days, micros);

const writeTime: MomentWriter = (out, days, micros) =>
  days === 0 && micros <= MICROS_PER_DAY && writeTimestamp(out, EPOCH_DAYS, micros);

// Filled anew for each value, so that no object is made per value.
const scanned = { days: 0, micros: 0 };

/**
 * Reads YYYY-MM-DD, with a time behind a space or T, and for a moment in time the zone UTC. A date may have a time
 * of midnight.
 */
function scanMoment(text: string, write: MomentWriter): boolean {
  if (text.length < 10 || text.charCodeAt(4) !== DASH || text.charCodeAt(7) !== DASH) return false;
  const year = scanNumber(text, 0, 4);
  const month = scanNumber(text, 5, 2);
  const day = scanNumber(text, 8, 2);
  if (!(year >= 1 && month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month))) return false;
  let end = text.length;
  if (write === writeInstant) {
    // Without a zone the session's is meant, which is UTC.
    if (text.endsWith('+00')) end -= 3;
    else if (text.endsWith('+00:00')) end -= 6;
    else if (text.endsWith('Z')) end -= 1;
  }
  scanned.days = 0;
  scanned.micros = 0;
  if (end > 10) {
    const joint = text.charCodeAt(10);
    if ((joint !== SPACE && joint !== LETTER_T) || !scanTime(text, 11, end)) return false;
  }
  scanned.days = daysFromCivil(year, month, day);
  return true;
}

/** Reads HH:MM:SS with up to six digits of a fraction, or HH:MM. */
function scanTime(text: string, start: number, end = text.length): boolean {
  if (end < start + 5 || text.charCodeAt(start + 2) !== COLON) return false;
  const hours = scanNumber(text, start, 2);
  const minutes = scanNumber(text, start + 3, 2);
  let seconds = 0;
  let fraction = 0;
  if (end > start + 5) {
    if (end < start + 8 || text.charCodeAt(start + 5) !== COLON) return false;
    seconds = scanNumber(text, start + 6, 2);
    if (end > start + 8) {
      const length = end - start - 9;
      if (text.charCodeAt(start + 8) !== POINT || length < 1 || length > 6) return false;
      fraction = scanNumber(text, start + 9, length) * POWERS[6 - length]!;
    }
  }
  if (!(hours <= 23 && minutes <= 59 && seconds <= 59 && fraction >= 0)) return false;
  scanned.days = 0;
  scanned.micros = ((hours * 60 + minutes) * 60 + seconds) * MICROS_PER_SECOND + fraction;
  return true;
}

const POWERS = [1, 10, 100, 1000, 10_000, 100_000];

const SPACE = 32;
const DASH = 45;
const POINT = 46;
const COLON = 58;
const LETTER_T = 84;

/** NaN when one of the characters is no digit. */
function scanNumber(text: string, start: number, length: number): number {
  let number = 0;
  for (let at = start; at < start + length; at++) {
    const digit = text.charCodeAt(at) - 48;
    if (!(digit >= 0 && digit <= 9)) return NaN;
    number = number * 10 + digit;
  }
  return number;
}
