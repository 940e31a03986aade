import type { Comparison } from './expression.js';
import { disjunction } from './logic.js';
import { NO_ROW, UNKNOWN, type Comparable, type Condition, type Typed, type Value } from './semantics.js';

const TESTS: Readonly<Record<Comparison, (order: number) => boolean>> = {
  '=': (order) => order === 0,
  '<>': (order) => order !== 0,
  '<': (order) => order < 0,
  '<=': (order) => order <= 0,
  '>': (order) => order > 0,
  '>=': (order) => order >= 0,
};

const NUMBER_TESTS: Readonly<Record<Comparison, (left: number, right: number) => boolean>> = {
  '=': (left, right) => left === right,
  '<>': (left, right) => left !== right,
  '<': (left, right) => left < right,
  '<=': (left, right) => left <= right,
  '>': (left, right) => left > right,
  '>=': (left, right) => left >= right,
};

/** Compares two operands that a dialect has made ready; NULL when either is. */
export function comparison(operator: Comparison, { left, right, order, same }: Comparable): Condition {
  const test = TESTS[operator];
  const testNumbers = NUMBER_TESTS[operator];
  const isEquality = operator === '=' || operator === '<>';
  return (row) => {
    const one = left(row);
    const other = right(row);
    if (typeof one === 'number' && typeof other === 'number') return testNumbers(one, other);
    if (one === UNKNOWN || other === UNKNOWN) return UNKNOWN;
    if (one === null || other === null) return null;
    if (isEquality && same) {
      const answer = same(one, other);
      return answer === null ? UNKNOWN : answer === (operator === '=');
    }
    const answer = order(one, other);
    return Number.isNaN(answer) ? UNKNOWN : test(answer);
  };
}

/**
 * Tells whether an operand is in a list.
 * @param comparables the operand with each item, made ready by the dialect
 */
export function membership<T>(comparables: readonly Comparable[], items: readonly Typed<T>[]): Condition {
  return lookup(comparables, items) ?? disjunction(comparables.map((item) => comparison('=', item)));
}

/** A list of constants is looked up, not compared one by one, where all values compare as themselves. */
function lookup<T>(comparables: readonly Comparable[], items: readonly Typed<T>[]): Condition | null {
  if (items.length < 2 || !items.every((item) => item.constant !== undefined)) return null;
  const constants = comparables.map((item) => item.right(NO_ROW));
  const areTexts =
    constants.every((value) => typeof value === 'string') && comparables.every((item) => item.exactTexts);
  if (!areTexts && !constants.every((value) => typeof value === 'number')) return null;
  const kind = areTexts ? 'string' : 'number';
  const values = new Set<Value>(constants);
  const compareOneByOne = disjunction(comparables.map((item) => comparison('=', item)));
  const { left } = comparables[0]!;
  return (row) => {
    const value = left(row);
    return typeof value === kind ? values.has(value) : compareOneByOne(row);
  };
}
