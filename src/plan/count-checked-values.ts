import type { Expression } from '../check/expression.js';
import { parseExpression } from '../check/parse-expression.js';
import type { Column, Dialect } from '../introspect/catalog.js';

/**
 * Counts the values other than NULL that a CHECK leaves to a column: those of an IN list, those between two bounds
 * of a whole or decimal number.
 * @param sql the expression of the CHECK
 * @param caseInsensitive texts that differ only in case count as one
 * @returns an upper limit; Infinity where the expression sets none or is not understood
 */
export function countCheckedValues(
  sql: string,
  dialect: Dialect,
  column: Column,
  caseInsensitive: boolean,
): number {
  const parsed = parseExpression(sql, dialect);
  if (!parsed.ok) return Infinity;
  const { values, low, high } = readAllowed(parsed.expression, column.name);
  const inList = values === null ? Infinity : countDistinct(values, caseInsensitive);
  return Math.min(inList, countBetween(low, high, column));
}

/** What an expression can be true for: some values (null = any), from low to high. */
interface Allowed {
  readonly values: readonly (string | number)[] | null;
  readonly low: number;
  readonly high: number;
}

const ANYTHING: Allowed = { values: null, low: -Infinity, high: Infinity };

function readAllowed(expression: Expression, column: string): Allowed {
  switch (expression.kind) {
    case 'and':
      return expression.operands.map((operand) => readAllowed(operand, column)).reduce(both);
    case 'or':
      return expression.operands.map((operand) => readAllowed(operand, column)).reduce(either);
    case 'is':
      // NULL is no value of its own.
      return expression.test === 'null' && !expression.negated && isColumn(expression.operand, column)
        ? { ...ANYTHING, values: [] }
        : ANYTHING;
    case 'in':
      return isColumn(expression.operand, column) && !expression.negated ? listOf(expression.list) : ANYTHING;
    case 'between':
      return isColumn(expression.operand, column) && !expression.negated && !expression.symmetric
        ? both(atLeast(expression.low), atMost(expression.high))
        : ANYTHING;
    case 'compare':
      return readComparison(expression, column);
    default:
      return ANYTHING;
  }
}

function readComparison(
  { operator, left, right }: Extract<Expression, { kind: 'compare' }>,
  column: string,
): Allowed {
  if (isColumn(right, column)) {
    const swapped = { '<': '>', '<=': '>=', '>': '<', '>=': '<=', '=': '=', '<>': '<>' } as const;
    return isColumn(left, column) ? ANYTHING : compareWith(swapped[operator], left);
  }
  return isColumn(left, column) ? compareWith(operator, right) : ANYTHING;
}

/** Strict bounds count as lax ones: the result is an upper limit. */
function compareWith(operator: '<' | '<=' | '>' | '>=' | '=' | '<>', value: Expression): Allowed {
  if (operator === '=') return listOf([value]);
  if (operator === '<>') return ANYTHING;
  return operator.startsWith('<') ? atMost(value) : atLeast(value);
}

function listOf(list: readonly Expression[]): Allowed {
  const values = list.map(valueOf);
  return values.includes(null) ? ANYTHING : { ...ANYTHING, values: values as (string | number)[] };
}

function atLeast(bound: Expression): Allowed {
  const value = valueOf(bound);
  return typeof value === 'number' ? { ...ANYTHING, low: value } : ANYTHING;
}

function atMost(bound: Expression): Allowed {
  const value = valueOf(bound);
  return typeof value === 'number' ? { ...ANYTHING, high: value } : ANYTHING;
}

function both(a: Allowed, b: Allowed): Allowed {
  const values = a.values === null ? b.values : b.values === null ? a.values : shorter(a.values, b.values);
  return { values, low: Math.max(a.low, b.low), high: Math.min(a.high, b.high) };
}

function either(a: Allowed, b: Allowed): Allowed {
  const values = a.values === null || b.values === null ? null : [...a.values, ...b.values];
  // A list beside a range says nothing about either of them alone.
  const isPlain = a.values === null && b.values === null;
  return isPlain
    ? { values, low: Math.min(a.low, b.low), high: Math.max(a.high, b.high) }
    : { ...ANYTHING, values };
}

function shorter<T>(a: readonly T[], b: readonly T[]): readonly T[] {
  return a.length <= b.length ? a : b;
}

function isColumn(expression: Expression, name: string): boolean {
  return expression.kind === 'column' && expression.name.toLowerCase() === name.toLowerCase();
}

/** A literal number or text; null for anything else. */
function valueOf(expression: Expression): string | number | null {
  if (expression.kind === 'sign' && expression.operator !== '~') {
    const value = valueOf(expression.operand);
    return typeof value !== 'number' ? null : expression.operator === '-' ? -value : value;
  }
  if (expression.kind !== 'literal') return null;
  const { value } = expression;
  return typeof value === 'bigint'
    ? Number(value)
    : typeof value === 'number' || typeof value === 'string'
      ? value
      : null;
}

function countDistinct(values: readonly (string | number)[], caseInsensitive: boolean): number {
  return new Set(values.map((value) => (caseInsensitive ? String(value).toLowerCase() : value))).size;
}

function countBetween(low: number, high: number, { type }: Column): number {
  const steps =
    type.name === 'integer' ? 1 : type.name === 'decimal' && type.scale !== null ? 10 ** type.scale : null;
  if (steps === null || high < low) return steps === null ? Infinity : 0;
  return Math.floor(high * steps) - Math.ceil(low * steps) + 1;
}
