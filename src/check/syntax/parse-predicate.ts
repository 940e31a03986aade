import type { Expression, MatchOperator } from '../expression.js';
import { parseMatch } from './parse-match.js';
import type { Parser } from './parser.js';
import { SyntaxFailure } from './tokenize.js';

const MATCH_WORDS: Readonly<Record<string, MatchOperator>> = {
  LIKE: 'like',
  ILIKE: 'ilike',
  GLOB: 'glob',
  REGEXP: 'regexp',
  RLIKE: 'regexp',
  SIMILAR: 'similar',
};

/** Predicates that are understood as far as their operands go. */
const OPAQUE_WORDS = new Set(['MEMBER', 'OVERLAPS', 'MATCH']);

/**
 * Reads [NOT] BETWEEN, IN, LIKE and its kin, and SQLite's NOT NULL.
 * @returns null, and nothing read, when none is there or it binds no stronger than `floor`
 */
export function parsePredicate(parser: Parser, left: Expression, floor: number): Expression | null {
  const { tokens, dialect, levels } = parser;
  if (levels.match <= floor) return null;
  const start = tokens.place;
  const negated = tokens.acceptWord('NOT');
  const { word } = tokens.peek();
  const operator = MATCH_WORDS[word];
  if (operator !== undefined) {
    tokens.skip();
    if (operator === 'similar') tokens.expectWord('TO');
    return parseMatch(parser, left, operator, negated, levels.match);
  }
  if (word === 'BETWEEN') return parseBetween(parser, left, negated);
  if (word === 'IN') return parseIn(parser, left, negated);
  if (word === 'SOUNDS' || (!negated && OPAQUE_WORDS.has(word))) return parseOpaque(parser, left, word);
  if (negated && word === 'NULL' && dialect === 'sqlite') {
    tokens.skip();
    return { kind: 'is', test: 'null', operand: left, negated };
  }
  tokens.returnTo(start);
  return null;
}

function parseBetween(
  { tokens, dialect, levels, parse }: Parser,
  operand: Expression,
  negated: boolean,
): Expression {
  tokens.skip();
  const symmetric = tokens.acceptWord('SYMMETRIC');
  tokens.acceptWord('ASYMMETRIC');
  const low = parse(levels.and);
  tokens.expectWord('AND');
  // In MySQL's grammar the upper bound may itself be such a predicate.
  const high = parse(dialect === 'mysql' ? levels.match - 1 : levels.match);
  return { kind: 'between', operand, low, high, negated, symmetric };
}

function parseIn({ tokens, parse }: Parser, operand: Expression, negated: boolean): Expression {
  tokens.skip();
  tokens.expect('(');
  const list: Expression[] = [];
  if (tokens.peek().word === 'SELECT') throw new SyntaxFailure('a subquery');
  while (!tokens.isAt(')')) {
    list.push(parse(0));
    if (!tokens.accept(',')) break;
  }
  tokens.expect(')');
  return { kind: 'in', operand, list, negated };
}

function parseOpaque({ tokens, levels, parse }: Parser, left: Expression, word: string): Expression {
  tokens.skip();
  if (word === 'MEMBER') tokens.acceptWord('OF');
  return { kind: 'opaque', operator: word.toLowerCase(), operands: [left, parse(levels.match)] };
}
