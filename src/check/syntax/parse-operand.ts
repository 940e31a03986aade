import type { Expression } from '../expression.js';
import { parseArguments, parseCall } from './parse-call.js';
import type { Parser } from './parser.js';
import { parseInterval, parseTypedLiteral } from './parse-typed-literal.js';
import { readLiteral, readNumber, type LiteralToken } from './read-literal.js';
import { SyntaxFailure, type Token } from './tokenize.js';

/**
 * Reads an operand: a literal, a column, a call, what stands in parentheses, and the signs before it.
 * @throws {SyntaxFailure} when there is none
 */
export function parseOperand(parser: Parser): Expression {
  const { tokens, dialect } = parser;
  const token = tokens.peek();
  switch (token.type) {
    case 'number':
    case 'text':
    case 'bytes':
    case 'bits':
      tokens.skip();
      return readLiteral(token as LiteralToken, dialect);
    case 'quoted':
      return parseReference(parser);
    case 'name':
      return parseWord(parser, token);
    case 'operator':
      return parsePrefixOperator(parser, token);
    case 'end':
      throw new SyntaxFailure('the expression ends too early');
  }
}

function parsePrefixOperator(parser: Parser, { text }: Token): Expression {
  const { tokens, dialect, levels, parse } = parser;
  if (text === '(') return parseParenthesis(parser);
  if (text === '-' || text === '+' || text === '~') return parseSign(parser, text);
  if (text !== '!' || dialect !== 'mysql') throw tokens.unexpected();
  tokens.skip();
  return { kind: 'not', operand: parse(levels.sign) };
}

function parseSign({ tokens, dialect, levels, parse }: Parser, operator: '-' | '+' | '~'): Expression {
  tokens.skip();
  const token = tokens.peek();
  if (operator === '-' && token.type === 'number' && tokens.peek(1).text !== '::') {
    tokens.skip();
    // One literal, so that the smallest 64-bit integer stays an integer.
    return readNumber(`-${token.text}`);
  }
  const isBitwise = operator === '~' && dialect === 'postgres';
  const operand = parse(isBitwise ? levels.other : levels.sign - 1);
  return { kind: 'sign', operator, operand };
}

function parseParenthesis({ tokens, parse }: Parser): Expression {
  tokens.expect('(');
  if (tokens.peek().word === 'SELECT' || tokens.peek().word === 'WITH') throw new SyntaxFailure('a subquery');
  const items = [parse(0)];
  while (tokens.accept(',')) items.push(parse(0));
  tokens.expect(')');
  return items.length === 1 ? items[0]! : { kind: 'row', items };
}

const MOMENTS = new Set([
  'CURRENT_DATE',
  'CURRENT_TIME',
  'CURRENT_TIMESTAMP',
  'LOCALTIME',
  'LOCALTIMESTAMP',
  'CURRENT_USER',
  'SESSION_USER',
]);

/** Words that cannot start an operand, so that `a = AND b` is refused instead of read as a column. */
const RESERVED = new Set(
  'AND OR NOT XOR IN IS LIKE ILIKE BETWEEN THEN WHEN ELSE END ESCAPE COLLATE FROM SELECT WHERE ORDER GROUP'.split(
    ' ',
  ),
);

function parseWord(parser: Parser, { word }: Token): Expression {
  const { tokens, dialect, levels, parse } = parser;
  const opens = tokens.isAt('(', 1);
  if (word === 'NOT') {
    tokens.skip();
    return { kind: 'not', operand: parse(levels.not - 1) };
  }
  if (word === 'CASE') return parseCase(parser);
  if (word === 'EXISTS' && opens) throw new SyntaxFailure('a subquery');
  if (word === 'NULL') {
    tokens.skip();
    return { kind: 'literal', form: 'null', value: null };
  }
  if ((word === 'TRUE' || word === 'FALSE') && !opens && tokens.peek(1).text !== '.') {
    tokens.skip();
    return { kind: 'literal', form: 'boolean', value: word === 'TRUE' ? 1 : 0 };
  }
  if (MOMENTS.has(word)) return parseMoment(parser);
  if (word === 'ARRAY' && tokens.peek(1).text === '[') return parseArray(parser);
  if (word === 'BINARY' && dialect === 'mysql' && !opens) {
    tokens.skip();
    return { kind: 'collate', operand: parse(levels.sign - 1), collation: 'binary' };
  }
  const interval = word === 'INTERVAL' ? parseInterval(parser) : null;
  if (interval) return interval;
  if (opens && (!RESERVED.has(word) || word === 'LIKE')) return parseCall(parser);
  const typed = parseTypedLiteral(parser);
  if (typed) return typed;
  if (RESERVED.has(word)) throw tokens.unexpected();
  return parseReference(parser);
}

function parseCase({ tokens, parse }: Parser): Expression {
  tokens.skip();
  const base = tokens.peek().word === 'WHEN' ? null : parse(0);
  const branches: { when: Expression; then: Expression }[] = [];
  while (tokens.acceptWord('WHEN')) {
    const when = parse(0);
    tokens.expectWord('THEN');
    branches.push({ when, then: parse(0) });
  }
  if (branches.length === 0) throw new SyntaxFailure('CASE without WHEN');
  const otherwise = tokens.acceptWord('ELSE') ? parse(0) : null;
  tokens.expectWord('END');
  return { kind: 'case', base, branches, otherwise };
}

/** CURRENT_TIMESTAMP, or CURRENT_TIMESTAMP(6). */
function parseMoment({ tokens }: Parser): Expression {
  const { word } = tokens.identifier();
  if (tokens.accept('(')) {
    if (tokens.peek().type === 'number') tokens.skip();
    tokens.expect(')');
  }
  return { kind: 'call', name: word.toLowerCase(), args: [] };
}

/** ARRAY[…], in which the word is left out of the inner ones. */
function parseArray(parser: Parser): Expression {
  const { tokens, parse } = parser;
  tokens.acceptWord('ARRAY');
  tokens.expect('[');
  const items: Expression[] = [];
  while (tokens.peek().text !== ']') {
    items.push(tokens.peek().text === '[' ? parseArray(parser) : parse(0));
    if (!tokens.accept(',')) break;
  }
  tokens.expect(']');
  return { kind: 'array', items };
}

/** `a`, `t.a`, `s.t.a`, or `s.f(…)`, where a schema stands before a function. */
function parseReference(parser: Parser): Expression {
  const { tokens } = parser;
  const parts: Token[] = [tokens.identifier()];
  while (tokens.accept('.')) parts.push(tokens.identifier());
  const last = parts.at(-1)!;
  if (tokens.isAt('(')) return parseArguments(parser, last.text.toLowerCase());
  return {
    kind: 'column',
    name: last.text,
    table: parts.at(-2)?.text ?? null,
    quoted: last.quote === '"' && parts.length === 1 ? 'double' : last.type === 'quoted' ? 'other' : false,
  };
}
