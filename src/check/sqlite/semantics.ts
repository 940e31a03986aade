import type { SqlValue } from '../../batch/batch.js';
import type { LogicalType } from '../../introspect/catalog.js';
import { compareBytes, compareText } from '../compare-text.js';
import type { ArithmeticOperator, MatchOperator } from '../expression.js';
import { compileMatcher, rememberMatchers, type Matcher } from '../pattern/compile-matcher.js';
import { parseGlob, parseLike } from '../pattern/parse-wildcards.js';
import {
  Real,
  UNKNOWN,
  type CheckColumn,
  type Comparable,
  type Condition,
  type Getter,
  type Known,
  type Semantics,
  type Typed,
  type Value,
} from '../semantics.js';
import { callFunction } from './functions.js';
import {
  affinityOf,
  bytesOf,
  castToInteger,
  castToNumeric,
  doubleOf,
  integerOf,
  isInteger,
  isNumber,
  numberOfText,
  numericOf,
  realOf,
  shrinkReal,
  textOf,
  type Affinity,
  type SqliteNumber,
} from './values.js';

/** What SQLite knows of an operand before it has a value. */
export interface SqliteType {
  readonly affinity: Affinity;
  /** Upper case; null when the operand brings none to a comparison. */
  readonly collation: string | null;
  /** Whether the collation comes from a COLLATE, which wins over those of columns. */
  readonly explicit: boolean;
}

const PLAIN: SqliteType = { affinity: 'none', collation: null, explicit: false };

/** Expressions as SQLite evaluates them: storage classes, affinities, collations, integer arithmetic. */
export const sqliteSemantics: Semantics<SqliteType> = {
  boolean: PLAIN,
  untyped: PLAIN,
  quotedNameIsText: true,

  literal(node) {
    const value = node.form === 'decimal' ? realOf(Number(node.value)) : wrapInteger(node.value);
    return { get: () => value, type: PLAIN, constant: value };
  },

  column(column) {
    const affinity = columnAffinity(column);
    const collation = (column.collation ?? (column.caseInsensitive ? 'NOCASE' : 'BINARY')).toUpperCase();
    return { get: columnGetter(column.name, affinity), type: { affinity, collation, explicit: false } };
  },

  findColumn(node, columns) {
    const name = foldAscii(node.name);
    return columns.find((column) => foldAscii(column.name) === name) ?? null;
  },

  truth(value) {
    return doubleOf(numericOf(value)) !== 0;
  },

  comparable(left, right) {
    return comparableAs(
      left,
      right,
      comparisonAffinity(left.type, right.type),
      comparisonCollation(left, right),
    );
  },

  member(operand, item, isOnlyItem) {
    // A list of one constant is compared with =, except that the constant brings no affinity.
    if (isOnlyItem) return this.comparable(operand, { ...item, type: { ...item.type, affinity: 'none' } });
    const { affinity, collation } = operand.type;
    return comparableAs(operand, item, affinity === 'real' ? 'numeric' : affinity, collation ?? 'BINARY');
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

  match(operator, operand, pattern, escape) {
    return compileMatch(operator, operand, pattern, escape);
  },

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
      const condition = compileMatch(name, operand, pattern, escape ?? null);
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

// Columns

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

/** A value as the column would store it. */
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

// Comparison

/** Which affinity is applied to both sides: https://www.sqlite.org/datatype3.html#type_conversions_prior_to_comparison */
function comparisonAffinity(left: SqliteType, right: SqliteType): Affinity {
  if (left.affinity === 'none') return right.affinity;
  if (right.affinity === 'none') return left.affinity;
  return isNumericAffinity(left.affinity) || isNumericAffinity(right.affinity) ? 'numeric' : 'blob';
}

function isNumericAffinity(affinity: Affinity): boolean {
  return affinity === 'numeric' || affinity === 'integer' || affinity === 'real';
}

function comparisonCollation(left: Typed<SqliteType>, right: Typed<SqliteType>): string {
  if (left.type.explicit) return left.type.collation!;
  if (right.type.explicit) return right.type.collation!;
  return left.type.collation ?? right.type.collation ?? 'BINARY';
}

function comparableAs(
  left: Typed<SqliteType>,
  right: Typed<SqliteType>,
  affinity: Affinity,
  collation: string,
): Comparable {
  if (isNumericAffinity(affinity)) {
    return {
      left: numericGetter(left),
      right: numericGetter(right),
      order: (one, other) => orderValues(one, other, collation),
    };
  }
  const order =
    affinity === 'text'
      ? (one: Known, other: Known) => orderAsTexts(one, other, collation)
      : (one: Known, other: Known) => orderValues(one, other, collation);
  return { left: left.get, right: right.get, order, exactTexts: collation === 'BINARY' };
}

/** Texts that are numbers become numbers, and REALs plain doubles, which compare fastest. */
function numericGetter(operand: Typed<SqliteType>): Getter {
  const { get } = operand;
  if (operand.constant !== undefined) {
    const constant = plainNumber(operand.constant);
    return () => constant;
  }
  return (row) => {
    const value = get(row);
    return typeof value === 'number' ? value : plainNumber(value);
  };
}

function plainNumber(value: Value): Value {
  const number = typeof value === 'string' ? (numberOfText(value) ?? value) : value;
  return number instanceof Real ? number.value : number;
}

function orderAsTexts(left: Known, right: Known, collation: string): number {
  if (typeof left === 'string' && isNumber(right)) return orderTexts(left, textOf(right), collation);
  if (typeof right === 'string' && isNumber(left)) return orderTexts(textOf(left), right, collation);
  return orderValues(left, right, collation);
}

/** Numbers come before texts, texts before blobs. */
function orderValues(left: Known, right: Known, collation: string): number {
  if (isNumber(left)) return isNumber(right) ? orderNumbers(left, right) : -1;
  if (isNumber(right)) return 1;
  if (typeof left === 'string') return typeof right === 'string' ? orderTexts(left, right, collation) : -1;
  return typeof right === 'string' ? 1 : compareBytes(left, right);
}

function orderNumbers(left: SqliteNumber, right: SqliteNumber): number {
  const one = left instanceof Real ? left.value : left;
  const other = right instanceof Real ? right.value : right;
  if (one < other) return -1;
  return one > other ? 1 : 0;
}

function orderTexts(left: string, right: string, collation: string): number {
  switch (collation) {
    case 'BINARY':
      return compareText(left, right);
    case 'NOCASE':
      return compareText(foldAscii(left), foldAscii(right));
    case 'RTRIM':
      return compareText(left.replace(/ +$/, ''), right.replace(/ +$/, ''));
    default:
      return left === right ? 0 : NaN;
  }
}

function foldAscii(text: string): string {
  return text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}

// Arithmetic

type Calculation = (left: Known, right: Known) => Value;

const CALCULATIONS: Readonly<Partial<Record<ArithmeticOperator, Calculation>>> = {
  '+': (left, right) =>
    calculate(
      left,
      right,
      (a, b) => a + b,
      (a, b) => a + b,
    ),
  '-': (left, right) =>
    calculate(
      left,
      right,
      (a, b) => a - b,
      (a, b) => a - b,
    ),
  '*': (left, right) =>
    calculate(
      left,
      right,
      (a, b) => a * b,
      (a, b) => a * b,
    ),
  '/': divide,
  '%': remainder,
  '&': (left, right) => integerOf(castToInteger(left) & castToInteger(right)),
  '|': (left, right) => integerOf(castToInteger(left) | castToInteger(right)),
  '<<': (left, right) => shift(castToInteger(left), castToInteger(right)),
  '>>': (left, right) => shift(castToInteger(left), -castToInteger(right)),
  '||': (left, right) => textOf(left) + textOf(right),
};

/** Integers stay integers unless the result exceeds 64 bits; anything else is calculated in doubles. */
function calculate(
  left: Known,
  right: Known,
  inDoubles: (a: number, b: number) => number,
  inIntegers: (a: bigint, b: bigint) => bigint,
): Value {
  const one = numericOf(left);
  const other = numericOf(right);
  if (isInteger(one) && isInteger(other)) {
    if (typeof one === 'number' && typeof other === 'number') {
      const result = inDoubles(one, other);
      if (Number.isSafeInteger(result)) return result + 0;
    }
    const exact = inIntegers(BigInt(one), BigInt(other));
    if (exact === BigInt.asIntN(64, exact)) return integerOf(exact);
  }
  return realOf(inDoubles(doubleOf(one), doubleOf(other)));
}

function divide(left: Known, right: Known): Value {
  const one = numericOf(left);
  const other = numericOf(right);
  if (doubleOf(other) === 0) return null;
  if (!isInteger(one) || !isInteger(other)) return realOf(doubleOf(one) / doubleOf(other));
  if (typeof one === 'number' && typeof other === 'number') return Math.trunc(one / other) + 0;
  const exact = BigInt(one) / BigInt(other);
  return exact === BigInt.asIntN(64, exact) ? integerOf(exact) : realOf(Number(exact));
}

function remainder(left: Known, right: Known): Value {
  const one = numericOf(left);
  const other = numericOf(right);
  const divisor = castToInteger(right);
  if (divisor === 0n) return null;
  const rest = castToInteger(left) % divisor;
  return isInteger(one) && isInteger(other) ? integerOf(rest) : realOf(Number(rest));
}

function shift(value: bigint, by: bigint): Value {
  if (by >= 64n) return 0;
  if (by <= -64n) return value < 0n ? -1 : 0;
  return integerOf(BigInt.asIntN(64, by >= 0n ? value << by : value >> -by));
}

function negate(value: Known): Value {
  return CALCULATIONS['-']!(0, value);
}

function invert(value: Known): Value {
  return integerOf(~castToInteger(value));
}

const CASTS: Readonly<Record<Affinity, (value: Known) => Value>> = {
  integer: (value) => integerOf(castToInteger(value)),
  numeric: castToNumeric,
  real: (value) => realOf(doubleOf(numericOf(value))),
  text: textOf,
  blob: bytesOf,
  none: bytesOf,
};

/** The type of what is calculated: no affinity; a COLLATE inside still counts. */
function operandType(operands: readonly Typed<SqliteType>[]): SqliteType {
  const collated = operands.find((operand) => operand.type.explicit);
  return collated ? { ...collated.type, affinity: 'none' } : PLAIN;
}

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

// LIKE and GLOB

function compileMatch(
  operator: MatchOperator,
  operand: Typed<SqliteType>,
  pattern: Typed<SqliteType>,
  escape: Typed<SqliteType> | null,
): Condition {
  // REGEXP calls a function that applications bring along.
  if (operator !== 'like' && operator !== 'glob') return () => UNKNOWN;
  const escapeText = escape === null ? '' : escape.constant;
  if (escapeText === null) return () => null;
  if (typeof escapeText !== 'string' || (escape !== null && [...escapeText].length !== 1))
    return () => UNKNOWN;
  const matchers = rememberMatchers((text) => matcherOf(operator, text, escapeText));
  const fixed = typeof pattern.constant === 'string' ? matchers(pattern.constant) : null;
  return (row) => {
    const value = operand.get(row);
    const wanted = pattern.get(row);
    if (value === UNKNOWN || wanted === UNKNOWN) return UNKNOWN;
    // As better-sqlite3 is built: SQLITE_LIKE_DOESNT_MATCH_BLOBS.
    if (value instanceof Uint8Array || wanted instanceof Uint8Array) return false;
    if (value === null || wanted === null) return null;
    return (fixed ?? matchers(textOf(wanted)))(textOf(value)) ?? UNKNOWN;
  };
}

function matcherOf(operator: 'like' | 'glob', pattern: string, escape: string): Matcher {
  const parsed = operator === 'like' ? parseLike(pattern, escape, true) : parseGlob(pattern);
  return parsed === null ? () => false : compileMatcher(parsed);
}
