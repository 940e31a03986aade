import type { Expression } from '../check/expression.js';
import { parseExpression } from '../check/parse-expression.js';
import type { LogicalType } from '../introspect/catalog.js';
import { arrayToJson } from './convert-batch.js';
import type { ExpressionScope } from './expression-scope.js';
import { writeExpression } from './write-expression.js';

/**
 * Writes a default in the words of another product: a literal that fits the column's type, the clock, a random UUID.
 * @param type of the column in the target
 * @returns null when the target cannot say it
 */
export function translateDefault(sql: string, type: LogicalType, scope: ExpressionScope): string | null {
  const parsed = parseExpression(sql, scope.dialect);
  if (!parsed.ok) return null;
  const expression = withoutCasts(parsed.expression);
  if (expression.kind === 'literal') return writeLiteral(expression, type, scope);
  if (expression.kind === 'array') return type.name === 'json' ? writeArray(sql, scope) : null;
  return expression.kind === 'call' ? writeCall(expression, type, scope) : null;
}

/** The clock says what the column holds of a moment, whatever it was asked for. */
function writeCall(call: Expression, type: LogicalType, scope: ExpressionScope): string | null {
  const sql = writeExpression(call, { ...scope, isDefault: true });
  const { now } = scope.product.words;
  const isClock = (['date', 'time', 'timestamp'] as const).some((part) => now(part) === sql);
  if (!isClock) return sql;
  return type.name === 'date' || type.name === 'time' || type.name === 'timestamp' ? now(type.name) : null;
}

/** A cast in a default says what the column's type says too. */
function withoutCasts(expression: Expression): Expression {
  if (expression.kind === 'cast') return withoutCasts(expression.operand);
  // SQLite reads a bare word as a text.
  if (expression.kind === 'column') return { kind: 'literal', form: 'text', value: expression.name };
  if (expression.kind !== 'sign' || expression.operator !== '-') return expression;
  const operand = withoutCasts(expression.operand);
  if (operand.kind !== 'literal' || typeof operand.value !== 'number') return expression;
  return { ...operand, value: -operand.value };
}

function writeLiteral(
  { form, value }: Extract<Expression, { kind: 'literal' }>,
  type: LogicalType,
  { product }: ExpressionScope,
): string | null {
  if (value === null) return 'NULL';
  if (value instanceof Uint8Array) {
    return type.name === 'bytes'
      ? asDefault(product.words.bytes(Buffer.from(value).toString('hex')), type)
      : null;
  }
  const text = String(value);
  switch (type.name) {
    case 'boolean':
      if (/^(1|true|t|yes|y|on)$/i.test(text)) return 'TRUE';
      return /^(0|false|f|no|n|off)$/i.test(text) ? 'FALSE' : null;
    case 'integer':
      return /^-?\d{1,18}$/.test(text) ? text : null;
    case 'decimal':
    case 'real':
      return /^-?\d+(\.\d+)?(e[+-]?\d+)?$/i.test(text) ? text : null;
    case 'date':
    case 'timestamp':
      // Zero dates and words such as "infinity" are no dates elsewhere.
      return /^[1-9]\d{3}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])/.test(text) ? product.quoteText(text) : null;
    case 'time':
      return /^([01]\d|2[0-3]):[0-5]\d/.test(text) ? product.quoteText(text) : null;
    case 'bytes':
      return null;
    case 'json':
      return isJson(text) ? asDefault(product.quoteText(text), type) : null;
    case 'text':
      if (type.maxLength !== null && text.length > type.maxLength) return null;
      return asDefault(product.quoteText(form === 'boolean' ? (value === 1 ? 'true' : 'false') : text), type);
    case 'enum':
      return type.labels.includes(text) ? product.quoteText(text) : null;
    case 'uuid':
    case 'other':
      return asDefault(product.quoteText(text), type);
  }
}

/** MySQL takes defaults of long texts only in parentheses, and all products take those. */
function asDefault(sql: string, type: LogicalType): string {
  const isLong =
    type.name === 'json' ||
    type.name === 'bytes' ||
    type.name === 'other' ||
    (type.name === 'text' && type.maxLength === null);
  return isLong ? `(${sql})` : sql;
}

function writeArray(sql: string, { product }: ExpressionScope): string | null {
  const literal = /^'((?:[^']|'')*)'/.exec(sql)?.[1];
  if (literal === undefined) return null;
  return `(${product.quoteText(String(arrayToJson(literal.replaceAll("''", "'"))))})`;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
