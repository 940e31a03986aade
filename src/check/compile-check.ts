import type { SqlValue } from '../batch/batch.js';
import type { Dialect } from '../introspect/catalog.js';
import { compileInDialect } from './compile-in-dialect.js';
import type { Expression } from './expression.js';
import { parseExpression } from './parse-expression.js';
import { Real, UNKNOWN, type CheckColumn, type Row } from './semantics.js';

/** A boolean SQL expression that the engine can evaluate by itself. */
export interface CompiledCheck {
  /** Name of the constraint, or the SQL where it has none. */
  readonly name: string;
  readonly sql: string;
  readonly dialect: Dialect;
  /** Null when the expression was not understood; `reason` then says why. */
  readonly expression: Expression | null;
  readonly reason: string | null;
  /** Names of the columns that it reads, as the table spells them. */
  readonly columns: readonly string[];
  /** All columns that names may mean. */
  readonly scope: readonly CheckColumn[];
  /**
   * What the database would answer for a row; a CHECK holds unless it is false, a predicate only if it is true.
   * @param row gives each column's value as the database stores it: a moment as it is written there,
   * or (PostgreSQL, MySQL) as microseconds since 1970 UTC
   * @returns 'unknown' when only the database can tell
   */
  evaluate(row: Row): true | false | null | 'unknown';
  /** The value of the expression: for the expression of an index or a derived column. Booleans are 1 and 0. */
  value(row: Row): SqlValue | 'unknown';
}

/**
 * Compiles a CHECK, the predicate of a partial index or an indexed expression to closures (no `eval`).
 * Never throws for what it does not understand: such an expression evaluates to 'unknown'.
 * @param check the constraint, or its SQL alone
 * @param dialect whose syntax, three-valued logic and comparison rules apply
 * @param columns columns of the table; those of the catalog will do
 */
export function compileCheck(
  check: string | { readonly name: string; readonly sql: string },
  dialect: Dialect,
  columns: readonly CheckColumn[],
): CompiledCheck {
  const { name, sql } = typeof check === 'string' ? { name: check, sql: check } : check;
  const parsed = parseExpression(sql, dialect);
  const base = { name, sql, dialect, scope: columns };
  if (!parsed.ok) {
    const unknown = (): 'unknown' => 'unknown';
    return {
      ...base,
      expression: null,
      reason: parsed.reason,
      columns: [],
      evaluate: unknown,
      value: unknown,
    };
  }
  const compiled = compileInDialect(parsed.expression, dialect, columns);
  const { condition, value } = compiled;
  return {
    ...base,
    expression: parsed.expression,
    reason: null,
    columns: compiled.columns,
    evaluate: (row) => {
      const answer = condition(row);
      return answer === UNKNOWN ? 'unknown' : answer;
    },
    value: (row) => {
      const result = value(row);
      if (result === UNKNOWN) return 'unknown';
      return result instanceof Real ? result.value : result;
    },
  };
}
