import { isLatin, TITLE } from '../lettering.js';
import type { Lettering, LetterCase, Script } from '../text-spec.js';
import { thinSample, type TextSample } from './text-sample.js';

const MOST_TEXTS = 5000;
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

/** Finds the letters and the letter case that most texts of a column use, when enough entities have any. */
export function learnLettering(sample: TextSample): Lettering {
  const thin = thinSample(sample, MOST_TEXTS);
  if (new Set(thin.entities).size < sample.minEntities) return TITLE;
  const texts = thin.texts.filter((text) => text !== '');
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
  return laterWords > 0 && laterLower >= 0.4 * laterWords ? 'sentence' : 'title';
}
