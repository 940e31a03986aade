import { DIGITS } from '../digits.js';
import { literal, oneOf, type Frame, type Slot } from '../frame.js';
import type { CharClass, CodePosition, CodeSpec, TextLimits } from '../text-spec.js';

type CodeNumber = Extract<CodePosition, { from: number }>;

const LOWER = 'abcdefghijklmnopqrstuvwxyz';
const UPPER = LOWER.toUpperCase();
/** Characters of each class; the first ones differ even when case is ignored. */
const CHARACTERS: Record<CharClass, { readonly distinct: string; readonly all: string }> = {
  digit: { distinct: DIGITS, all: DIGITS },
  upper: { distinct: UPPER, all: UPPER },
  lower: { distinct: LOWER, all: LOWER },
  upperDigit: { distinct: DIGITS + UPPER, all: DIGITS + UPPER },
  lowerDigit: { distinct: DIGITS + LOWER, all: DIGITS + LOWER },
  hexUpper: { distinct: `${DIGITS}ABCDEF`, all: `${DIGITS}ABCDEF` },
  hexLower: { distinct: `${DIGITS}abcdef`, all: `${DIGITS}abcdef` },
  alnum: { distinct: DIGITS + LOWER, all: DIGITS + UPPER + LOWER },
  base64: { distinct: `${DIGITS + LOWER}+/`, all: `${DIGITS + UPPER + LOWER}+/` },
};
/** Tickets of a lottery: shares are kept to half a percent. */
const TICKETS = 200;
/** Likely characters that make up this share are all there are. */
const COMPLETE_SHARE = 0.995;

/**
 * Frames for codes of a length: the learned templates, or the usual class of each position where no template
 * is that long.
 * @param isUnique texts must not repeat: every character of a class may stand, not only the likely ones
 */
export function codeFrames(spec: CodeSpec & TextLimits, length: number, isUnique: boolean): Frame[] {
  const templates = spec.templates.filter(({ positions }) => lengthOf(positions) === length);
  const frames: Frame[] = templates.map(({ positions, share }) => ({
    slots: joinLiterals(positions.map((position) => slotOf(position, isUnique))),
    weight: share,
  }));
  if (isUnique) frames.push(...templates.flatMap(({ positions }) => overflowFrames(positions)));
  if (frames.length === 0) {
    const slots = Array.from({ length }, (_, i) => slotOf({ class: classAt(spec, i) }, isUnique));
    frames.push({ slots, weight: 1 });
  }
  return spec.check === null ? frames : frames.map((frame) => leaveRoom(frame, spec.check!));
}

function classAt({ profile, maxLength }: CodeSpec & TextLimits, place: number): CharClass {
  if (profile.length > 0) return profile[Math.min(place, profile.length - 1)]!;
  // Nothing was learned: a letter and a number, or as many codes as a short column can hold.
  if (maxLength !== null && maxLength <= 3) return 'upperDigit';
  return place === 0 ? 'upper' : 'digit';
}

function lengthOf(positions: readonly CodePosition[]): number {
  return positions.reduce((sum, position) => sum + (isNumber(position) ? position.digits : 1), 0);
}

function isNumber(position: CodePosition): position is CodeNumber {
  return typeof position === 'object' && 'from' in position;
}

/** Numbers outside the learned range, for when all codes inside it are given. */
function overflowFrames(positions: readonly CodePosition[]): Frame[] {
  const first = positions.findIndex(isNumber);
  if (first < 0) return [];
  const slots = positions.flatMap((position, i): Slot[] => {
    if (!isNumber(position)) return [slotOf(position, true)];
    if (i > first) return Array.from({ length: position.digits }, () => oneOf(DIGITS));
    return [
      {
        kind: 'word',
        words: [
          ...numbers(0, position.from - 1, position),
          ...numbers(position.to + 1, 10 ** position.digits - 1, position),
        ],
      },
    ];
  });
  return [{ slots: joinLiterals(slots), weight: 0 }];
}

function numbers(from: number, to: number, { digits }: CodeNumber): string[] {
  return Array.from({ length: Math.max(0, to - from + 1) }, (_, i) => String(from + i).padStart(digits, '0'));
}

function slotOf(position: CodePosition, isUnique: boolean): Slot {
  if (typeof position === 'string') return literal(position);
  if (isNumber(position)) return { kind: 'word', words: numbers(position.from, position.to, position) };
  const { distinct, all } = CHARACTERS[position.class];
  if (position.likely === undefined)
    return isUnique ? { kind: 'char', chars: distinct, lottery: all } : oneOf(all);
  const lottery = lotteryOf(position.likely, all);
  return { kind: 'char', chars: isUnique ? distinct : [...new Set(lottery)].join(''), lottery };
}

/** Characters repeated by their shares; what the likely ones leave goes to the others of their class. */
function lotteryOf(likely: readonly (readonly [character: string, share: number])[], all: string): string {
  const tickets = likely.map(([character, share]) => character.repeat(Math.round(share * TICKETS))).join('');
  const others = [...all].filter((character) => !likely.some(([known]) => known === character));
  const left = TICKETS - tickets.length;
  const total = likely.reduce((sum, [, share]) => sum + share, 0);
  if (left <= 0 || others.length === 0 || total > COMPLETE_SHARE) return tickets;
  return (
    tickets +
    others
      .join('')
      .repeat(Math.ceil(left / others.length))
      .slice(0, left)
  );
}

function joinLiterals(slots: readonly Slot[]): Slot[] {
  const joined: Slot[] = [];
  for (const slot of slots) {
    const last = joined.at(-1);
    if (slot.kind === 'literal' && last?.kind === 'literal')
      joined[joined.length - 1] = literal(last.text + slot.text);
    else joined.push(slot);
  }
  return joined;
}

/** Fixes the places that check digits will take, so that they decide nothing. */
function leaveRoom(frame: Frame, check: 'luhn' | 'iban'): Frame {
  const slots = [...frame.slots];
  const isDigit = (slot: Slot): boolean => slot.kind === 'char' && /^\d+$/.test(slot.chars);
  if (check === 'luhn') {
    const last = slots.findLastIndex(isDigit);
    if (last >= 0) slots[last] = literal('0');
  } else {
    let room = 2;
    for (let i = 0; i < slots.length && room > 0; i++) {
      if (!isDigit(slots[i]!)) continue;
      slots[i] = literal('0');
      room--;
    }
  }
  return { slots, weight: frame.weight };
}
