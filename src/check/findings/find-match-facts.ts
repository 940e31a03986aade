import type { Dialect } from '../../introspect/catalog.js';
import type { Expression, MatchOperator } from '../expression.js';
import type { CheckColumn } from '../semantics.js';
import { isTextColumn } from './column-types.js';
import { columnFinding, type ColumnFinding } from './finding.js';
import type { Operands } from './operands.js';

/** Reads which pattern the texts of a column match; null when the pattern is no literal. */
export function findMatchFacts(
  { operator, operand, pattern, escape, negated }: Extract<Expression, { kind: 'match' }>,
  operands: Operands,
): ColumnFinding | null {
  const { dialect } = operands;
  const column = operands.columnOf(operand);
  const text = operands.textOf(pattern);
  if (!column || text === null || !isTextColumn(column, dialect)) return null;
  const escapeText = escape ? operands.textOf(escape) : dialect === 'sqlite' ? '' : '\\';
  if (escapeText === null) return null;
  const ignoreCase = ignoresCase(operator, column, dialect);
  const found = { operator, pattern: text, escape: escapeText, ignoreCase, negated };
  // SQLite calls a function of the application for REGEXP.
  const isSure = !(dialect === 'sqlite' && operator === 'regexp');
  return columnFinding(column, { patterns: [found] }, isSure);
}

function ignoresCase(operator: MatchOperator, column: CheckColumn, dialect: Dialect): boolean {
  if (operator === 'ilike' || operator === 'iregexp') return true;
  if (dialect === 'sqlite') return operator === 'like';
  return column.caseInsensitive ?? false;
}
