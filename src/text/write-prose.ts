import type { Draw } from '../random/draw.js';
import { fillFrame } from './frame.js';
import { inventWord } from './invent-word.js';
import { applyLetterCase, isLatin } from './lettering.js';
import type { Lettering, ProseSpec } from './text-spec.js';
import { poolOf, type PoolName } from './word-pool.js';

const LOWER: Lettering = { letterCase: 'lower', script: 'ascii' };
/** What follows what in a sentence: "the old harbor gently follows a lamp near the river and ...". */
const GRAMMAR: readonly (PoolName | 'article')[] = [
  'article',
  'adjective',
  'noun',
  'verb',
  'article',
  'noun',
  'preposition',
  'article',
  'adjective',
  'noun',
];
const LONGEST_LAST = 14;

/**
 * Writes sentences of an exact length from a public vocabulary.
 * @param length number of characters, >= 1
 * @param draw stream of the cell
 */
export function writeProse(spec: ProseSpec, length: number, draw: Draw): string {
  const end = spec.closed && length > 3 ? '.' : '';
  const target = length - end.length;
  let text = '';
  let place = draw.below(2);
  let left = sentenceWords(spec, draw);
  let starts = true;
  while (text.length < target) {
    const room = target - text.length;
    let word = nextWord(spec, place, draw);
    // The last word must end exactly at the length; two characters more would leave no room for another.
    if (word.length > room || (word.length < room && room - word.length < 3))
      word = wordOfLength(spec, room, draw);
    text += starts && spec.letterCase !== 'lower' ? applyLetterCase(word, 'title') : word;
    starts = false;
    const isNoun = GRAMMAR[place] === 'noun';
    place = (place + 1) % GRAMMAR.length;
    left--;
    if (target - text.length < 3) continue;
    if (left > 0 || !isNoun || target - text.length < LONGEST_LAST) {
      text += isNoun && left > 4 && target - text.length > LONGEST_LAST && draw.chance(0.2) ? ', ' : ' ';
      continue;
    }
    text += spec.closed ? '.' : ',';
    text += spec.lines && draw.chance(0.25) ? '\n' : ' ';
    starts = spec.closed;
    left = sentenceWords(spec, draw);
    place = draw.below(2);
  }
  return applyProseCase(text, spec) + end;
}

function sentenceWords({ wordsPerSentence }: ProseSpec, draw: Draw): number {
  return Math.max(3, Math.round(wordsPerSentence * (0.6 + 0.8 * draw.unit())));
}

function nextWord(spec: ProseSpec, place: number, draw: Draw): string {
  if (!isLatin(spec.script))
    return fillFrame({ slots: inventWord(2 + draw.below(6), spec), weight: 1 }, draw);
  const part = GRAMMAR[place]!;
  if (part === 'article') return draw.chance(0.6) ? 'the' : 'a';
  const length = part === 'preposition' ? 2 + draw.below(5) : 3 + draw.below(8);
  return draw.pick(vocabularyOf(part).get(length) ?? ['and']);
}

function wordOfLength(spec: ProseSpec, length: number, draw: Draw): string {
  const part = length < 4 ? 'preposition' : 'noun';
  const words = isLatin(spec.script) ? vocabularyOf(part).get(length) : undefined;
  if (words !== undefined) return draw.pick(words);
  const lettering: Lettering = { letterCase: 'lower', script: spec.script };
  return fillFrame({ slots: inventWord(length, lettering), weight: 1 }, draw);
}

function applyProseCase(text: string, { letterCase }: ProseSpec): string {
  if (letterCase === 'upper') return text.toUpperCase();
  if (letterCase !== 'title') return text;
  return text.replace(/(^|\s)\p{Ll}/gu, (match) => match.toUpperCase());
}

const vocabularies = new Map<PoolName, ReadonlyMap<number, readonly string[]>>();

function vocabularyOf(part: PoolName): ReadonlyMap<number, readonly string[]> {
  let vocabulary = vocabularies.get(part);
  if (vocabulary === undefined) vocabularies.set(part, (vocabulary = poolOf(part, LOWER)));
  return vocabulary;
}
