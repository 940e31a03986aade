import type { Lettering, LetterCase, Script } from './text-spec.js';

/** Plain letters, each word with its first in upper case. */
export const TITLE: Lettering = { letterCase: 'title', script: 'ascii' };

/**
 * Writes a word in a letter case. Words that are capitalised already keep their inner capitals in `title`.
 * @param first whether the word stands first in its text; only `sentence` asks
 */
export function applyLetterCase(word: string, letterCase: LetterCase, first = true): string {
  if (letterCase === 'upper') return word.toUpperCase();
  if (letterCase === 'lower') return word.toLowerCase();
  if (letterCase === 'sentence' && !first) return word;
  return word.slice(0, 1).toUpperCase() + word.slice(1);
}

/** The letter case of the words after the first. */
export function innerCase(letterCase: LetterCase): LetterCase {
  return letterCase === 'sentence' ? 'lower' : letterCase;
}

/** Whether texts of a script can be taken from lists of names and words in Latin letters. */
export function isLatin(script: Script): boolean {
  return script === 'ascii' || script === 'latin';
}
