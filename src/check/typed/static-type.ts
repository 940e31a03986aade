import type { LogicalType } from '../../introspect/catalog.js';
import type { Typed } from '../semantics.js';

/** What PostgreSQL and MySQL know of an operand before it has a value. */
export interface StaticType {
  /** `literal` is a text literal whose type its surroundings decide. */
  readonly name: Exclude<LogicalType['name'], 'json'> | 'interval' | 'literal' | 'json' | 'null';
  /** Digits behind the point of a decimal; null when they vary. */
  readonly scale?: number | null;
  /** Of an enum, in their order. */
  readonly labels?: readonly string[];
  readonly collation?: string | null;
  readonly ignoresCase?: boolean;
  /** Length of a CHAR(n), whose blanks count when it is matched. */
  readonly paddedTo?: number;
  /** Of an `other` type: an array, whose value is its text in braces. */
  readonly isList?: boolean;
  /** Months of an interval, whose value is its microseconds. */
  readonly months?: number;
}

export type Operand = Typed<StaticType>;

export const BOOLEAN: StaticType = { name: 'boolean' };
export const INTEGER: StaticType = { name: 'integer', scale: 0 };
export const DECIMAL: StaticType = { name: 'decimal', scale: null };
export const REAL: StaticType = { name: 'real' };
export const TEXT: StaticType = { name: 'text' };
export const LITERAL: StaticType = { name: 'literal' };
export const NULL: StaticType = { name: 'null' };
export const OTHER: StaticType = { name: 'other' };

export function isNumeric(type: StaticType): boolean {
  return type.name === 'integer' || type.name === 'decimal' || type.name === 'real';
}

export function isTextual(type: StaticType): boolean {
  return type.name === 'text' || type.name === 'literal';
}

/** A date or a timestamp: both are microseconds since 1970. */
export function isMoment(type: StaticType): boolean {
  return type.name === 'date' || type.name === 'timestamp';
}
