import type { SqlValue } from '../../batch/batch.js';
import type { Expression } from '../expression.js';
import { UNKNOWN, type CheckColumn, type Getter, type Known, type Value } from '../semantics.js';
import { readMoment, readTime } from './moments.js';
import { decimalsOf, readNumber } from './numbers.js';
import {
  BOOLEAN,
  INTEGER,
  isNumeric,
  LITERAL,
  NULL,
  OTHER,
  REAL,
  type Operand,
  type StaticType,
} from './static-type.js';

/** An operand that only the database can evaluate. */
export const UNKNOWN_OPERAND: Operand = { get: () => UNKNOWN, type: OTHER };

/** A value known beforehand. */
export function constantOf(value: Value, type: StaticType): Operand {
  return { get: () => value, type, constant: value };
}

/** A literal as its form says; the type of a text is left to its surroundings. */
export function literalOf(node: Extract<Expression, { kind: 'literal' }>): Operand {
  const { value } = node;
  switch (node.form) {
    case 'integer':
      return constantOf(value, INTEGER);
    case 'decimal':
      return constantOf(value, { name: 'decimal', scale: decimalsOf(Number(value)) });
    case 'text':
      return constantOf(value, LITERAL);
    case 'bytes':
      return constantOf(value, { name: 'bytes' });
    case 'boolean':
      return constantOf(value, BOOLEAN);
    case 'null':
      return constantOf(null, NULL);
  }
}

/** A column whose values come as the database stores them, or as the engine's batches hold them. */
export function columnOf(column: CheckColumn, type: StaticType): Operand {
  const { name } = column;
  const convert = CONVERSIONS[type.name];
  if (!convert) return { get: (row) => (row(name) === null ? null : UNKNOWN), type };
  const get: Getter = (row) => {
    const value = row(name);
    return value === null ? null : convert(value, type);
  };
  return { get, type };
}

type Conversion = (value: Exclude<SqlValue, null>, type: StaticType) => Value;

/** How a value becomes one of a type; without an entry only NULL is understood. */
const CONVERSIONS: Readonly<Partial<Record<StaticType['name'], Conversion>>> = {
  integer: toNumber,
  decimal: (value) => {
    const number = toNumber(value);
    // Beyond 15 digits a double is not the decimal any more.
    return typeof value === 'string' && value.replace(/\D/g, '').length > 15 ? UNKNOWN : number;
  },
  real: toNumber,
  boolean: (value) => {
    if (typeof value !== 'string') return Number(value) === 0 ? 0 : 1;
    return TRUTHS[value.trim().toLowerCase()] ?? UNKNOWN;
  },
  text: (value, type) => {
    const text = value instanceof Uint8Array ? UNKNOWN : String(value);
    return type.paddedTo === undefined || text === UNKNOWN ? text : text.replace(/ +$/, '');
  },
  enum: (value) => (typeof value === 'string' ? value : UNKNOWN),
  uuid: (value) => (typeof value === 'string' ? value.toLowerCase() : UNKNOWN),
  bytes: (value) => (value instanceof Uint8Array ? value : UNKNOWN),
  other: (value, type) => (type.isList === true && typeof value === 'string' ? value : UNKNOWN),
  date: toMoment,
  timestamp: toMoment,
  time: (value) => (typeof value === 'string' ? (readTime(value) ?? UNKNOWN) : Number(value)),
};

const TRUTHS: Readonly<Record<string, number>> = {
  t: 1,
  true: 1,
  yes: 1,
  y: 1,
  on: 1,
  '1': 1,
  f: 0,
  false: 0,
  no: 0,
  n: 0,
  off: 0,
  '0': 0,
};

function toNumber(value: Exclude<SqlValue, null>): Value {
  if (typeof value === 'number') return Number.isNaN(value) ? UNKNOWN : value;
  if (typeof value === 'bigint') return value;
  return typeof value === 'string' ? (readNumber(value) ?? UNKNOWN) : UNKNOWN;
}

function toMoment(value: Exclude<SqlValue, null>): Value {
  if (typeof value === 'string') return readMoment(value) ?? UNKNOWN;
  return typeof value === 'number' || typeof value === 'bigint' ? Number(value) : UNKNOWN;
}

/** Makes a text literal one of a type; anything else stays as it is. */
export function coerceLiteral(operand: Operand, type: StaticType): Operand {
  if (operand.type.name !== 'literal' || typeof operand.constant !== 'string') return operand;
  if (type.name === 'literal' || type.name === 'null') return operand;
  if (type.name === 'text') return { ...operand, type: { name: 'text', collation: null } };
  const convert = CONVERSIONS[type.name];
  return constantOf(convert ? convert(operand.constant, type) : UNKNOWN, type);
}

/** The type that the results of CASE or COALESCE share; OTHER when they share none. */
export function commonType(operands: readonly Operand[]): StaticType {
  const types = operands
    .map((operand) => operand.type)
    .filter(({ name }) => name !== 'null' && name !== 'literal');
  const [first] = types;
  if (!first) return operands.some((operand) => operand.type.name === 'literal') ? LITERAL : NULL;
  if (types.every(({ name }) => name === first.name)) return mergeScales(types);
  if (types.every(isNumeric)) return types.some(({ name }) => name === 'real') ? REAL : mergeScales(types);
  return OTHER;
}

function mergeScales(types: readonly StaticType[]): StaticType {
  const [first] = types;
  if (!isNumeric(first!)) return first!;
  const scales = types.map((type) => type.scale ?? null);
  const name = types.some((type) => type.name === 'decimal') ? 'decimal' : first!.name;
  return { name, scale: scales.includes(null) ? null : Math.max(...(scales as number[])) };
}

/** An operand whose value is worked out of others; NULL and unknown pass through. */
export function derived(
  operands: readonly Operand[],
  type: StaticType,
  calculate: (...values: Known[]) => Value,
): Operand {
  const getters = operands.map((operand) => operand.get);
  if (getters.length === 1) {
    const get = getters[0]!;
    return {
      type,
      get: (row) => {
        const value = get(row);
        return value === null || value === UNKNOWN ? value : calculate(value);
      },
    };
  }
  return {
    type,
    get: (row) => {
      const values: Known[] = [];
      let isUnknown = false;
      for (const get of getters) {
        const value = get(row);
        if (value === null) return null;
        if (value === UNKNOWN) isUnknown = true;
        else values.push(value);
      }
      return isUnknown ? UNKNOWN : calculate(...values);
    },
  };
}
