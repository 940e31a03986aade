import { parseExpression } from '../check/parse-expression.js';
import type { Dialect } from '../introspect/catalog.js';

/**
 * Tells whether a CHECK wants two columns to be in order, or different, and nothing else.
 */
export function findPairOrder(
  sql: string,
  columns: readonly string[],
  dialect: Dialect,
): 'ordered' | 'different' | null {
  const parsed = parseExpression(sql, dialect);
  if (!parsed.ok || parsed.expression.kind !== 'compare') return null;
  const { operator, left, right } = parsed.expression;
  const names = [left, right].map((side) => (side.kind === 'column' ? side.name.toLowerCase() : ''));
  if (names[0] === names[1] || !columns.every((name) => names.includes(name.toLowerCase()))) return null;
  return operator === '<>' ? 'different' : operator === '<' || operator === '>' ? 'ordered' : null;
}
