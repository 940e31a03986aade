/** What a product's SQL has beyond the standard, as far as it decides where a statement ends. */
export interface SqlLexis {
  /** A backslash in a quoted text takes the next character along. */
  readonly backslashes: boolean;
  /** `$tag$ ... $tag$` quotes anything. */
  readonly dollarQuotes: boolean;
  /** `#` begins a comment, and two dashes do only before a blank. */
  readonly hashComments: boolean;
  /** A line `DELIMITER x` changes what ends a statement. */
  readonly delimiters: boolean;
  /** Lines that begin with this character are for a client, not for the server; '' for none. */
  readonly clientSign: string;
}

export interface SqlStatement {
  readonly sql: string;
  /** Line that it begins in, from 1. */
  readonly line: number;
}

/**
 * Splits a file into its SQL statements, without the signs that end them and the comments before them.
 */
export function splitStatements(text: string, lexis: SqlLexis): SqlStatement[] {
  const statements: SqlStatement[] = [];
  let delimiter = ';';
  let line = 1;
  /** Where the statement at hand begins; -1 between statements. */
  let start = -1;
  let startLine = 1;
  for (let at = 0; at < text.length;) {
    const from = at;
    if (start < 0) {
      const skipped = skipBetween(text, at, lexis);
      delimiter = skipped.delimiter ?? delimiter;
      at = skipped.end;
      if (at === from && !text.startsWith(delimiter, at)) [start, startLine] = [at, line];
    }
    if (at === from && text.startsWith(delimiter, at) && !isInsideBody(text.slice(Math.max(0, start), at))) {
      if (start >= 0) statements.push({ sql: text.slice(start, at).trimEnd(), line: startLine });
      start = -1;
      at += delimiter.length;
    } else if (at === from) at = skipToken(text, at, lexis);
    for (let passed = from; passed < at; passed++) if (text[passed] === '\n') line++;
  }
  if (start >= 0) statements.push({ sql: text.slice(start).trimEnd(), line: startLine });
  return statements;
}

/** @returns position behind a blank, a comment, or a line for the client; the same one where a statement begins */
function skipBetween(
  text: string,
  at: number,
  lexis: SqlLexis,
): { readonly end: number; readonly delimiter?: string } {
  if (/\s/.test(text[at]!)) return { end: at + 1 };
  // A comment with an exclamation mark is read by MySQL, so it is a statement.
  const comment = /^\/\*M?!/.test(text.slice(at, at + 4)) ? null : skipComment(text, at, lexis);
  if (comment !== null) return { end: comment };
  if (lexis.clientSign !== '' && text[at] === lexis.clientSign) return { end: endOf(text, '\n', at) };
  const changed = lexis.delimiters ? /^DELIMITER[ \t]+(\S+)/i.exec(text.slice(at, at + 40)) : null;
  return changed === null ? { end: at } : { end: endOf(text, '\n', at), delimiter: changed[1]! };
}

/** Whether the body of a function that is written as statements (PostgreSQL's BEGIN ATOMIC) is still open. */
function isInsideBody(sql: string): boolean {
  return /\bBEGIN\s+ATOMIC\b/i.test(sql) && !/\bEND\s*$/i.test(sql);
}

/** @returns position behind the quoted text, the comment or the single character at a position */
function skipToken(text: string, at: number, lexis: SqlLexis): number {
  const sign = text[at]!;
  if (sign === "'" || sign === '"' || sign === '`') {
    const isEscaping =
      sign !== '`' && (lexis.backslashes || (sign === "'" && /[eE]/.test(text[at - 1] ?? '')));
    return skipQuoted(text, at, sign, isEscaping);
  }
  if (sign === '$' && lexis.dollarQuotes) {
    const tag = /^\$(?:[\p{L}_][\p{L}\p{N}_]*)?\$/u.exec(text.slice(at, at + 80))?.[0];
    if (tag !== undefined) return endOf(text, tag, at + tag.length);
  }
  return skipComment(text, at, lexis) ?? at + 1;
}

/** @returns null when no comment begins here */
function skipComment(text: string, at: number, lexis: SqlLexis): number | null {
  const isDashed = text.startsWith('--', at) && (!lexis.hashComments || /\s|^$/.test(text[at + 2] ?? ''));
  if (isDashed || (lexis.hashComments && text[at] === '#')) return endOf(text, '\n', at);
  return text.startsWith('/*', at) ? endOf(text, '*/', at + 2) : null;
}

function skipQuoted(text: string, at: number, mark: string, isEscaping: boolean): number {
  for (let end = at + 1; end < text.length; end++) {
    if (isEscaping && text[end] === '\\') end++;
    else if (text[end] === mark) return end + 1;
  }
  return text.length;
}

function endOf(text: string, mark: string, from: number): number {
  const end = text.indexOf(mark, from);
  return end < 0 ? text.length : end + mark.length;
}
