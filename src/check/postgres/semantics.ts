import { orderInAnyLocale } from '../characters.js';
import { compareText } from '../compare-text.js';
import type { TypeName } from '../expression.js';
import { UNKNOWN, type CheckColumn, type Comparable, type Semantics } from '../semantics.js';
import {
  addMoments,
  addNumbers,
  combineBits,
  divideIntegers,
  divideNumbers,
  remainderOf,
} from '../typed/arithmetic.js';
import {
  asLabels,
  asTexts,
  coercePair,
  compareFamily,
  INCOMPARABLE,
  type TextOrder,
} from '../typed/compare.js';
import { compileMatching } from '../typed/matching.js';
import { intervalOf } from '../typed/moments.js';
import {
  coerceLiteral,
  columnOf,
  commonType,
  constantOf,
  derived,
  literalOf,
  UNKNOWN_OPERAND,
} from '../typed/operands.js';
import {
  BOOLEAN,
  INTEGER,
  isNumeric,
  isTextual,
  OTHER,
  REAL,
  TEXT,
  type Operand,
  type StaticType,
} from '../typed/static-type.js';
import { castTo } from './casts.js';
import { callFunction } from './functions.js';

/** Expressions as PostgreSQL evaluates them: strict types, literals that take the type of their surroundings. */
export const postgresSemantics: Semantics<StaticType> = {
  boolean: BOOLEAN,
  untyped: OTHER,
  quotedNameIsText: false,

  literal: literalOf,

  column(column) {
    return columnOf(column, columnType(column));
  },

  findColumn(node, columns) {
    const name = node.quoted ? node.name : node.name.toLowerCase();
    return columns.find((column) => column.name === name) ?? null;
  },

  truth(value, type) {
    if (type.name === 'literal') return UNKNOWN;
    return typeof value === 'number' ? value !== 0 : UNKNOWN;
  },

  comparable,

  member: comparable,

  sign(operator, operand) {
    if (operator === '~') {
      const isInteger = operand.type.name === 'integer';
      return isInteger ? addNumbers('-', constantOf(-1, INTEGER), operand) : UNKNOWN_OPERAND;
    }
    if (operator === '+') return operand;
    if (operand.type.name === 'interval') {
      const months = -(operand.type.months ?? 0);
      return derived([operand], { name: 'interval', months }, (value) => -Number(value));
    }
    return isNumeric(operand.type) ? addNumbers('-', constantOf(0, INTEGER), operand) : UNKNOWN_OPERAND;
  },

  arithmetic(operator, first, second) {
    if (operator === '||') return concatenate(first, second);
    const moments = addMoments(
      operator,
      ...(operator === '-' ? coercePair(first, second) : ([first, second] as const)),
    );
    if (moments) return moments;
    const [left, right] = coercePair(first, second);
    if (!isNumeric(left.type) || !isNumeric(right.type)) return UNKNOWN_OPERAND;
    switch (operator) {
      case '+':
      case '-':
      case '*':
        return addNumbers(operator, left, right);
      case '/': {
        const areIntegers = left.type.name === 'integer' && right.type.name === 'integer';
        return areIntegers ? divideIntegers(left, right) : divideNumbers(left, right, null);
      }
      case '%':
        return remainderOf(left, right);
      case '^':
        return derived([left, right], REAL, (a, b) => Number(a) ** Number(b));
      default:
        return combineBits(operator, left, right, false);
    }
  },

  interval(amount, unit) {
    const interval = typeof amount.constant === 'number' ? intervalOf(amount.constant, unit) : null;
    return interval === null
      ? UNKNOWN_OPERAND
      : constantOf(interval.micros, { name: 'interval', months: interval.months });
  },

  match(operator, operand, pattern, escape) {
    if (!isTextual(operand.type) || !isTextual(pattern.type) || operator === 'glob') return () => UNKNOWN;
    const ignoreCase = operand.type.ignoresCase === true;
    return compileMatching(operator, operand, pattern, escape, {
      ignoreCase,
      asciiOnly: ignoreCase,
      dotMatchesNewline: true,
    });
  },

  cast: (operand: Operand, type: TypeName) => castTo(operand, type),

  collate(operand, collation) {
    return { ...operand, type: { ...(operand.type.name === 'literal' ? TEXT : operand.type), collation } };
  },

  unify(operands) {
    const type = commonType(operands);
    return { type, getters: operands.map((operand) => coerceLiteral(operand, type).get) };
  },

  call: callFunction,
};

function columnType(column: CheckColumn): StaticType {
  const { type, collation = null } = column;
  switch (type.name) {
    case 'integer':
      return INTEGER;
    case 'decimal':
      return { name: 'decimal', scale: type.scale };
    case 'enum':
      return { name: 'enum', labels: type.labels };
    case 'text': {
      const ignoresCase = column.caseInsensitive === true;
      const paddedTo = type.fixed && type.maxLength !== null ? type.maxLength : undefined;
      return { name: 'text', collation, ignoresCase, paddedTo };
    }
    case 'other':
      return type.form?.kind === 'list' ? { name: 'other', isList: true } : OTHER;
    default:
      return { name: type.name };
  }
}

function comparable(first: Operand, second: Operand): Comparable {
  const [left, right] = coercePair(first, second);
  const family = compareFamily(left, right);
  if (family) return family;
  if (left.type.name === 'enum' && right.type.name === 'enum') {
    return asLabels(left, right, left.type.labels ? left.type : right.type);
  }
  if (isTextual(left.type) && isTextual(right.type))
    return asTexts(left, right, textOrder(left.type, right.type));
  return INCOMPARABLE;
}

const BYTE_ORDER: TextOrder = { order: compareText, same: (left, right) => left === right, isExact: true };
const LOCALE_ORDER: TextOrder = { ...BYTE_ORDER, order: orderInAnyLocale };
/** citext: the order of lower-cased texts. */
const CASELESS_ORDER: TextOrder = {
  order: (left, right) => orderInAnyLocale(left.toLowerCase(), right.toLowerCase()),
  same: (left, right) => left.toLowerCase() === right.toLowerCase(),
};

function textOrder(left: StaticType, right: StaticType): TextOrder {
  if (left.ignoresCase || right.ignoresCase) return CASELESS_ORDER;
  const collation = left.collation ?? right.collation;
  return /^(?:C|POSIX|ucs_basic|C\.UTF-?8)$/i.test(collation ?? '') ? BYTE_ORDER : LOCALE_ORDER;
}

/** Texts and integers; what other types look like as text is not told. */
function concatenate(left: Operand, right: Operand): Operand {
  const isPlain = ({ type }: Operand): boolean =>
    isTextual(type) || type.name === 'integer' || type.name === 'null';
  if (!isPlain(left) || !isPlain(right)) return UNKNOWN_OPERAND;
  return derived([left, right], TEXT, (a, b) => String(a as string) + String(b as string));
}
