import type { ArithmeticOperator } from '../expression.js';
import type { Known, Value } from '../semantics.js';
import { castToInteger, doubleOf, integerOf, isInteger, numericOf, realOf, textOf } from './values.js';

export type Calculation = (left: Known, right: Known) => Value;

/** What operators make of two known values; those that SQLite lacks have no entry. */
export const CALCULATIONS: Readonly<Partial<Record<ArithmeticOperator, Calculation>>> = {
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

export function negate(value: Known): Value {
  return CALCULATIONS['-']!(0, value);
}

export function invert(value: Known): Value {
  return integerOf(~castToInteger(value));
}
