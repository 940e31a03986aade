import type { Expression } from '../expression.js';
import type { Parser } from './parser.js';

const TESTS: Readonly<Record<string, 'null' | 'true' | 'false' | 'unknown'>> = {
  NULL: 'null',
  TRUE: 'true',
  FALSE: 'false',
  UNKNOWN: 'unknown',
};

/** PostgreSQL's tests of the form of a text or a document. */
const FORMS = new Set(['JSON', 'DOCUMENT', 'NORMALIZED', 'NFC', 'NFD', 'NFKC', 'NFKD']);
const FORM_CONTINUATIONS = new Set(['NORMALIZED', 'OBJECT', 'ARRAY', 'SCALAR', 'VALUE']);

/**
 * Reads IS [NOT] NULL, TRUE, FALSE, UNKNOWN, DISTINCT FROM, and SQLite's IS between any two operands.
 * @returns null when it binds no stronger than `floor`
 * @throws {SyntaxFailure} when something else stands behind IS
 */
export function parseIs(parser: Parser, left: Expression, floor: number): Expression | null {
  const { tokens, dialect, levels, parse } = parser;
  if (levels.is <= floor) return null;
  tokens.skip();
  const negated = tokens.acceptWord('NOT');
  const word = tokens.peek().word;
  if (word === 'DISTINCT' && tokens.peek(1).word === 'FROM') {
    tokens.skip(2);
    return distinct(parser, left, parse(levels.is), negated);
  }
  const test = TESTS[word];
  if (test !== undefined && (test !== 'unknown' || dialect !== 'sqlite')) {
    tokens.skip();
    return { kind: 'is', test, operand: left, negated };
  }
  if (dialect === 'sqlite') return distinct(parser, left, parse(levels.is), !negated);
  if (!FORMS.has(word)) throw tokens.unexpected('behind IS');
  tokens.skip();
  while (FORM_CONTINUATIONS.has(tokens.peek().word)) tokens.skip();
  return { kind: 'opaque', operator: `is ${word.toLowerCase()}`, operands: [left] };
}

/** In SQLite, IS (TRUE) tests truth however it is written. */
function distinct({ dialect }: Parser, left: Expression, right: Expression, negated: boolean): Expression {
  const bare = right.kind === 'collate' ? right.operand : right;
  if (dialect === 'sqlite' && bare.kind === 'literal' && bare.form === 'boolean') {
    return { kind: 'is', test: bare.value === 1 ? 'true' : 'false', operand: left, negated: !negated };
  }
  return { kind: 'distinct', left, right, negated };
}

/** Reads ISNULL and NOTNULL; null when they bind no stronger than `floor`, or the dialect lacks them. */
export function parseNullTest(
  { tokens, dialect, levels }: Parser,
  operand: Expression,
  floor: number,
): Expression | null {
  if (dialect === 'mysql' || levels.is <= floor) return null;
  const { word } = tokens.identifier();
  return { kind: 'is', test: 'null', operand, negated: word === 'NOTNULL' };
}
