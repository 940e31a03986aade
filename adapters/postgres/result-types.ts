import type pg from 'pg';
import type { SqlValue } from '../../src/batch/batch.js';
import { TYPE_OID } from './type-oids.js';

/** Reads the text form of a value as the engine wants it; shared by query results and text COPY. */
export type TextReader = (text: string) => SqlValue;

const asText: TextReader = (text) => text;

/** Integers of any width: a number where it is exact, else a bigint, beyond 64 bits the text. */
export const readInteger: TextReader = (text) => {
  const number = Number(text);
  if (Number.isSafeInteger(number)) return number;
  const exact = BigInt(text);
  return BigInt.asIntN(64, exact) === exact ? exact : text;
};

/** NaN and the infinities stay texts: a number vector could not tell them from one another after a model. */
export const readFloat: TextReader = (text) => {
  const number = Number(text);
  return Number.isFinite(number) ? number : text;
};

/** Decimals become the nearest number; whole ones beyond 2^53, which are keys as a rule, stay exact. */
export const readNumeric: TextReader = (text) =>
  text.length > 15 && /^-?\d+$/.test(text) ? readInteger(text) : readFloat(text);

const readBoolean: TextReader = (text) => (text === 't' ? 1 : 0);

/** As the rows are read, without the blanks that mean nothing. */
const readPadded: TextReader = (text) => text.replace(/ +$/, '');

const readBytes: TextReader = (text) => Buffer.from(text.slice(2), 'hex');

const READERS: ReadonlyMap<number, TextReader> = new Map([
  [TYPE_OID.int2, readInteger],
  [TYPE_OID.int4, readInteger],
  [TYPE_OID.int8, readInteger],
  [TYPE_OID.oid, readInteger],
  [TYPE_OID.float4, readFloat],
  [TYPE_OID.float8, readFloat],
  [TYPE_OID.numeric, readNumeric],
  [TYPE_OID.bool, readBoolean],
  [TYPE_OID.bpchar, readPadded],
  [TYPE_OID.bytea, readBytes],
]);

/** How a type's text form is read; as it is where the engine has no use for more. */
export function textReader(oid: number): TextReader {
  return READERS.get(oid) ?? asText;
}

/** The driver's own readers would make dates of dates and arrays of arrays. */
export const RESULT_TYPES = {
  getTypeParser: (oid: number) => textReader(oid),
} as unknown as pg.CustomTypesConfig;
