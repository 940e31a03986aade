import type { Expression, MatchOperator } from '../expression.js';
import { parseQuantified } from './parse-quantified.js';
import type { Parser } from './parser.js';

/**
 * Reads what a text is matched with: a pattern and its ESCAPE, or any or all patterns of a list.
 * @param level how strongly the operator binds
 */
export function parseMatch(
  parser: Parser,
  left: Expression,
  operator: MatchOperator,
  negated: boolean,
  level: number,
): Expression {
  const { tokens, parse } = parser;
  const quantified = parseQuantified(parser);
  if (quantified === null) {
    const pattern = parse(level);
    const escape = tokens.acceptWord('ESCAPE') ? parse(level) : null;
    return matchOf(left, operator, pattern, escape, negated);
  }
  const { word, list } = quantified;
  if (list.kind !== 'array')
    return { kind: 'opaque', operator: `${operator} ${word}`, operands: [left, list] };
  const matches = list.items.map((pattern) => matchOf(left, operator, pattern, null, negated));
  return { kind: word === 'ALL' ? 'and' : 'or', operands: matches };
}

/** PostgreSQL stores `x SIMILAR TO p` as `x ~ similar_to_escape(p)`. */
function matchOf(
  operand: Expression,
  operator: MatchOperator,
  pattern: Expression,
  escape: Expression | null,
  negated: boolean,
): Expression {
  if (operator === 'regexp' && pattern.kind === 'call' && pattern.name === 'similar_to_escape') {
    const [similar, similarEscape] = pattern.args;
    if (similar)
      return {
        kind: 'match',
        operator: 'similar',
        operand,
        pattern: similar,
        escape: similarEscape ?? null,
        negated,
      };
  }
  return { kind: 'match', operator, operand, pattern, escape, negated };
}
