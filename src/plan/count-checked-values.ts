import { daysFromCivil } from '../classify/civil.js';
import type { Expression } from '../check/expression.js';
import { parseExpression } from '../check/parse-expression.js';
import type { Column, Dialect } from '../introspect/catalog.js';

/**
 * Counts the values other than NULL that a CHECK leaves to a column: those of an IN list, those between bounds of whole and
 * decimal numbers and of days, also of several such spans (the bounds of partitions).
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
  const { values, spans } = new AllowedReader(column, dialect).read(parsed.expression);
  const inList = values === null ? Infinity : countDistinct(values, caseInsensitive);
  return Math.min(inList, spans === null ? Infinity : countIn(spans));
}

/** From the first to the last value, counted in steps of the column's type. */
type Span = readonly [number, number];

/** What an expression can be true for; null = any. Values of a type that has steps are spans. */
interface Allowed {
  readonly values: readonly (string | number)[] | null;
  readonly spans: readonly Span[] | null;
}

const ANYTHING: Allowed = { values: null, spans: null };

class AllowedReader {
  private readonly steps: ((value: string | number) => number) | null;

  constructor(
    private readonly column: Column,
    dialect: Dialect,
  ) {
    this.steps = stepsOf(column, dialect);
  }

  read(expression: Expression): Allowed {
    switch (expression.kind) {
      case 'and':
        return expression.operands.map((operand) => this.read(operand)).reduce(both);
      case 'or':
        return expression.operands.map((operand) => this.read(operand)).reduce(either);
      case 'is':
        // NULL is no value of its own.
        return expression.test === 'null' && !expression.negated && this.isColumn(expression.operand)
          ? { values: [], spans: [] }
          : ANYTHING;
      case 'in':
        return this.isColumn(expression.operand) && !expression.negated
          ? this.listOf(expression.list)
          : ANYTHING;
      case 'between':
        return this.isColumn(expression.operand) && !expression.negated && !expression.symmetric
          ? both(this.compareWith('>=', expression.low), this.compareWith('<=', expression.high))
          : ANYTHING;
      case 'compare':
        return this.readComparison(expression);
      default:
        return ANYTHING;
    }
  }

  private readComparison({ operator, left, right }: Extract<Expression, { kind: 'compare' }>): Allowed {
    if (this.isColumn(right)) {
      const swapped = { '<': '>', '<=': '>=', '>': '<', '>=': '<=', '=': '=', '<>': '<>' } as const;
      return this.isColumn(left) ? ANYTHING : this.compareWith(swapped[operator], left);
    }
    return this.isColumn(left) ? this.compareWith(operator, right) : ANYTHING;
  }

  private compareWith(operator: '<' | '<=' | '>' | '>=' | '=' | '<>', bound: Expression): Allowed {
    if (operator === '=') return this.listOf([bound]);
    const value = operator === '<>' ? null : valueOf(bound);
    const at = value === null ? NaN : (this.steps?.(value) ?? NaN);
    if (Number.isNaN(at)) return ANYTHING;
    switch (operator) {
      case '>':
        return { values: null, spans: [[Math.floor(at) + 1, Infinity]] };
      case '>=':
        return { values: null, spans: [[Math.ceil(at), Infinity]] };
      case '<':
        return { values: null, spans: [[-Infinity, Math.ceil(at) - 1]] };
      default:
        return { values: null, spans: [[-Infinity, Math.floor(at)]] };
    }
  }

  private listOf(list: readonly Expression[]): Allowed {
    const values = list.map(valueOf).filter((value) => value !== null);
    if (values.length < list.length) return ANYTHING;
    const { steps } = this;
    if (steps === null) return { values, spans: null };
    const places = values.map(steps);
    return places.some(Number.isNaN)
      ? ANYTHING
      : { values: null, spans: places.filter(Number.isInteger).map((place) => [place, place] as const) };
  }

  /** The column itself, whatever type it is cast to for the comparison of texts. */
  private isColumn(expression: Expression): boolean {
    if (expression.kind === 'cast' && this.column.type.name === 'text')
      return this.isColumn(expression.operand);
    return expression.kind === 'column' && expression.name.toLowerCase() === this.column.name.toLowerCase();
  }
}

/** Counts in steps of a type, where it has any: a fraction lies between two values. A DATE of SQLite may hold hours, too. */
function stepsOf({ type }: Column, dialect: Dialect): ((value: string | number) => number) | null {
  if (type.name === 'integer') return Number;
  if (type.name === 'decimal' && type.scale !== null) {
    const places = type.scale;
    // 0.29 * 100 is not 29.
    return (value) => Number((Number(value) * 10 ** places).toPrecision(15));
  }
  if (type.name !== 'date' || dialect === 'sqlite') return null;
  return (value) => {
    const match = /^(\d{4})-(\d\d)-(\d\d)$/.exec(String(value));
    return match === null ? NaN : daysFromCivil(Number(match[1]), Number(match[2]), Number(match[3]));
  };
}

function both(a: Allowed, b: Allowed): Allowed {
  return {
    values: a.values === null ? b.values : b.values === null ? a.values : shorter(a.values, b.values),
    spans: a.spans === null ? b.spans : b.spans === null ? a.spans : overlaps(a.spans, b.spans),
  };
}

function either(a: Allowed, b: Allowed): Allowed {
  return {
    values: a.values === null || b.values === null ? null : [...a.values, ...b.values],
    spans: a.spans === null || b.spans === null ? null : [...a.spans, ...b.spans],
  };
}

function overlaps(some: readonly Span[], others: readonly Span[]): Span[] {
  return some.flatMap(([low, high]) =>
    others
      .map(([from, to]): Span => [Math.max(low, from), Math.min(high, to)])
      .filter(([from, to]) => from <= to),
  );
}

function shorter<T>(a: readonly T[], b: readonly T[]): readonly T[] {
  return a.length <= b.length ? a : b;
}

/** A literal number or text, whatever it is cast to; null for anything else. */
function valueOf(expression: Expression): string | number | null {
  if (expression.kind === 'cast') return valueOf(expression.operand);
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

function countIn(spans: readonly Span[]): number {
  let [count, counted] = [0, -Infinity];
  for (const [low, high] of [...spans].sort((a, b) => a[0] - b[0])) {
    if (high <= counted) continue;
    count += high - Math.max(low, counted + 1) + 1;
    counted = high;
  }
  return count;
}
