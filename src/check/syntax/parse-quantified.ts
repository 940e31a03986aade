import type { Expression } from '../expression.js';
import type { Parser } from './parser.js';
import { SyntaxFailure } from './tokenize.js';

/** The right side of a comparison with each item of a list. */
export interface Quantified {
  /** As written: SOME is ANY. */
  readonly word: 'ANY' | 'SOME' | 'ALL';
  /** An array constructor or an array literal; an array column stays opaque. */
  readonly list: Expression;
}

/** Reads ANY (list) or ALL (list); null, and nothing read, when neither is there. */
export function parseQuantified({ tokens, parse }: Parser): Quantified | null {
  const { word } = tokens.peek();
  if ((word !== 'ANY' && word !== 'SOME' && word !== 'ALL') || tokens.peek(1).text !== '(') return null;
  tokens.skip();
  tokens.expect('(');
  if (tokens.peek().word === 'SELECT') throw new SyntaxFailure('a subquery');
  const list = parse(0);
  tokens.expect(')');
  return { word, list };
}
