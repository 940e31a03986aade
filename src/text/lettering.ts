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

const SCRIPTS: readonly (readonly [Script, RegExp])[] = [
  ['cyrillic', /\p{Script=Cyrillic}/gu],
  ['greek', /\p{Script=Greek}/gu],
  ['arabic', /\p{Script=Arabic}/gu],
  ['hebrew', /\p{Script=Hebrew}/gu],
  ['kana', /[\p{Script=Hiragana}\p{Script=Katakana}]/gu],
  ['hangul', /\p{Script=Hangul}/gu],
  ['han', /\p{Script=Han}/gu],
  ['thai', /\p{Script=Thai}/gu],
  ['devanagari', /\p{Script=Devanagari}/gu],
];
const PLAIN = /^[\x00-\x7F]*$/;
/** Share of texts with letters beyond ASCII from which a column counts as accented. */
const ACCENTED_SHARE = 0.02;

/**
 * Finds the letters and the letter case that most texts of a column use.
 * @param texts some texts of the column, without empty ones
 */
export function learnLettering(texts: readonly string[]): Lettering {
  return { letterCase: learnLetterCase(texts), script: learnScript(texts) };
}

function learnScript(texts: readonly string[]): Script {
  const foreign = texts.filter((text) => !PLAIN.test(text));
  if (foreign.length < ACCENTED_SHARE * texts.length) return 'ascii';
  const votes = new Map<Script, number>();
  for (const text of foreign) {
    let best: Script = 'latin';
    let most = text.match(/\p{Script=Latin}/gu)?.length ?? 0;
    for (const [script, letters] of SCRIPTS) {
      const found = text.match(letters)?.length ?? 0;
      if (found > most) [best, most] = [script, found];
    }
    votes.set(best, (votes.get(best) ?? 0) + 1);
  }
  const [script, count] = [...votes].reduce((a, b) => (b[1] > a[1] ? b : a));
  return isLatin(script) || count >= texts.length / 2 ? script : 'latin';
}

function learnLetterCase(texts: readonly string[]): LetterCase {
  let cased = 0;
  let upper = 0;
  let lower = 0;
  let laterWords = 0;
  let laterLower = 0;
  for (const text of texts) {
    const isUpper = text === text.toUpperCase();
    const isLower = text === text.toLowerCase();
    if (isUpper && isLower) continue;
    cased++;
    if (isUpper) upper++;
    if (isLower) lower++;
    for (const word of text.split(/[^\p{L}]+/u).slice(1)) {
      if (word.length < 4) continue;
      laterWords++;
      if (word[0] === word[0]!.toLowerCase()) laterLower++;
    }
  }
  if (cased > 0 && upper >= 0.8 * cased) return 'upper';
  if (cased > 0 && lower >= 0.8 * cased) return 'lower';
  return laterWords > 0 && laterLower >= 0.6 * laterWords ? 'sentence' : 'title';
}
