import type { Expression } from '../check/expression.js';
import { parseExpression } from '../check/parse-expression.js';
import type { ExpressionScope } from './expression-scope.js';
import { writeCondition, writeExpression } from './write-expression.js';

/** Puts the SQL of an expression in the words of another product; null when it is not understood, or not sayable there. */
export function rewriteExpression(sql: string, scope: ExpressionScope): string | null {
  const expression = read(sql, scope);
  return expression && writeExpression(expression, scope);
}

/** The same for a condition: a check, the predicate of an index. */
export function rewriteCondition(sql: string, scope: ExpressionScope): string | null {
  const expression = read(sql, scope);
  return expression && writeCondition(expression, scope);
}

function read(sql: string, { dialect }: ExpressionScope): Expression | null {
  const parsed = parseExpression(sql, dialect);
  return parsed.ok ? parsed.expression : null;
}
