import type { TextPattern } from '../facts.js';
import { parseRegex } from './parse-regex.js';
import { parseGlob, parseLike } from './parse-wildcards.js';
import { complement, type Pattern } from './pattern.js';

/** The texts that satisfy a pattern of a check; null when it is not understood. */
export function patternOf(fact: TextPattern): Pattern | null {
  const pattern = parse(fact);
  return pattern && fact.negated ? complement(pattern) : pattern;
}

function parse({ operator, pattern, escape, ignoreCase }: TextPattern): Pattern | null {
  switch (operator) {
    case 'like':
    case 'ilike':
      return parseLike(pattern, escape, ignoreCase);
    case 'glob':
      return parseGlob(pattern);
    case 'similar':
      return (
        parseRegex(pattern, { ignoreCase, dotMatchesNewline: true, similar: { escape } })?.pattern ?? null
      );
    default:
      return parseRegex(pattern, { ignoreCase, dotMatchesNewline: true })?.pattern ?? null;
  }
}
