import type { Dialect } from '../../introspect/catalog.js';

/**
 * A token of a SQL expression. `name` is an unquoted word (or keyword), `quoted` an identifier in quotes,
 * `text` and `bytes` are literals already unescaped, `bits` a bit-string literal.
 */
export interface Token {
  readonly type: 'name' | 'quoted' | 'number' | 'text' | 'bytes' | 'bits' | 'operator' | 'end';
  /** The word as written, the identifier or literal without its quotes, the operator. */
  readonly text: string;
  /** Upper case of a `name`, else ''. */
  readonly word: string;
  /** Which quotes an identifier had. */
  readonly quote: '"' | '`' | '[' | '';
  /** Position in the SQL, for messages. */
  readonly at: number;
}

/** Why an expression was not understood. */
export class SyntaxFailure extends Error {}

/**
 * Cuts the SQL of an expression into tokens, as the dialect writes literals, identifiers and operators.
 * @param sql text of an expression, without CHECK and WHERE
 * @param dialect whose lexical rules apply
 * @returns tokens, the last of type `end`
 * @throws {SyntaxFailure} on an unfinished literal or comment, or a character that starts no token
 */
export function tokenize(sql: string, dialect: Dialect): Token[] {
  const tokens: Token[] = [];
  let text = sql;
  let at = 0;
  for (;;) {
    at = skipBlanks(text, at, dialect);
    if (at >= text.length) break;
    if (dialect === 'mysql' && /^(?:_\w+ ?)?\\'/.test(text.slice(at, at + 40))) {
      // information_schema shows stored CHECKs with their quotes escaped once more.
      text = text.slice(0, at) + text.slice(at).replace(/\\(.)/gs, '$1');
    }
    const { token, end } = readToken(text, at, dialect);
    const last = tokens.at(-1);
    if (token.type === 'text' && last?.type === 'text' && dialect !== 'sqlite') {
      tokens[tokens.length - 1] = { ...last, text: last.text + token.text };
    } else tokens.push(token);
    at = end;
  }
  tokens.push({ type: 'end', text: '', word: '', quote: '', at: text.length });
  return tokens;
}

interface Read {
  readonly token: Token;
  readonly end: number;
}

const BLANK = /\s/;
const NAME_START = /[A-Za-z_\u0080-\uffff]/;
const NAME = /[A-Za-z_\u0080-\uffff][A-Za-z0-9_$\u0080-\uffff]*/y;
const DIGIT = /[0-9]/;
const NUMBER =
  /0[xX][0-9a-fA-F_]+|0[oO][0-7_]+|0[bB][01_]+|(?:[0-9][0-9_]*(?:\.[0-9_]*)?|\.[0-9][0-9_]*)(?:[eE][+-]?[0-9]+)?/y;
const POSTGRES_OPERATOR = /[+\-*/<>=~!@#%^&|`?]+/y;
const PLAIN_OPERATOR = /->>|->|<=>|\|\||<<|>>|<>|<=|>=|==|!=|:=|&&|[-+*/%&|~<>=!^]/y;
const PUNCTUATION = '(),.[]:;{}';

function readToken(sql: string, at: number, dialect: Dialect): Read {
  const first = sql[at]!;
  if (first === "'") return readText(sql, at, at, dialect === 'mysql' ? 'mysql' : null);
  if (first === '"') {
    return dialect === 'mysql' ? readText(sql, at, at, 'mysql') : readQuoted(sql, at, '"', '"');
  }
  if (first === '`' && dialect !== 'postgres') return readQuoted(sql, at, '`', '`');
  if (first === '[' && dialect === 'sqlite') return readQuoted(sql, at, '[', ']');
  if (first === '$' && dialect === 'postgres') return readDollarText(sql, at);
  const prefixed = readPrefixedLiteral(sql, at, dialect);
  if (prefixed) return prefixed;
  if (NAME_START.test(first)) {
    const name = matchAt(NAME, sql, at);
    return { token: token('name', name, at), end: at + name.length };
  }
  if (DIGIT.test(first) || (first === '.' && DIGIT.test(sql[at + 1] ?? ''))) return readNumber(sql, at);
  if (first === ':' && sql[at + 1] === ':') return { token: token('operator', '::', at), end: at + 2 };
  if (PUNCTUATION.includes(first)) return { token: token('operator', first, at), end: at + 1 };
  return readOperator(sql, at, dialect);
}

function token(type: Token['type'], text: string, at: number, quote: Token['quote'] = ''): Token {
  return { type, text, word: type === 'name' ? text.toUpperCase() : '', quote, at };
}

function matchAt(pattern: RegExp, sql: string, at: number): string {
  pattern.lastIndex = at;
  return pattern.exec(sql)?.[0] ?? '';
}

function skipBlanks(sql: string, start: number, dialect: Dialect): number {
  let at = start;
  for (;;) {
    while (at < sql.length && BLANK.test(sql[at]!)) at++;
    if (startsLineComment(sql, at, dialect)) {
      const newline = sql.indexOf('\n', at);
      at = newline < 0 ? sql.length : newline + 1;
    } else if (sql.startsWith('/*', at)) {
      const end = sql.indexOf('*/', at + 2);
      if (end < 0) throw new SyntaxFailure('unfinished comment');
      at = end + 2;
    } else return at;
  }
}

/** MySQL wants a blank behind the two dashes: `--a` negates twice. */
function startsLineComment(sql: string, at: number, dialect: Dialect): boolean {
  if (dialect === 'mysql') return sql[at] === '#' || /^--(?:\s|$)/.test(sql.slice(at, at + 3));
  return sql.startsWith('--', at);
}

/** A literal in single quotes (or MySQL's double quotes), doubled quotes unescaped, backslashes where they count. */
function readText(sql: string, start: number, quoteAt: number, backslashes: Dialect | null): Read {
  const quote = sql[quoteAt]!;
  let value = '';
  let at = quoteAt + 1;
  for (;;) {
    const character = sql[at];
    if (character === undefined) throw new SyntaxFailure('unfinished text literal');
    if (character === quote) {
      if (sql[at + 1] !== quote) return { token: token('text', value, start), end: at + 1 };
      value += quote;
      at += 2;
    } else if (character === '\\' && backslashes) {
      const escape = readEscape(sql, at, backslashes);
      value += escape.text;
      at = escape.end;
    } else {
      value += character;
      at++;
    }
  }
}

const ESCAPES: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  b: '\b',
  f: '\f',
  '0': '\0',
  Z: '\x1a',
};

function readEscape(sql: string, at: number, dialect: Dialect): { text: string; end: number } {
  const code = /\\(?:x([0-9a-fA-F]{1,2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8}))/y;
  code.lastIndex = at;
  const match = code.exec(sql);
  if (match) {
    const point = Number.parseInt((match[1] ?? match[2] ?? match[3])!, 16);
    return { text: String.fromCodePoint(point), end: at + match[0].length };
  }
  const character = sql[at + 1] ?? '';
  const keptBeforeWildcard = dialect === 'mysql' && (character === '%' || character === '_');
  return { text: ESCAPES[character] ?? (keptBeforeWildcard ? `\\${character}` : character), end: at + 2 };
}

function readQuoted(sql: string, start: number, open: '"' | '`' | '[', close: string): Read {
  let name = '';
  let at = start + 1;
  for (;;) {
    const end = sql.indexOf(close, at);
    if (end < 0) throw new SyntaxFailure('unfinished quoted name');
    name += sql.slice(at, end);
    if (open === '[' || sql[end + 1] !== close)
      return { token: token('quoted', name, start, open), end: end + 1 };
    name += close;
    at = end + 2;
  }
}

function readDollarText(sql: string, at: number): Read {
  const tag = matchAt(/\$(?:[A-Za-z_][A-Za-z0-9_]*)?\$/y, sql, at);
  const end = tag === '' ? -1 : sql.indexOf(tag, at + tag.length);
  if (end < 0) throw new SyntaxFailure('unfinished dollar-quoted text');
  return { token: token('text', sql.slice(at + tag.length, end), at), end: end + tag.length };
}

/** E'…', U&'…', N'…', _utf8mb4'…', X'…', B'…': a word that belongs to the literal behind it. */
function readPrefixedLiteral(sql: string, at: number, dialect: Dialect): Read | null {
  const prefix = matchAt(/(?:[eEnNxXbB]|[uU]&|_[A-Za-z0-9]+ ?)(?=')/y, sql, at).trimEnd();
  if (prefix === '') return null;
  const quoteAt = sql.indexOf("'", at);
  const kind = prefix[0]!.toUpperCase();
  if (kind === 'X' || kind === 'B') {
    const { token: body, end } = readText(sql, at, quoteAt, null);
    return { token: { ...body, type: kind === 'X' ? 'bytes' : 'bits' }, end };
  }
  if (dialect === 'sqlite' || (kind === '_' && dialect !== 'mysql')) return null;
  return readText(sql, at, quoteAt, kind === 'E' || dialect === 'mysql' ? dialect : null);
}

function readNumber(sql: string, at: number): Read {
  const digits = matchAt(NUMBER, sql, at);
  const end = at + digits.length;
  if (NAME_START.test(sql[end] ?? ' '))
    throw new SyntaxFailure(`unexpected character after a number at ${end}`);
  return { token: token('number', digits.replaceAll('_', ''), at), end };
}

function readOperator(sql: string, at: number, dialect: Dialect): Read {
  let text = matchAt(dialect === 'postgres' ? POSTGRES_OPERATOR : PLAIN_OPERATOR, sql, at);
  if (dialect === 'postgres') text = trimPostgresOperator(text);
  if (text === '') throw new SyntaxFailure(`unexpected character at ${at}`);
  return { token: token('operator', text, at), end: at + text.length };
}

/** PostgreSQL: a longer operator ends in + or - only if it holds one of ~ ! @ # % ^ & | ` ?; comments end it too. */
function trimPostgresOperator(operator: string): string {
  const comment = operator.search(/--|\/\*/);
  let text = comment > 0 ? operator.slice(0, comment) : operator;
  while (text.length > 1 && /[+-]$/.test(text) && !/[~!@#%^&|`?]/.test(text)) text = text.slice(0, -1);
  return text;
}
