import type { TypeName } from '../expression.js';
import type { Parser } from './parser.js';

/**
 * Reads the name of a type, as in a cast: several words, parameters, brackets of an array.
 * @throws {SyntaxFailure} when none is there
 */
export function parseTypeName(parser: Parser): TypeName {
  const type = tryTypeName(parser);
  if (!type) throw parser.tokens.unexpected('where a type should be');
  return type;
}

/** The same; null when no name is there. */
export function tryTypeName(parser: Parser): TypeName | null {
  const { tokens } = parser;
  if (tokens.peek().type !== 'name' && tokens.peek().type !== 'quoted') return null;
  let words = [tokens.identifier().text];
  while (tokens.accept('.')) words = [tokens.identifier().text];
  words.push(...parseMoreWords(parser));
  const parameters = parseParameters(parser);
  words.push(...parseMoreWords(parser));
  let array = tokens.acceptWord('ARRAY');
  while (tokens.accept('[')) {
    if (tokens.peek().type === 'number') tokens.skip();
    tokens.expect(']');
    array = true;
  }
  return { name: words.join(' ').toLowerCase(), parameters, array };
}

const CONTINUATIONS = new Set(['PRECISION', 'VARYING', 'UNSIGNED', 'SIGNED', 'INTEGER', 'INT']);

/** Words behind the first one or behind the parameters; MySQL's character set is left out. */
function parseMoreWords({ tokens, dialect }: Parser): string[] {
  const words: string[] = [];
  for (;;) {
    const { word, type } = tokens.peek();
    const second = tokens.peek(1).word;
    if ((word === 'WITH' || word === 'WITHOUT') && second === 'TIME') {
      tokens.skip(3);
      words.push(word === 'WITH' ? 'with time zone' : 'without time zone');
    } else if (word === 'CHARSET' || (word === 'CHARACTER' && second === 'SET')) {
      tokens.skip(word === 'CHARSET' ? 2 : 3);
    } else if (CONTINUATIONS.has(word) || (dialect === 'sqlite' && type === 'name' && word !== 'COLLATE')) {
      tokens.skip();
      words.push(word.toLowerCase());
    } else return words;
  }
}

function parseParameters({ tokens }: Parser): number[] {
  const parameters: number[] = [];
  if (!tokens.accept('(')) return parameters;
  while (tokens.peek().text !== ')') {
    const token = tokens.peek();
    if (token.type === 'end') break;
    if (token.type === 'number') parameters.push(Number(token.text));
    tokens.skip();
  }
  tokens.expect(')');
  return parameters;
}
