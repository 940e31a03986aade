import { both, choice, EMPTY, NONE, not, repeat, sequence, type Pattern } from './pattern.js';

/**
 * What may follow a character: the texts t such that character + t is in the pattern.
 * Janusz Brzozowski, "Derivatives of Regular Expressions" (JACM 1964).
 * @param character a code point or a mark
 */
export function derive(pattern: Pattern, character: number): Pattern {
  switch (pattern.kind) {
    case 'none':
    case 'empty':
      return NONE;
    case 'class':
      return pattern.ranges.some(([low, high]) => low <= character && character <= high) ? EMPTY : NONE;
    case 'sequence': {
      const next = sequence([derive(pattern.first, character), pattern.rest]);
      return acceptsEmpty(pattern.first) ? choice([next, derive(pattern.rest, character)]) : next;
    }
    case 'choice':
      return choice(pattern.parts.map((part) => derive(part, character)));
    case 'both':
      return both(pattern.parts.map((part) => derive(part, character)));
    case 'not':
      return not(derive(pattern.body, character));
    case 'repeat':
      return sequence([
        derive(pattern.body, character),
        repeat(pattern.body, Math.max(pattern.min - 1, 0), pattern.max - 1),
      ]);
  }
}

/** Whether a pattern holds the empty text. */
export function acceptsEmpty(pattern: Pattern): boolean {
  switch (pattern.kind) {
    case 'none':
    case 'class':
      return false;
    case 'empty':
      return true;
    case 'sequence':
      return acceptsEmpty(pattern.first) && acceptsEmpty(pattern.rest);
    case 'choice':
      return pattern.parts.some(acceptsEmpty);
    case 'both':
      return pattern.parts.every(acceptsEmpty);
    case 'not':
      return !acceptsEmpty(pattern.body);
    case 'repeat':
      return pattern.min === 0 || acceptsEmpty(pattern.body);
  }
}
