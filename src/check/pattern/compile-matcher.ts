import type { Pattern } from './pattern.js';
import { isAscii } from './parse-regex.js';
import { TextLanguage, TooManyStates } from './text-language.js';

/** Tests a text; null when that cannot be told. */
export type Matcher = (text: string) => boolean | null;

/**
 * Makes a matcher of a pattern. Its automaton grows as texts are tested.
 * @param pattern null for a pattern that was not understood: the answer is null as well
 * @param asciiOnly whether the answer for texts beyond ASCII depends on the locale, and so is null
 */
export function compileMatcher(pattern: Pattern | null, asciiOnly = false): Matcher {
  if (pattern === null) return () => null;
  const language = new TextLanguage(pattern);
  return (text) => {
    if (asciiOnly && !isAscii(text)) return null;
    try {
      return language.matches(text);
    } catch (error) {
      if (error instanceof TooManyStates) return null;
      throw error;
    }
  };
}

const REMEMBERED = 64;

/** Keeps the matchers of the last few patterns, for patterns that come from the row. */
export function rememberMatchers(compile: (pattern: string) => Matcher): (pattern: string) => Matcher {
  const known = new Map<string, Matcher>();
  return (pattern) => {
    const matcher = known.get(pattern);
    if (matcher) return matcher;
    const made = compile(pattern);
    if (known.size >= REMEMBERED) known.clear();
    known.set(pattern, made);
    return made;
  };
}
