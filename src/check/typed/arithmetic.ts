import type { ArithmeticOperator } from '../expression.js';
import { UNKNOWN, type Known, type Value } from '../semantics.js';
import { addMonths, MICROS_PER_DAY } from './moments.js';
import { calculateInteger, decimalsOf, roundTo, shrink } from './numbers.js';
import { derived, UNKNOWN_OPERAND } from './operands.js';
import { DECIMAL, INTEGER, isMoment, isNumeric, REAL, type Operand, type StaticType } from './static-type.js';

/** What both numbers of an addition, subtraction or multiplication become; decimals are exact. */
export function addNumbers(operator: '+' | '-' | '*', left: Operand, right: Operand): Operand {
  if (left.type.name === 'integer' && right.type.name === 'integer') {
    return derived([left, right], INTEGER, INTEGER_OPERATIONS[operator]);
  }
  const calculate = OPERATIONS[operator];
  if (left.type.name === 'real' || right.type.name === 'real') {
    return derived([left, right], REAL, (a, b) => calculate(Number(a), Number(b)));
  }
  const combine = operator === '*' ? (a: number, b: number) => a + b : Math.max;
  const scale = combineScales(left.type, right.type, combine);
  return derived([left, right], { name: 'decimal', scale }, (a, b) => {
    if (typeof a === 'bigint' || typeof b === 'bigint') return UNKNOWN;
    const one = Number(a);
    const other = Number(b);
    return roundTo(calculate(one, other), scale ?? combine(decimalsOf(one), decimalsOf(other)));
  });
}

const OPERATIONS: Readonly<Record<'+' | '-' | '*', (a: number, b: number) => number>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
};

const INTEGER_OPERATIONS: Readonly<Record<'+' | '-' | '*' | '%', (a: Known, b: Known) => Value>> = {
  '+': (a, b) =>
    calculateInteger(
      a as number,
      b as number,
      (x, y) => x + y,
      (x, y) => x + y,
    ),
  '-': (a, b) =>
    calculateInteger(
      a as number,
      b as number,
      (x, y) => x - y,
      (x, y) => x - y,
    ),
  '*': (a, b) =>
    calculateInteger(
      a as number,
      b as number,
      (x, y) => x * y,
      (x, y) => x * y,
    ),
  '%': (a, b) =>
    calculateInteger(
      a as number,
      b as number,
      (x, y) => x % y,
      (x, y) => x % y,
    ),
};

function combineScales(
  left: StaticType,
  right: StaticType,
  combine: (a: number, b: number) => number,
): number | null {
  const one = left.scale ?? null;
  const other = right.scale ?? null;
  return one === null || other === null ? null : combine(one, other);
}

/** Whole quotient, towards zero. Division by zero is an error, whose outcome depends on the session. */
export function divideIntegers(left: Operand, right: Operand): Operand {
  return derived([left, right], INTEGER, (a, b) => {
    if (Number(b) === 0) return UNKNOWN;
    if (typeof a === 'bigint' || typeof b === 'bigint') {
      return isWhole(a) && isWhole(b) ? shrink(BigInt(a) / BigInt(b)) : UNKNOWN;
    }
    return Math.trunc(Number(a) / Number(b)) + 0;
  });
}

/** Quotient with a fraction; rounded to `extraDigits` behind those of the dividend, where given. */
export function divideNumbers(left: Operand, right: Operand, extraDigits: number | null): Operand {
  const isReal = left.type.name === 'real' || right.type.name === 'real';
  const dividendScale = left.type.scale ?? null;
  const scale = isReal || extraDigits === null || dividendScale === null ? null : dividendScale + extraDigits;
  return derived([left, right], isReal ? REAL : { name: 'decimal', scale }, (a, b) => {
    if (Number(b) === 0) return UNKNOWN;
    const quotient = Number(a) / Number(b);
    return scale === null ? quotient : roundTo(quotient, scale);
  });
}

/** Remainder with the sign of the dividend. */
export function remainderOf(left: Operand, right: Operand): Operand {
  const areIntegers = left.type.name === 'integer' && right.type.name === 'integer';
  const scale = combineScales(left.type, right.type, Math.max);
  return derived([left, right], areIntegers ? INTEGER : DECIMAL, (a, b) => {
    if (Number(b) === 0) return UNKNOWN;
    if (areIntegers) return INTEGER_OPERATIONS['%'](a, b);
    if (typeof a === 'bigint' || typeof b === 'bigint') return UNKNOWN;
    return roundTo(Number(a) % Number(b), scale ?? Math.max(decimalsOf(Number(a)), decimalsOf(Number(b))));
  });
}

/** Bitwise operators on 64-bit integers. */
export function combineBits(
  operator: ArithmeticOperator,
  left: Operand,
  right: Operand,
  unsigned: boolean,
): Operand {
  const calculate = BIT_OPERATIONS[operator];
  if (!calculate || !isNumeric(left.type) || !isNumeric(right.type)) return UNKNOWN_OPERAND;
  return derived([left, right], INTEGER, (a, b) => {
    if (!isWhole(a) || !isWhole(b)) return UNKNOWN;
    const result = calculate(BigInt(a), BigInt(b));
    return shrink(unsigned ? BigInt.asUintN(64, result) : BigInt.asIntN(64, result));
  });
}

function isWhole(value: Known): value is number | bigint {
  return typeof value === 'bigint' || (typeof value === 'number' && Number.isInteger(value));
}

const BIT_OPERATIONS: Readonly<Partial<Record<ArithmeticOperator, (a: bigint, b: bigint) => bigint>>> = {
  '&': (a, b) => a & b,
  '|': (a, b) => a | b,
  '#': (a, b) => a ^ b,
  '^': (a, b) => a ^ b,
  '<<': (a, b) => a << (b & 63n),
  '>>': (a, b) => a >> (b & 63n),
};

/** Sums and differences of moments, days and intervals; null when neither operand is one. */
export function addMoments(operator: ArithmeticOperator, left: Operand, right: Operand): Operand | null {
  const sign = operator === '-' ? -1 : 1;
  if (operator !== '+' && operator !== '-') return null;
  if (right.type.name === 'interval') return addInterval(left, right, sign);
  if (left.type.name === 'interval') return operator === '+' ? addInterval(right, left, 1) : null;
  if (operator === '-' && isMoment(left.type) && isMoment(right.type)) return subtractMoments(left, right);
  if (left.type.name === 'date' && right.type.name === 'integer') return addDays(left, right, sign);
  if (operator === '+' && left.type.name === 'integer' && right.type.name === 'date')
    return addDays(right, left, 1);
  return null;
}

function addDays(date: Operand, days: Operand, sign: number): Operand {
  return derived([date, days], { name: 'date' }, (a, b) => Number(a) + sign * Number(b) * MICROS_PER_DAY);
}

function addInterval(moment: Operand, interval: Operand, sign: number): Operand | null {
  const months = sign * (interval.type.months ?? 0);
  if (moment.type.name === 'interval') {
    const sum = (moment.type.months ?? 0) + months;
    return derived(
      [moment, interval],
      { name: 'interval', months: sum },
      (a, b) => Number(a) + sign * Number(b),
    );
  }
  if (!isMoment(moment.type)) return null;
  return derived(
    [moment, interval],
    { name: 'timestamp' },
    (a, b) => addMonths(Number(a), months) + sign * Number(b),
  );
}

/** Days between two dates, otherwise an interval without months. */
function subtractMoments(left: Operand, right: Operand): Operand {
  if (left.type.name === 'date' && right.type.name === 'date') {
    return derived([left, right], INTEGER, (a, b) => (Number(a) - Number(b)) / MICROS_PER_DAY);
  }
  return derived([left, right], { name: 'interval', months: 0 }, (a, b) => Number(a) - Number(b));
}
