import type { Draw } from '../random/draw.js';

/** A place in a text that is filled on its own. All texts of a slot have the same length. */
export type Slot =
  | { readonly kind: 'literal'; readonly text: string }
  /** One of `chars`, which are distinct; `lottery` repeats them by their weight. */
  | { readonly kind: 'char'; readonly chars: string; readonly lottery: string }
  /** One of these words, distinct even when case is ignored. */
  | { readonly kind: 'word'; readonly words: readonly string[] };

/** How texts of one length are put together: slots side by side. */
export interface Frame {
  readonly slots: readonly Slot[];
  /** Relative frequency among the frames of the same length; 0 for texts that only serve when the others are used up. */
  readonly weight: number;
}

/** A slot with one text only. */
export function literal(text: string): Slot {
  return { kind: 'literal', text };
}

/** A slot for one of some characters, each with equal chance. */
export function oneOf(chars: string): Slot {
  return { kind: 'char', chars, lottery: chars };
}

/** How many texts a slot has. */
export function slotSize(slot: Slot): number {
  return slot.kind === 'literal' ? 1 : slot.kind === 'char' ? slot.chars.length : slot.words.length;
}

/** How many characters each text of a slot has. */
export function slotLength(slot: Slot): number {
  return slot.kind === 'literal' ? slot.text.length : slot.kind === 'char' ? 1 : slot.words[0]!.length;
}

/** Fills every slot at random. */
export function fillFrame(frame: Frame, draw: Draw): string {
  let text = '';
  for (const slot of frame.slots) {
    if (slot.kind === 'literal') text += slot.text;
    else if (slot.kind === 'char') text += slot.lottery[draw.below(slot.lottery.length)]!;
    else text += slot.words[draw.below(slot.words.length)]!;
  }
  return text;
}

/** Chooses a frame by weight. */
export function pickFrame(frames: readonly Frame[], draw: Draw): Frame {
  if (frames.length === 1) return frames[0]!;
  let total = 0;
  for (const frame of frames) total += frame.weight;
  let target = draw.unit() * total;
  for (const frame of frames) {
    target -= frame.weight;
    if (target < 0) return frame;
  }
  return frames[frames.length - 1]!;
}

/**
 * Whether no text can come from both frames, even when case is ignored: at some place they share no character.
 * Both frames make texts of the same length.
 */
export function areDisjoint(one: Frame, other: Frame): boolean {
  const ones = charactersOf(one);
  const others = charactersOf(other);
  return (
    ones.some((set, place) => ![...set].some((character) => others[place]!.has(character))) ||
    haveDisjointWords(one, other)
  );
}

/** Whether at the same place both choose from words, and from no common one. */
function haveDisjointWords(one: Frame, other: Frame): boolean {
  const others = wordsByPlace(other);
  return [...wordsByPlace(one)].some(([place, words]) => {
    const theirs = new Set(others.get(place)?.map((word) => word.toLowerCase()));
    return theirs.size > 0 && !words.some((word) => theirs.has(word.toLowerCase()));
  });
}

/** Words of a frame's slots, by place and length. */
function wordsByPlace(frame: Frame): Map<string, readonly string[]> {
  const words = new Map<string, readonly string[]>();
  let place = 0;
  for (const slot of frame.slots) {
    const length = slotLength(slot);
    if (slot.kind === 'word') words.set(`${place} ${length}`, slot.words);
    place += length;
  }
  return words;
}

const characterSets = new WeakMap<Frame, ReadonlySet<string>[]>();
const wordSets = new WeakMap<readonly string[], ReadonlySet<string>[]>();

/** Lower-cased characters that can stand at each place of a frame's texts. */
function charactersOf(frame: Frame): ReadonlySet<string>[] {
  let sets = characterSets.get(frame);
  if (sets === undefined) {
    sets = frame.slots.flatMap((slot) => {
      if (slot.kind === 'literal')
        return [...slot.text.toLowerCase()].map((character) => new Set([character]));
      return slot.kind === 'char' ? [new Set(slot.chars.toLowerCase())] : charactersOfWords(slot.words);
    });
    characterSets.set(frame, sets);
  }
  return sets;
}

function charactersOfWords(words: readonly string[]): ReadonlySet<string>[] {
  let sets = wordSets.get(words);
  if (sets === undefined) {
    const folded = words.map((word) => word.toLowerCase());
    sets = Array.from(words[0]!, (_, place) => new Set(folded.map((word) => word[place] ?? '')));
    wordSets.set(words, sets);
  }
  return sets;
}
