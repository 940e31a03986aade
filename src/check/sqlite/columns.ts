import type { LogicalType } from '../../introspect/catalog.js';
import type { CheckColumn, Getter, Value } from '../semantics.js';
import type { Operand } from './static-type.js';
import { affinityOf, doubleOf, numberOfText, realOf, shrinkReal, textOf, type Affinity } from './values.js';

/** A column's values, as it would store them. */
export function columnOf(column: CheckColumn): Operand {
  const affinity = columnAffinity(column);
  const collation = (column.collation ?? (column.caseInsensitive ? 'NOCASE' : 'BINARY')).toUpperCase();
  return { get: columnGetter(column.name, affinity), type: { affinity, collation, explicit: false } };
}

const AFFINITY_OF_TYPE: Readonly<Record<LogicalType['name'], Affinity>> = {
  integer: 'integer',
  decimal: 'numeric',
  real: 'real',
  boolean: 'numeric',
  text: 'text',
  bytes: 'blob',
  date: 'numeric',
  time: 'numeric',
  timestamp: 'numeric',
  uuid: 'text',
  json: 'text',
  enum: 'text',
  other: 'blob',
};

function columnAffinity(column: CheckColumn): Affinity {
  return column.declaredType === undefined
    ? AFFINITY_OF_TYPE[column.type.name]
    : affinityOf(column.declaredType);
}

function columnGetter(name: string, affinity: Affinity): Getter {
  switch (affinity) {
    case 'integer':
    case 'numeric':
      return (row) => {
        const value = row(name);
        if (typeof value === 'number') return Number.isSafeInteger(value) ? value + 0 : toNumeric(value);
        return typeof value === 'string' ? toNumeric(value) : value;
      };
    case 'real':
      return (row) => {
        const value = row(name);
        if (typeof value === 'number' || typeof value === 'bigint') return realOf(Number(value));
        return typeof value === 'string' ? toReal(value) : value;
      };
    case 'text':
      return (row) => {
        const value = row(name);
        return typeof value === 'number' || typeof value === 'bigint' ? textOf(value) : value;
      };
    default:
      return (row) => row(name);
  }
}

function toNumeric(value: number | string): Value {
  const number = typeof value === 'string' ? numberOfText(value) : realOf(value);
  return number === null ? value : shrinkReal(number);
}

function toReal(text: string): Value {
  const number = numberOfText(text);
  return number === null ? text : realOf(doubleOf(number));
}
