import type { Expression, TypeName } from '../expression.js';
import { castTo } from './cast-to.js';
import type { Parser } from './parser.js';
import { tryTypeName } from './parse-type-name.js';
import type { Token } from './tokenize.js';

/** First words of types that consist of several words. */
const TYPE_WORDS = new Set(['DOUBLE', 'CHARACTER', 'TIMESTAMP', 'TIME', 'BIT', 'NATIONAL']);

/**
 * Reads DATE '2020-01-01', TIMESTAMP WITH TIME ZONE '…', numeric '1.5': a type name before a text literal.
 * @returns null, and nothing read, when the word is something else
 */
export function parseTypedLiteral(parser: Parser): Expression | null {
  const { tokens, dialect } = parser;
  if (dialect === 'sqlite') return null;
  const start = tokens.place;
  if (tokens.peek(1).type === 'text' || TYPE_WORDS.has(tokens.peek().word)) {
    const type = tryTypeName(parser);
    const literal = tokens.peek();
    if (type && literal.type === 'text') {
      tokens.skip();
      return castTo(type, { kind: 'literal', form: 'text', value: literal.text });
    }
  }
  tokens.returnTo(start);
  return null;
}

const INTERVAL: TypeName = { name: 'interval', parameters: [], array: false };

const INTERVAL_UNITS = new Set('MICROSECOND SECOND MINUTE HOUR DAY WEEK MONTH QUARTER YEAR'.split(' '));

/**
 * Reads INTERVAL '1 day', INTERVAL '1' DAY, INTERVAL 1 DAY.
 * @returns null, and nothing read, when the word is a column or a function
 */
export function parseInterval({ tokens, dialect, levels, parse }: Parser): Expression | null {
  if (dialect === 'sqlite') return null;
  const start = tokens.place;
  const literal = tokens.peek(1);
  if (literal.type === 'text' && !isIntervalUnit(tokens.peek(2))) {
    tokens.skip(2);
    return castTo(INTERVAL, { kind: 'literal', form: 'text', value: literal.text });
  }
  if (dialect !== 'mysql' && literal.type !== 'text') return null;
  tokens.skip();
  const amount = parse(levels.match);
  const unit = tokens.peek();
  if (!isIntervalUnit(unit)) {
    tokens.returnTo(start);
    return null;
  }
  tokens.skip();
  return { kind: 'interval', amount, unit: unit.word.toLowerCase() };
}

function isIntervalUnit(token: Token): boolean {
  return INTERVAL_UNITS.has(token.word);
}
