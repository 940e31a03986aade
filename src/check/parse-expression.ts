import type { Dialect } from '../introspect/catalog.js';
import type { Expression } from './expression.js';
import { LEVELS } from './syntax/levels.js';
import { parseInfix } from './syntax/parse-infix.js';
import { parseOperand } from './syntax/parse-operand.js';
import type { Parser } from './syntax/parser.js';
import { TokenCursor } from './syntax/token-cursor.js';
import { SyntaxFailure } from './syntax/tokenize.js';

/** An expression, or the reason why it was not understood. */
export type ParseResult =
  { readonly ok: true; readonly expression: Expression } | { readonly ok: false; readonly reason: string };

/**
 * Parses a scalar SQL expression: the body of a CHECK, the predicate of a partial index, an indexed expression.
 * Never throws: what it does not understand (subqueries, window functions, odd operators) is a typed failure.
 * @param sql text of the expression, as the schema or the database's catalog shows it
 * @param dialect whose literals, operators and precedence apply
 */
export function parseExpression(sql: string, dialect: Dialect): ParseResult {
  try {
    return { ok: true, expression: parseWhole(sql, dialect) };
  } catch (error) {
    if (error instanceof SyntaxFailure) return { ok: false, reason: error.message };
    if (error instanceof RangeError) return { ok: false, reason: 'the expression is nested too deeply' };
    throw error;
  }
}

function parseWhole(sql: string, dialect: Dialect): Expression {
  const tokens = new TokenCursor(sql, dialect);
  const parser: Parser = { tokens, dialect, levels: LEVELS[dialect], parse };
  const expression = parse(0);
  if (tokens.peek().type !== 'end') throw tokens.unexpected();
  return expression;

  /** Precedence climbing: an operand, made longer by each operator that binds strongly enough. */
  function parse(floor: number): Expression {
    let left = parseOperand(parser);
    for (;;) {
      const longer = parseInfix(parser, left, floor);
      if (longer === null) return left;
      left = longer;
    }
  }
}
