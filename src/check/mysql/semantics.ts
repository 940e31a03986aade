import { UNKNOWN, type CheckColumn, type Comparable, type Semantics } from '../semantics.js';
import {
  addMoments,
  addNumbers,
  combineBits,
  divideIntegers,
  divideNumbers,
  remainderOf,
} from '../typed/arithmetic.js';
import { asTexts, compareFamily, INCOMPARABLE } from '../typed/compare.js';
import { compileMatching } from '../typed/matching.js';
import { intervalOf } from '../typed/moments.js';
import { shrink } from '../typed/numbers.js';
import {
  coerceLiteral,
  columnOf,
  commonType,
  constantOf,
  derived,
  literalOf,
  UNKNOWN_OPERAND,
} from '../typed/operands.js';
import { INTEGER, isTextual, OTHER, type Operand, type StaticType } from '../typed/static-type.js';
import { castTo, numberOfPrefix, toNumber, toText } from './casts.js';
import { ignoresCase, mergedText, textOrder } from './collation.js';
import { callFunction } from './functions.js';

/** Expressions as MySQL and MariaDB evaluate them: texts become numbers when needed, and ignore case. */
export const mysqlSemantics: Semantics<StaticType> = {
  boolean: INTEGER,
  untyped: OTHER,
  quotedNameIsText: false,

  literal(node) {
    return node.form === 'boolean' ? constantOf(node.value, INTEGER) : literalOf(node);
  },

  column(column) {
    return columnOf(column, columnType(column));
  },

  findColumn(node, columns) {
    const name = node.name.toLowerCase();
    return columns.find((column) => column.name.toLowerCase() === name) ?? null;
  },

  truth(value, type) {
    if (typeof value === 'number' || typeof value === 'bigint') return Number(value) !== 0;
    return isTextual(type) && typeof value === 'string' ? numberOfPrefix(value) !== 0 : UNKNOWN;
  },

  comparable,

  member: comparable,

  sign(operator, operand) {
    const number = toNumber(operand);
    if (number === null) return UNKNOWN_OPERAND;
    if (operator === '+') return operand;
    if (operator === '-') return addNumbers('-', constantOf(0, INTEGER), number);
    return derived([number], INTEGER, (value) =>
      typeof value === 'bigint' || Number.isInteger(value)
        ? shrink(BigInt.asUintN(64, ~BigInt(value as number)))
        : UNKNOWN,
    );
  },

  arithmetic(operator, first, second) {
    const moments = addMoments(operator, first, second);
    if (moments) return moments;
    const left = toNumber(first);
    const right = toNumber(second);
    if (left === null || right === null) return UNKNOWN_OPERAND;
    switch (operator) {
      case '+':
      case '-':
      case '*':
        return addNumbers(operator, left, right);
      case '/':
        return divideNumbers(left, right, null);
      case 'div':
        return divideIntegers(left, right);
      case '%':
        return remainderOf(left, right);
      default:
        return combineBits(operator, left, right, true);
    }
  },

  interval(amount, unit) {
    const number = Number(amount.constant ?? NaN);
    const interval = Number.isNaN(number) ? null : intervalOf(number, unit);
    return interval === null
      ? UNKNOWN_OPERAND
      : constantOf(interval.micros, { name: 'interval', months: interval.months });
  },

  match(operator, operand, pattern, escape) {
    const text = toText(operand);
    if (text === null || !isTextual(pattern.type) || operator === 'glob') return () => UNKNOWN;
    const ignoreCase = ignoresCase(mergedText([operand, pattern]));
    return compileMatching(operator, text, pattern, escape, {
      ignoreCase,
      asciiOnly: ignoreCase,
      dotMatchesNewline: false,
    });
  },

  cast: castTo,

  collate(operand, collation) {
    const text = toText(operand);
    return text === null ? UNKNOWN_OPERAND : { ...text, type: { name: 'text', collation } };
  },

  unify(operands) {
    const common = commonType(operands);
    const type = common.name === 'text' ? mergedText(operands) : common;
    return { type, getters: operands.map((operand) => coerceLiteral(operand, type).get) };
  },

  call: callFunction,
};

function columnType(column: CheckColumn): StaticType {
  const { type, collation = null } = column;
  switch (type.name) {
    case 'integer':
    case 'boolean':
      return INTEGER;
    case 'decimal':
      return { name: 'decimal', scale: type.scale };
    case 'json':
      return { name: 'text', collation: 'utf8mb4_bin' };
    case 'enum':
      return { name: 'text', collation, ignoresCase: column.caseInsensitive, labels: type.labels };
    case 'text':
      return { name: 'text', collation, ignoresCase: column.caseInsensitive };
    default:
      return { name: type.name };
  }
}

function comparable(first: Operand, second: Operand): Comparable {
  const [left, right] = coerceToMoments(first, second);
  const family = compareFamily(left, right);
  if (family) return family;
  if (isTextual(left.type) && isTextual(right.type))
    return asTexts(left, right, textOrder(mergedText([left, right])));
  const [one, other] = [toNumber(left), toNumber(right)];
  return (one && other && compareFamily(one, other)) ?? INCOMPARABLE;
}

const MOMENTS = new Set(['date', 'time', 'timestamp']);

/** A text beside a moment is one; beside a number it becomes a number. */
function coerceToMoments(left: Operand, right: Operand): [Operand, Operand] {
  if (MOMENTS.has(left.type.name)) return [left, coerceLiteral(right, left.type)];
  return MOMENTS.has(right.type.name) ? [coerceLiteral(left, right.type), right] : [left, right];
}
