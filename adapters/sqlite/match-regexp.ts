import type { SqlValue } from '../../src/batch/batch.js';

const compiled = new Map<string, RegExp>();

/**
 * The REGEXP operator, which SQLite knows but leaves to the program; schemas use it in checks.
 * https://www.sqlite.org/lang_expr.html#the_like_glob_regexp_match_and_extract_operators
 * @param pattern right operand, as JavaScript reads it
 * @param value left operand
 * @returns 1, 0, or null when either is null
 */
export function matchRegexp(pattern: SqlValue, value: SqlValue): number | null {
  if (pattern === null || value === null) return null;
  const text = String(pattern);
  const expression = compiled.get(text) ?? compile(text);
  compiled.set(text, expression);
  return expression.test(String(value)) ? 1 : 0;
}

function compile(pattern: string): RegExp {
  try {
    return new RegExp(pattern, 'u');
  } catch {
    // Escapes that mean nothing, such as \- or \@, are only allowed without `u`.
    return new RegExp(pattern);
  }
}
