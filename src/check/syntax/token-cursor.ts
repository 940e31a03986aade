import type { Dialect } from '../../introspect/catalog.js';
import { SyntaxFailure, tokenize, type Token } from './tokenize.js';

/** A place in the tokens of an expression, the last of which is its end. */
export class TokenCursor {
  readonly #tokens: readonly Token[];
  #next = 0;

  /** @throws {SyntaxFailure} when the text is not made of tokens of the dialect */
  constructor(sql: string, dialect: Dialect) {
    this.#tokens = tokenize(sql, dialect);
  }

  /** The token that is next, or one behind it. */
  peek(ahead = 0): Token {
    return this.#tokens[this.#next + ahead] ?? this.#tokens.at(-1)!;
  }

  /** Steps over tokens that have been looked at; never over the end. */
  skip(count = 1): void {
    this.#next += count;
    if (this.#next >= this.#tokens.length) throw new SyntaxFailure('the expression ends too early');
  }

  /** Whether an operator or a punctuation mark is there, `ahead` tokens behind the next one. */
  isAt(operator: string, ahead = 0): boolean {
    const token = this.peek(ahead);
    return token.type === 'operator' && token.text === operator;
  }

  /** Steps over an operator if it is next. */
  accept(operator: string): boolean {
    if (!this.isAt(operator)) return false;
    this.#next++;
    return true;
  }

  /** Steps over a word if it is next. */
  acceptWord(word: string): boolean {
    if (this.peek().word !== word) return false;
    this.#next++;
    return true;
  }

  expect(operator: string): void {
    if (!this.accept(operator)) throw this.#missing(operator);
  }

  expectWord(word: string): void {
    if (!this.acceptWord(word)) throw this.#missing(word);
  }

  /** Steps over a name, quoted or not. */
  identifier(): Token {
    const token = this.peek();
    if (token.type !== 'name' && token.type !== 'quoted') throw this.unexpected();
    this.#next++;
    return token;
  }

  /** The place, to come back to by `returnTo`. */
  get place(): number {
    return this.#next;
  }

  returnTo(place: number): void {
    this.#next = place;
  }

  /**
   * Why the next token cannot be understood.
   * @param where says more about the place, as "behind IS"
   */
  unexpected(where?: string): SyntaxFailure {
    const words = ['unexpected', describe(this.peek()), where];
    return new SyntaxFailure(words.filter((word) => word !== undefined).join(' '));
  }

  #missing(wanted: string): SyntaxFailure {
    return new SyntaxFailure(`${describe(this.peek())} where ${wanted} should be`);
  }
}

function describe(token: Token): string {
  if (token.type === 'end') return 'the end';
  if (token.type === 'operator') return `"${token.text}"`;
  // A literal may be confidential, and SQLite has them in double quotes, too; a word of the schema is not.
  if (token.type === 'quoted') return 'a quoted name';
  return token.type === 'name' ? `the word ${token.text}` : 'a literal';
}
