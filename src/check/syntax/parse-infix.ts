import type { Expression } from '../expression.js';
import { castTo } from './cast-to.js';
import { parseIs, parseNullTest } from './parse-is.js';
import { parseOperator, parseWordOperator } from './parse-operator.js';
import type { Parser } from './parser.js';
import { parsePredicate } from './parse-predicate.js';
import { parseTypeName } from './parse-type-name.js';
import { SyntaxFailure } from './tokenize.js';

const PUNCTUATION = ['.', ')', ']', ',', '(', ':'];

/**
 * Reads an operator behind an operand, and its other operands.
 * @param floor how strongly it must bind at least, itself excluded
 * @returns null, and nothing read, when there is none that binds so strongly
 */
export function parseInfix(parser: Parser, left: Expression, floor: number): Expression | null {
  const { tokens, dialect } = parser;
  const { type, text, word } = tokens.peek();
  if (type === 'name') return parseInfixWord(parser, left, word, floor);
  if (type !== 'operator') return null;
  if (text === '::' && dialect === 'postgres') {
    tokens.skip();
    return castTo(parseTypeName(parser), left);
  }
  if (text === '[' && dialect === 'postgres') return parseSubscript(parser, left);
  return PUNCTUATION.includes(text) ? null : parseOperator(parser, left, text, floor);
}

function parseSubscript({ tokens, parse }: Parser, left: Expression): Expression {
  tokens.expect('[');
  const operands = [left];
  while (tokens.peek().text !== ']') {
    if (!tokens.accept(':')) operands.push(parse(0));
    if (tokens.peek().type === 'end') throw new SyntaxFailure('unfinished subscript');
  }
  tokens.expect(']');
  return { kind: 'opaque', operator: '[]', operands };
}

function parseInfixWord(parser: Parser, left: Expression, word: string, floor: number): Expression | null {
  switch (word) {
    case 'AND':
    case 'OR':
    case 'XOR':
    case 'DIV':
    case 'MOD':
    case 'OPERATOR':
      return parseWordOperator(parser, left, word, floor);
    case 'IS':
      return parseIs(parser, left, floor);
    case 'ISNULL':
    case 'NOTNULL':
      return parseNullTest(parser, left, floor);
    case 'COLLATE':
      return parseCollate(parser, left, floor);
    case 'AT':
      return parseTimeZone(parser, left, floor);
    default:
      return parsePredicate(parser, left, floor);
  }
}

function parseCollate({ tokens, levels }: Parser, operand: Expression, floor: number): Expression | null {
  if (levels.collate <= floor) return null;
  tokens.skip();
  let name = tokens.identifier();
  while (tokens.accept('.')) name = tokens.identifier();
  return { kind: 'collate', operand, collation: name.text };
}

function parseTimeZone(
  { tokens, dialect, levels, parse }: Parser,
  left: Expression,
  floor: number,
): Expression | null {
  if (dialect !== 'postgres' || levels.collate <= floor) return null;
  tokens.skip();
  if (tokens.acceptWord('LOCAL')) return { kind: 'opaque', operator: 'at time zone', operands: [left] };
  tokens.expectWord('TIME');
  tokens.expectWord('ZONE');
  const zone = parse(levels.collate - 1);
  return { kind: 'opaque', operator: 'at time zone', operands: [left, zone] };
}
