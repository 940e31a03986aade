import { oneOf } from './frame.js';
import type { Slot } from './frame.js';
import type { Lettering, Script } from './text-spec.js';

/** Letters to invent words from: those at odd places and those at even places. */
const LETTERS: Record<Script, readonly [string, string]> = {
  ascii: ['bdfgklmnprstvz', 'aeiou'],
  latin: ['bdfgklmnprstvzçñšł', 'aeiouáéíóúäöüâêå'],
  cyrillic: ['бвгдзклмнпрстхш', 'аеиоуыя'],
  greek: ['βγδζθκλμνπρστφχ', 'αεηιου'],
  arabic: ['بتجدرسعفقكلمنه', 'اويةبتجدرسلمن'],
  hebrew: ['בגדהזחטכלמנספקרשת', 'אוילמנרשת'],
  han: ['山川田中大小上下東西南北金木水火土石林森', '市村原野島橋井口本谷江河湖海岡崎津浜沢池'],
  kana: [
    'あかさたなはまやらわきしちにひみりくすつぬふむゆる',
    'いうえおけせてねへめれこそとのほもよろんカキサタナ',
  ],
  hangul: ['가나다라마바사아자차카타파하고노도로모보소오조', '강난달람민반산안진찬탄판한경녕동령명병성영정'],
  thai: ['กขคงจชดตทนบปพมยรลวสหอ', 'กนมยรวงดบ'],
  devanagari: ['कखगचजटडतदनपबमयरलवशसह', 'ािीुेो'],
};

/**
 * Slots for a word of any length that means nothing: letters that alternate, so that it can be spoken.
 * Two texts of the same slots differ when any letter differs, even when case is ignored.
 * @param length number of letters, >= 1
 */
export function inventWord(length: number, { letterCase, script }: Lettering): Slot[] {
  const [odd, even] = LETTERS[script];
  return Array.from({ length }, (_, i) => {
    const letters = i % 2 === 0 ? odd : even;
    const isUpper = letterCase === 'upper' || (letterCase !== 'lower' && i === 0);
    return oneOf(isUpper ? letters.toUpperCase() : letters);
  });
}
