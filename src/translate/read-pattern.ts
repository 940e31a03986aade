import type { Dialect } from '../introspect/catalog.js';
import type { LikePart } from '../product.js';

/**
 * Takes a pattern of LIKE apart.
 * @param escape the character of the ESCAPE clause; null without one, where a backslash is it in all products but SQLite
 */
export function readLikePattern(pattern: string, escape: string | null, dialect: Dialect): LikePart[] {
  const mark = escape ?? (dialect === 'sqlite' ? '' : '\\');
  const parts: LikePart[] = [];
  const characters = [...pattern];
  for (let at = 0; at < characters.length; at++) {
    const character = characters[at]!;
    if (character === mark && mark !== '' && at + 1 < characters.length)
      parts.push({ text: characters[++at]! });
    else if (character === '%') parts.push({ any: 'many' });
    else if (character === '_') parts.push({ any: 'one' });
    else parts.push({ text: character });
  }
  return parts;
}

/** Takes a pattern of SQLite's GLOB apart; null when it holds a list of characters, which LIKE does not know. */
export function readGlobPattern(pattern: string): LikePart[] | null {
  if (pattern.includes('[')) return null;
  return [...pattern].map((character) =>
    character === '*' ? { any: 'many' } : character === '?' ? { any: 'one' } : { text: character },
  );
}

/** A pattern of GLOB as a regular expression of the whole text; null when its lists are beyond letters and ranges. */
export function globToRegexp(pattern: string): string | null {
  const outside = pattern.replace(/\[\^?[\w\s.,:;@/-]+\]/g, '');
  if (/[[\]\\]/.test(outside)) return null;
  const body = pattern.replace(/\[\^?[\w\s.,:;@/-]+\]|[\s\S]/g, (part) => {
    if (part.length > 1) return part;
    if (part === '*') return '.*';
    if (part === '?') return '.';
    return /[.+^$(){}|]/.test(part) ? `[${part === '^' ? '\\^' : part}]` : part;
  });
  return body.includes('\\') ? null : `^${body}$`;
}

/** Whether a regular expression means the same to POSIX, PCRE and ICU: characters, lists, groups, repetition. */
export function isCommonRegexp(pattern: string): boolean {
  return /^[\w\s\-^$.[\]()|+*?{},@:/;#&%=<>!~'"]*$/.test(pattern) && !/\(\?|[*+?}][?+]|\[\[/.test(pattern);
}
