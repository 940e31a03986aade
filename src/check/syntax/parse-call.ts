import type { Expression } from '../expression.js';
import { castTo } from './cast-to.js';
import type { Parser } from './parser.js';
import { parseTypeName } from './parse-type-name.js';
import { SyntaxFailure } from './tokenize.js';

/** Reads a function with its arguments, those that SQL gives a grammar of their own included: CAST(a AS b). */
export function parseCall(parser: Parser): Expression {
  const name = parser.tokens.identifier().text.toLowerCase();
  switch (name) {
    case 'row':
      return parseRow(parser);
    case 'cast':
    case 'try_cast':
      return parseCast(parser);
    case 'convert':
      return parseConvert(parser);
    case 'extract':
      return parseExtract(parser);
    case 'position':
      return parsePosition(parser);
    case 'trim':
      return parseTrim(parser);
    case 'substring':
    case 'substr':
    case 'mid':
      return parseSubstring(parser);
    case 'similar_to_escape':
    case 'similar_escape':
      return parseArguments(parser, 'similar_to_escape');
    default:
      return parseArguments(parser, name);
  }
}

/**
 * Reads the arguments of a function whose name has been read.
 * @throws {SyntaxFailure} when it is an aggregate or a window function
 */
export function parseArguments({ tokens, parse }: Parser, name: string): Expression {
  tokens.expect('(');
  const args: Expression[] = [];
  if (tokens.peek().text === '*' || tokens.peek().word === 'DISTINCT')
    throw new SyntaxFailure('an aggregate function');
  while (!tokens.isAt(')')) {
    tokens.acceptWord('VARIADIC');
    args.push(parse(0));
    if (!tokens.accept(',')) break;
  }
  tokens.expect(')');
  const word = tokens.peek().word;
  if (word === 'OVER' || word === 'FILTER') throw new SyntaxFailure('a window or aggregate function');
  return { kind: 'call', name, args };
}

function parseRow({ tokens, parse }: Parser): Expression {
  tokens.expect('(');
  const items: Expression[] = [];
  while (tokens.peek().text !== ')') {
    items.push(parse(0));
    if (!tokens.accept(',')) break;
  }
  tokens.expect(')');
  return { kind: 'row', items };
}

function parseCast(parser: Parser): Expression {
  const { tokens, parse } = parser;
  tokens.expect('(');
  const operand = parse(0);
  tokens.expectWord('AS');
  const type = parseTypeName(parser);
  tokens.expect(')');
  return castTo(type, operand);
}

/** CONVERT(a, type), or CONVERT(a USING utf8mb4), which leaves the text as it is. */
function parseConvert(parser: Parser): Expression {
  const { tokens, parse } = parser;
  tokens.expect('(');
  const operand = parse(0);
  if (tokens.acceptWord('USING')) {
    tokens.identifier();
    tokens.expect(')');
    return operand;
  }
  tokens.expect(',');
  const type = parseTypeName(parser);
  tokens.expect(')');
  return castTo(type, operand);
}

function parseExtract({ tokens, parse }: Parser): Expression {
  tokens.expect('(');
  const field = tokens.peek();
  tokens.skip();
  if (!tokens.acceptWord('FROM')) throw new SyntaxFailure('EXTRACT without FROM');
  const operand = parse(0);
  tokens.expect(')');
  const name: Expression = { kind: 'literal', form: 'text', value: field.text.toLowerCase() };
  return { kind: 'call', name: 'extract', args: [name, operand] };
}

/** POSITION(a IN b), as a call of strpos(b, a). */
function parsePosition({ tokens, levels, parse }: Parser): Expression {
  tokens.expect('(');
  const sought = parse(levels.match);
  tokens.expectWord('IN');
  const text = parse(0);
  tokens.expect(')');
  return { kind: 'call', name: 'strpos', args: [text, sought] };
}

/** TRIM(a), TRIM(a, characters), TRIM(LEADING characters FROM a), TRIM(FROM a). */
function parseTrim({ tokens, parse }: Parser): Expression {
  tokens.expect('(');
  const side = tokens.peek().word;
  const name = side === 'LEADING' ? 'ltrim' : side === 'TRAILING' ? 'rtrim' : 'trim';
  if (name !== 'trim' || side === 'BOTH') tokens.skip();
  const args: Expression[] = [];
  if (tokens.acceptWord('FROM')) args.push(parse(0));
  else {
    args.push(parse(0));
    if (tokens.accept(',')) args.push(parse(0));
    else if (tokens.acceptWord('FROM')) args.unshift(parse(0));
  }
  tokens.expect(')');
  return { kind: 'call', name, args };
}

/** SUBSTRING(a, from, length), SUBSTRING(a FROM from FOR length). */
function parseSubstring({ tokens, parse }: Parser): Expression {
  tokens.expect('(');
  const args = [parse(0)];
  if (tokens.acceptWord('SIMILAR')) throw new SyntaxFailure('SUBSTRING … SIMILAR');
  if (tokens.acceptWord('FROM')) {
    args.push(parse(0));
    if (tokens.acceptWord('FOR')) args.push(parse(0));
  } else if (tokens.acceptWord('FOR')) {
    args.push({ kind: 'literal', form: 'integer', value: 1 }, parse(0));
  } else while (tokens.accept(',')) args.push(parse(0));
  tokens.expect(')');
  return { kind: 'call', name: 'substring', args };
}
