import type { MatchOperator } from '../expression.js';
import { compileMatcher, rememberMatchers, type Matcher } from '../pattern/compile-matcher.js';
import { parseGlob, parseLike } from '../pattern/parse-wildcards.js';
import { UNKNOWN, type Condition } from '../semantics.js';
import type { Operand } from './static-type.js';
import { textOf } from './values.js';

/** Compiles LIKE and GLOB. */
export function compileMatching(
  operator: MatchOperator,
  operand: Operand,
  pattern: Operand,
  escape: Operand | null,
): Condition {
  // REGEXP calls a function that applications bring along.
  if (operator !== 'like' && operator !== 'glob') return () => UNKNOWN;
  const escapeText = escape === null ? '' : escape.constant;
  if (escapeText === null) return () => null;
  if (typeof escapeText !== 'string' || (escape !== null && [...escapeText].length !== 1))
    return () => UNKNOWN;
  const matchers = rememberMatchers((text) => matcherOf(operator, text, escapeText));
  const fixed = typeof pattern.constant === 'string' ? matchers(pattern.constant) : null;
  return (row) => {
    const value = operand.get(row);
    const wanted = pattern.get(row);
    if (value === UNKNOWN || wanted === UNKNOWN) return UNKNOWN;
    // As better-sqlite3 is built: SQLITE_LIKE_DOESNT_MATCH_BLOBS.
    if (value instanceof Uint8Array || wanted instanceof Uint8Array) return false;
    if (value === null || wanted === null) return null;
    return (fixed ?? matchers(textOf(wanted)))(textOf(value)) ?? UNKNOWN;
  };
}

function matcherOf(operator: 'like' | 'glob', pattern: string, escape: string): Matcher {
  const parsed = operator === 'like' ? parseLike(pattern, escape, true) : parseGlob(pattern);
  return parsed === null ? () => false : compileMatcher(parsed);
}
