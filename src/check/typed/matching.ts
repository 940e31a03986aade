import type { MatchOperator } from '../expression.js';
import { compileMatcher, rememberMatchers, type Matcher } from '../pattern/compile-matcher.js';
import { parseLike } from '../pattern/parse-wildcards.js';
import { parseRegex } from '../pattern/parse-regex.js';
import { UNKNOWN, type Condition } from '../semantics.js';
import type { Operand } from './static-type.js';

export interface Matching {
  readonly ignoreCase: boolean;
  /** Whether letters beyond ASCII may be equal to others (accents), so that only ASCII texts can be told. */
  readonly asciiOnly: boolean;
  readonly dotMatchesNewline: boolean;
}

/** Compiles LIKE, SIMILAR TO or a regular expression over texts. */
export function compileMatching(
  operator: MatchOperator,
  operand: Operand,
  pattern: Operand,
  escape: Operand | null,
  matching: Matching,
): Condition {
  const escapeText = escape === null ? '\\' : escape.constant;
  if (escapeText === null) return () => null;
  if (typeof escapeText !== 'string') return () => UNKNOWN;
  const matchers = rememberMatchers((text) => compileFor(operator, text, escapeText, matching));
  const fixed = typeof pattern.constant === 'string' ? matchers(pattern.constant) : null;
  const width = operand.type.paddedTo ?? 0;
  return (row) => {
    const value = operand.get(row);
    const wanted = pattern.get(row);
    if (value === UNKNOWN || wanted === UNKNOWN) return UNKNOWN;
    if (value === null || wanted === null) return null;
    if (typeof value !== 'string' || typeof wanted !== 'string') return UNKNOWN;
    return (fixed ?? matchers(wanted))(value.padEnd(width)) ?? UNKNOWN;
  };
}

function compileFor(operator: MatchOperator, pattern: string, escape: string, matching: Matching): Matcher {
  const ignoreCase = matching.ignoreCase || operator === 'ilike' || operator === 'iregexp';
  if (operator === 'like' || operator === 'ilike') {
    return compileMatcher(parseLike(pattern, escape, ignoreCase), matching.asciiOnly || ignoreCase);
  }
  const similar = operator === 'similar' ? { escape } : undefined;
  const regex = parseRegex(pattern, { ...matching, ignoreCase, similar });
  return regex === null
    ? () => null
    : compileMatcher(regex.pattern, regex.asciiOnly || matching.asciiOnly || ignoreCase);
}
