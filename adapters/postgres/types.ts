import type { LogicalType } from '../../src/introspect/catalog.js';
import { TYPE_OID } from './type-oids.js';
import { WRITTEN_FORMS } from './written-forms.js';

/** A type after its domains are taken off. */
export interface BaseType {
  readonly oid: string;
  readonly name: string;
  /** The extension that it comes from. */
  readonly extension: string | null;
  /** Labels of an enum in their order; empty for other types. */
  readonly labels: readonly string[];
}

/**
 * Tells what a type means to the engine.
 * @param modifier of the column or its domain (length, precision and scale), -1 without one
 */
export function toLogicalType(type: BaseType, modifier: number): LogicalType {
  if (type.labels.length > 0) return { name: 'enum', labels: type.labels };
  if (type.extension !== null) return type.name === 'citext' ? text(null) : otherOf(type.name, modifier);
  const reading = READINGS.get(Number(type.oid));
  if (reading !== undefined) return reading(modifier);
  return Number(type.oid) < FIRST_USER_OID ? otherOf(type.name, modifier) : OTHER;
}

/** Smaller numbers belong to the server's own types. */
const FIRST_USER_OID = 16_384;

/** A type that travels as text, with a form of which rows can be made up. */
function otherOf(name: string, modifier: number): LogicalType {
  if (name === 'bit' || name === 'varbit')
    return {
      name: 'other',
      form: { kind: 'bits', length: modifier > 0 ? modifier : name === 'bit' ? 1 : 8 },
    };
  const form = WRITTEN_FORMS[name];
  return form === undefined ? OTHER : { name: 'other', form };
}

type Reading = (modifier: number) => LogicalType;

const OTHER: LogicalType = { name: 'other' };

function text(maxLength: number | null, fixed = false): LogicalType {
  return { name: 'text', maxLength, fixed };
}

const integer =
  (bits: bigint): Reading =>
  () => ({ name: 'integer', min: -(2n ** (bits - 1n)), max: 2n ** (bits - 1n) - 1n });

/** Lengths are stored with four bytes for a header that is long gone. */
const HEADER_BYTES = 4;

function lengthOf(modifier: number): number | null {
  return modifier < HEADER_BYTES ? null : modifier - HEADER_BYTES;
}

/** Precision in the upper half, scale in the lower eleven bits, signed since PostgreSQL 15. */
const decimal: Reading = (modifier) => {
  const length = lengthOf(modifier);
  if (length === null) return { name: 'decimal', precision: null, scale: null };
  return { name: 'decimal', precision: length >> 16, scale: ((length & 0x7ff) ^ 1024) - 1024 };
};

const timestamp =
  (timeZone: boolean): Reading =>
  (modifier) => ({ name: 'timestamp', precision: modifier < 0 ? null : modifier, timeZone });

/** https://www.postgresql.org/docs/current/datatype.html */
const READINGS: ReadonlyMap<number, Reading> = new Map<number, Reading>([
  [TYPE_OID.int2, integer(16n)],
  [TYPE_OID.int4, integer(32n)],
  [TYPE_OID.int8, integer(64n)],
  [TYPE_OID.oid, () => ({ name: 'integer', min: 0n, max: 2n ** 32n - 1n })],
  [TYPE_OID.numeric, decimal],
  [TYPE_OID.float4, () => ({ name: 'real' })],
  [TYPE_OID.float8, () => ({ name: 'real' })],
  [TYPE_OID.bool, () => ({ name: 'boolean' })],
  [TYPE_OID.text, () => text(null)],
  [TYPE_OID.varchar, (modifier) => text(lengthOf(modifier))],
  // Without a length bpchar takes any.
  [TYPE_OID.bpchar, (modifier) => text(lengthOf(modifier), lengthOf(modifier) !== null)],
  [TYPE_OID.name, () => text(63)],
  [TYPE_OID.char, () => text(1)],
  [TYPE_OID.bytea, () => ({ name: 'bytes', maxLength: null })],
  [TYPE_OID.date, () => ({ name: 'date' })],
  [TYPE_OID.time, () => ({ name: 'time' })],
  [TYPE_OID.timetz, () => ({ name: 'time' })],
  [TYPE_OID.timestamp, timestamp(false)],
  [TYPE_OID.timestamptz, timestamp(true)],
  [TYPE_OID.uuid, () => ({ name: 'uuid' })],
  [TYPE_OID.json, () => ({ name: 'json' })],
  [TYPE_OID.jsonb, () => ({ name: 'json' })],
]);
