import type { Dialect } from '../../introspect/catalog.js';
import type { Expression } from '../expression.js';
import type { Levels } from './levels.js';
import type { TokenCursor } from './token-cursor.js';

/** What the parsers of an expression's parts share; each reads its part from the tokens. */
export interface Parser {
  readonly tokens: TokenCursor;
  readonly dialect: Dialect;
  /** How strongly the dialect's operators bind. */
  readonly levels: Levels;
  /** Reads an operand and all operators behind it that bind stronger than `floor`. */
  readonly parse: (floor: number) => Expression;
}
