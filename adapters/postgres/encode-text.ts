import type { Batch, SqlValue, Vector } from '../../src/batch/batch.js';
import { valueAt } from '../../src/batch/batch.js';
import { MICROS_PER_DAY } from '../../src/classify/civil.js';
import { dateText, momentText, splitMicros, timeText } from './moment-text.js';
import { TYPE_OID } from './type-oids.js';

/** Characters of text that are sent at once. */
const CHUNK_CHARACTERS = 1 << 16;

/**
 * Writes a batch as COPY's text format.
 * https://www.postgresql.org/docs/current/sql-copy.html#id-1.9.3.55.9.2
 * @param types of the target's columns, in the batch's order
 */
export function* encodeText(batch: Batch, types: readonly number[]): Generator<Uint8Array> {
  const cells = batch.columns.map((vector, column) => cellWriter(vector, types[column]!));
  let text = '';
  for (let row = 0; row < batch.rows; row++) {
    for (let column = 0; column < cells.length; column++) {
      text += column === 0 ? cells[column]!(row) : `\t${cells[column]!(row)}`;
    }
    text += '\n';
    if (text.length < CHUNK_CHARACTERS) continue;
    yield Buffer.from(text);
    text = '';
  }
  if (text !== '') yield Buffer.from(text);
}

const NULL = '\\N';

/** Makes the text of a column's cells, the dictionary's only once. */
function cellWriter(vector: Vector, type: number): (row: number) => string {
  const { nulls } = vector;
  if (vector.kind === 'coded') {
    const texts = vector.dictionary.map((text) => escape(toText(text, type)));
    return (row) => (nulls?.[row] === 1 ? NULL : texts[vector.codes[row]!]!);
  }
  return (row) => {
    const value = valueAt(vector, row);
    return value === null ? NULL : escape(toText(value, type));
  };
}

/** A value as the input function of a type takes it. */
export function toText(value: NonNullable<SqlValue>, type: number): string {
  if (typeof value === 'string') return type === TYPE_OID.bytea ? bytesText(Buffer.from(value)) : value;
  if (typeof value === 'number') return numberText(value, type);
  if (typeof value === 'bigint') return String(value);
  return type === TYPE_OID.bytea ? bytesText(value) : Buffer.from(value).toString();
}

function numberText(value: number, type: number): string {
  switch (type) {
    case TYPE_OID.bool:
      return value === 0 ? 'f' : 't';
    case TYPE_OID.date:
      return dateText(Math.floor(value / MICROS_PER_DAY));
    case TYPE_OID.time:
      return timeText(value);
    case TYPE_OID.timetz:
      return `${timeText(value)}+00`;
    case TYPE_OID.timestamp:
    case TYPE_OID.timestamptz: {
      const { days, rest } = splitMicros(value);
      return momentText(days, rest, type === TYPE_OID.timestamptz ? '+00' : '');
    }
    case TYPE_OID.int2:
    case TYPE_OID.int4:
      // As the server itself assigns a fraction to an integer.
      return String(Math.round(value));
    case TYPE_OID.int8:
      return Number.isFinite(value) ? String(BigInt(Math.round(value))) : String(value);
    case TYPE_OID.float4:
    case TYPE_OID.float8:
      return Object.is(value, -0) ? '-0' : String(value);
    default:
      return String(value);
  }
}

function bytesText(bytes: Uint8Array): string {
  const hex = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex');
  return `\\x${hex}`;
}

const SPECIAL = /[\\\t\n\r]/;

const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };

function escape(text: string): string {
  return SPECIAL.test(text) ? text.replaceAll(/[\\\t\n\r]/g, (character) => ESCAPES[character]!) : text;
}
