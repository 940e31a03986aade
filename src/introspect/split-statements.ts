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
 * Splits a file into its SQL statements, without the signs that end them. Comments between statements are left out.
 */
export function splitStatements(text: string, lexis: SqlLexis): SqlStatement[] {
  const statements: SqlStatement[] = [];
  let delimiter = ';';
  let start = 0;
  let at = 0;
  const finish = (end: number): void => {
    const sql = withoutLeadingComments(text.slice(start, end), lexis);
    if (sql !== '') {
      const line = text.slice(0, end - sql.length).split('\n').length;
      statements.push({ sql: sql.trimEnd(), line });
    }
  };
  const isLineStart = (): boolean => text.slice(start, at).trim() === '' || text[at - 1] === '\n';
  const lineEnd = (): number => {
    const end = text.indexOf('\n', at);
    return end < 0 ? text.length : end + 1;
  };
  while (at < text.length) {
    const isFresh = text.slice(start, at).trim() === '';
    if (isFresh && lexis.clientSign !== '' && text[at] === lexis.clientSign && isLineStart()) {
      start = at = lineEnd();
      continue;
    }
    const changed =
      lexis.delimiters && isFresh ? /^DELIMITER[ \t]+(\S+)/i.exec(text.slice(at, at + 40)) : null;
    if (changed !== null) {
      delimiter = changed[1]!;
      start = at = lineEnd();
      continue;
    }
    if (text.startsWith(delimiter, at) && !isInsideBody(text.slice(start, at))) {
      finish(at);
      at += delimiter.length;
      start = at;
      continue;
    }
    at = skipToken(text, at, lexis);
  }
  finish(text.length);
  return statements;
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

/** A comment with an exclamation mark is read by MySQL, so it stays. */
function withoutLeadingComments(text: string, lexis: SqlLexis): string {
  let rest = text.trimStart();
  for (
    let end = skipComment(rest, 0, lexis);
    end !== null && !/^\/\*M?!/.test(rest);
    end = skipComment(rest, 0, lexis)
  )
    rest = rest.slice(end).trimStart();
  return rest;
}
