import type { SqlValue } from '../../batch/batch.js';
import { UNKNOWN, type Getter, type Known, type Semantics, type Value } from '../semantics.js';
import { CALCULATIONS, invert, negate, type Calculation } from './arithmetic.js';
import { columnOf } from './columns.js';
import { compareMember, compareOperands, foldAscii, orderValues } from './compare.js';
import { callFunction } from './functions.js';
import { compileMatching } from './matching.js';
import { operandType, PLAIN, type SqliteType } from './static-type.js';
import {
  affinityOf,
  bytesOf,
  castToInteger,
  castToNumeric,
  doubleOf,
  integerOf,
  numericOf,
  realOf,
  textOf,
  type Affinity,
} from './values.js';

/** Expressions as SQLite evaluates them: storage classes, affinities, collations, integer arithmetic. */
export const sqliteSemantics: Semantics<SqliteType> = {
  boolean: PLAIN,
  untyped: PLAIN,
  quotedNameIsText: true,

  literal(node) {
    const value = node.form === 'decimal' ? realOf(Number(node.value)) : wrapInteger(node.value);
    return { get: () => value, type: PLAIN, constant: value };
  },

  column: columnOf,

  findColumn(node, columns) {
    const name = foldAscii(node.name);
    return columns.find((column) => foldAscii(column.name) === name) ?? null;
  },

  truth(value) {
    return doubleOf(numericOf(value)) !== 0;
  },

  comparable: compareOperands,

  member(operand, item, isOnlyItem) {
    if (!isOnlyItem) return compareMember(operand, item);
    // A list of one constant is compared with =, except that the constant brings no affinity.
    return compareOperands(operand, { ...item, type: { ...item.type, affinity: 'none' } });
  },

  sign(operator, operand) {
    const type = { ...operand.type, affinity: 'none' as const };
    if (operator === '+') return { get: operand.get, type };
    const calculate = operator === '-' ? negate : invert;
    return { get: onKnown(operand.get, calculate), type: operandType([operand]) };
  },

  arithmetic(operator, left, right) {
    const calculate = CALCULATIONS[operator];
    if (!calculate) return { get: () => UNKNOWN, type: PLAIN };
    return { get: onBoth(left.get, right.get, calculate), type: operandType([left, right]) };
  },

  interval() {
    return { get: () => UNKNOWN, type: PLAIN };
  },

  match: compileMatching,

  cast(operand, type) {
    const affinity = affinityOf(type.name);
    return {
      get: onKnown(operand.get, CASTS[affinity]),
      type: { ...operand.type, affinity },
    };
  },

  collate(operand, collation) {
    return {
      ...operand,
      type: { affinity: operand.type.affinity, collation: collation.toUpperCase(), explicit: true },
    };
  },

  unify(operands) {
    return { type: operandType(operands), getters: operands.map((operand) => operand.get) };
  },

  call(name, args) {
    const collation = args.find((arg) => arg.type.collation !== null)?.type.collation ?? 'BINARY';
    const order = (left: Known, right: Known): number => orderValues(left, right, collation);
    if (name === 'like' || name === 'glob') {
      const [pattern, operand, escape] = args;
      if (!pattern || !operand) return null;
      const condition = compileMatching(name, operand, pattern, escape ?? null);
      return { get: (row) => asInteger(condition(row)), type: PLAIN };
    }
    const get = callFunction(name, args, order);
    return get && { get, type: PASS_THROUGH.has(name) ? (args[0]?.type ?? PLAIN) : operandType(args) };
  },
};

const PASS_THROUGH = new Set(['likely', 'unlikely', 'likelihood']);

function asInteger(answer: boolean | null | typeof UNKNOWN): Value {
  return typeof answer === 'boolean' ? Number(answer) : answer;
}

function wrapInteger(value: SqlValue): Value {
  // Beyond 64 bits a literal is a REAL.
  return typeof value === 'bigint' && value >= 2n ** 63n ? realOf(Number(value)) : value;
}

const CASTS: Readonly<Record<Affinity, (value: Known) => Value>> = {
  integer: (value) => integerOf(castToInteger(value)),
  numeric: castToNumeric,
  real: (value) => realOf(doubleOf(numericOf(value))),
  text: textOf,
  blob: bytesOf,
  none: bytesOf,
};

function onKnown(get: Getter, calculate: (value: Known) => Value): Getter {
  return (row) => {
    const value = get(row);
    return value === null || value === UNKNOWN ? value : calculate(value);
  };
}

function onBoth(left: Getter, right: Getter, calculate: Calculation): Getter {
  return (row) => {
    const one = left(row);
    const other = right(row);
    if (one === null || other === null) return null;
    return one === UNKNOWN || other === UNKNOWN ? UNKNOWN : calculate(one, other);
  };
}
