export type TokenKind = 'word' | 'quoted' | 'string' | 'blob' | 'number' | 'punctuation';

/** One token of SQL; comments and white space lie between tokens and make none. */
export interface Token {
  readonly kind: TokenKind;
  /** As written. */
  readonly text: string;
  /** Words in capitals, punctuation as it is; quoted tokens have none, so that no keyword is mistaken. */
  readonly keyword: string;
  /** What the token names or holds, without its quotes. */
  readonly value: string;
  /** Position of its first character in the SQL, and of the first one behind it. */
  readonly start: number;
  readonly end: number;
}

/**
 * Cuts SQL into tokens as SQLite does: four ways to quote a name, two kinds of comments, blobs, numbers.
 * Never fails; a quote or comment that is not closed reaches to the end.
 * https://www.sqlite.org/lang_keywords.html
 */
export function tokenize(sql: string): Token[] {
  const tokens: Token[] = [];
  TOKEN.lastIndex = 0;
  for (let match = TOKEN.exec(sql); match !== null; match = TOKEN.exec(sql)) {
    const groups = match.groups!;
    if (groups['gap'] !== undefined) continue;
    tokens.push(toToken(match[0], groups, match.index));
  }
  return tokens;
}

/** Every alternative is anchored by `y`, so a position is looked at once: linear in the length of the SQL. */
const TOKEN = new RegExp(
  [
    String.raw`(?<gap>\s+|--[^\n]*(?:\n|$)|\/\*[\s\S]*?(?:\*\/|$))`,
    String.raw`(?<blob>[xX]'[^']*(?:'|$))`,
    String.raw`(?<string>'(?:[^']|'')*(?:'|$))`,
    String.raw`(?<quoted>"(?:[^"]|"")*(?:"|$)|${'`'}(?:[^${'`'}]|${'``'})*(?:${'`'}|$)|\[[^\]]*(?:\]|$))`,
    String.raw`(?<number>0[xX][0-9a-fA-F]+|(?:\d[\d_]*(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?)`,
    String.raw`(?<word>[A-Za-z_\u0080-\u{10ffff}][\w$\u0080-\u{10ffff}]*)`,
    String.raw`(?<punctuation>->>|->|\|\||<<|>>|<=|>=|==|<>|!=|[\s\S])`,
  ].join('|'),
  'uy',
);

function toToken(text: string, groups: Record<string, string | undefined>, start: number): Token {
  const end = start + text.length;
  if (groups['word'] !== undefined) {
    return { kind: 'word', text, keyword: text.toUpperCase(), value: text, start, end };
  }
  if (groups['quoted'] !== undefined)
    return { kind: 'quoted', text, keyword: '', value: unquote(text), start, end };
  if (groups['string'] !== undefined)
    return { kind: 'string', text, keyword: '', value: unquote(text), start, end };
  if (groups['blob'] !== undefined) return { kind: 'blob', text, keyword: '', value: text, start, end };
  if (groups['number'] !== undefined) return { kind: 'number', text, keyword: '', value: text, start, end };
  return { kind: 'punctuation', text, keyword: text, value: text, start, end };
}

function unquote(text: string): string {
  const quote = text[0]!;
  if (quote === '[') return text.slice(1, text.endsWith(']') ? -1 : undefined);
  const inner = text.slice(1, text.length > 1 && text.endsWith(quote) ? -1 : undefined);
  return inner.replaceAll(quote + quote, quote);
}
