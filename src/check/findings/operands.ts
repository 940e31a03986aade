import type { SqlValue } from '../../batch/batch.js';
import type { Dialect } from '../../introspect/catalog.js';
import { childrenOf } from '../children-of.js';
import { compileInDialect } from '../compile-in-dialect.js';
import type { Expression } from '../expression.js';
import { NO_ROW, Real, UNKNOWN, type CheckColumn } from '../semantics.js';
import { isHarmlessCast } from './column-types.js';

/** Tells what operands of a condition are: a column of the table, or a constant. */
export class Operands {
  readonly #scope: readonly CheckColumn[];

  /**
   * @param dialect whose expressions they are
   * @param scope all columns that names may mean
   */
  constructor(
    readonly dialect: Dialect,
    scope: readonly CheckColumn[],
  ) {
    this.#scope = scope;
  }

  /** The column that an expression is, casts that change nothing left aside. */
  columnOf(expression: Expression): CheckColumn | null {
    if (expression.kind === 'cast' && this.dialect !== 'sqlite') {
      const column = this.columnOf(expression.operand);
      return column && isHarmlessCast(column, expression.type.name) ? column : null;
    }
    if (expression.kind !== 'column') return null;
    const [name] = this.columnsOf(expression);
    return this.#scope.find((column) => column.name === name) ?? null;
  }

  /** Names of the columns that an expression reads. */
  columnsOf(expression: Expression): readonly string[] {
    return compileInDialect(expression, this.dialect, this.#scope).columns;
  }

  /** A constant in the form in which a column holds it; undefined for what is none, or does not suit. */
  constantFor(column: CheckColumn, expression: Expression): SqlValue | undefined {
    const value = this.#valueOf(expression);
    if (value === undefined || value === null) return value;
    const literal = this.textOf(expression);
    switch (column.type.name) {
      case 'integer':
      case 'decimal':
      case 'real':
        return toNumber(value);
      case 'boolean':
        return literal === null ? toNumber(value) : TRUTHS[literal.toLowerCase()];
      case 'date':
      case 'time':
      case 'timestamp':
        if (literal !== null) return literal;
        // Only SQLite stores moments as plain numbers.
        return this.dialect === 'sqlite' ? value : undefined;
      case 'bytes':
        return value instanceof Uint8Array ? value : undefined;
      default:
        if (literal !== null || typeof value === 'string') return literal ?? value;
        return this.dialect === 'sqlite' ? String(value) : undefined;
    }
  }

  /** The number that an expression always is; null for anything else. */
  numberOf(expression: Expression): number | null {
    const value = this.#valueOf(expression);
    return typeof value === 'number' ? value : null;
  }

  /** The text of a literal, casts around it left aside; null for anything else. */
  textOf(expression: Expression | undefined): string | null {
    if (expression?.kind === 'cast') return this.textOf(expression.operand);
    if (expression?.kind === 'column') return this.#isQuotedText(expression) ? expression.name : null;
    return expression?.kind === 'literal' && typeof expression.value === 'string' ? expression.value : null;
  }

  #valueOf(expression: Expression): SqlValue | undefined {
    const text = this.textOf(expression);
    if (text !== null) return text;
    if (this.#hasColumn(expression)) return undefined;
    const value = compileInDialect(expression, this.dialect, []).value(NO_ROW);
    if (value === UNKNOWN) return undefined;
    return value instanceof Real ? value.value : value;
  }

  #hasColumn(expression: Expression): boolean {
    if (expression.kind === 'column') return !this.#isQuotedText(expression);
    return childrenOf(expression).some((child) => this.#hasColumn(child));
  }

  /** SQLite takes a name in double quotes that is no column for a text. */
  #isQuotedText(column: Extract<Expression, { kind: 'column' }>): boolean {
    return this.dialect === 'sqlite' && column.quoted === 'double' && this.columnOf(column) === null;
  }
}

const TRUTHS: Readonly<Record<string, number>> = { t: 1, true: 1, '1': 1, f: 0, false: 0, '0': 0 };

function toNumber(value: SqlValue): number | bigint | undefined {
  if (typeof value === 'number' || typeof value === 'bigint') return value;
  if (typeof value !== 'string' || value.trim() === '') return undefined;
  const number = Number(value);
  return Number.isNaN(number) ? undefined : number;
}
