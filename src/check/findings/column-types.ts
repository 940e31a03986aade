import type { Dialect } from '../../introspect/catalog.js';
import type { CheckColumn } from '../semantics.js';

const NUMBER_TYPES = new Set(['integer', 'decimal', 'real', 'boolean']);
const TEXT_TYPES = new Set(['text', 'enum', 'uuid', 'json', 'other']);
const MOMENT_TYPES = new Set(['date', 'timestamp']);

export function isNumberColumn(column: CheckColumn): boolean {
  return NUMBER_TYPES.has(column.type.name);
}

/** SQLite writes moments as texts. */
export function isTextColumn(column: CheckColumn, dialect: Dialect): boolean {
  if (TEXT_TYPES.has(column.type.name)) return true;
  return dialect === 'sqlite' && ['date', 'time', 'timestamp'].includes(column.type.name);
}

export function hasLength(column: CheckColumn, dialect: Dialect): boolean {
  return column.type.name === 'bytes' || isTextColumn(column, dialect);
}

export function isCaseSensitive(column: CheckColumn): boolean {
  return column.caseInsensitive !== true;
}

/** Where texts are put in order, a collation decides; only SQLite's own are known. */
export function isOrderKnown(column: CheckColumn, dialect: Dialect): boolean {
  return !TEXT_TYPES.has(column.type.name) || (dialect === 'sqlite' && isCaseSensitive(column));
}

/** Whether values of two columns compare with one another as values of one column do. */
export function haveOneOrder(left: CheckColumn, right: CheckColumn): boolean {
  const [one, other] = [left.type.name, right.type.name];
  return (
    one === other ||
    (NUMBER_TYPES.has(one) && NUMBER_TYPES.has(other)) ||
    (MOMENT_TYPES.has(one) && MOMENT_TYPES.has(other))
  );
}

/** Whether a cast to a type leaves the values of a column as they are. */
export function isHarmlessCast({ type: { name } }: CheckColumn, to: string): boolean {
  if (/^(?:text|varchar|character varying|bpchar|character|char|citext)$/.test(to))
    return TEXT_TYPES.has(name);
  if (/^(?:numeric|decimal|bigint|int8|double precision|float8|real)$/.test(to))
    return name === 'integer' || name === 'decimal';
  if (/^(?:integer|int|int4)$/.test(to)) return name === 'integer';
  return /^timestamp/.test(to) && MOMENT_TYPES.has(name);
}
