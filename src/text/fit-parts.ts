import { Draw } from '../random/draw.js';
import { literal } from './frame.js';
import type { Frame, Slot } from './frame.js';

/** A piece of a text: as it stands, or of a length to be chosen. */
export type Part = string | Flexible;

export interface Flexible {
  readonly min: number;
  readonly max: number;
  /** The usual length. */
  readonly mean: number;
  /** Slots of a chosen length. */
  readonly slots: (length: number) => readonly Slot[];
}

/** Tries per wanted frame when lengths are split by chance. */
const TRIES = 4;
const draw = new Draw();

/**
 * Finds frames of an exact length for texts made of parts: all ways to share the length between the flexible
 * parts when there are few, some of them else.
 * @param most number of frames wanted
 * @param seed decides which ways, when there are many
 * @returns frames whose weights sum to `weight`; none when the length cannot be met
 */
export function fitParts(
  parts: readonly Part[],
  length: number,
  weight: number,
  most: number,
  seed: number,
): Frame[] {
  const flexible = parts.filter((part) => typeof part !== 'string');
  const fixed = parts.reduce((sum, part) => sum + (typeof part === 'string' ? part.length : 0), 0);
  const splits = splitLength(flexible, length - fixed, most, seed);
  const likelihoods = splits.map((split) => likelihoodOf(flexible, split));
  const total = likelihoods.reduce((sum, likelihood) => sum + likelihood, 0);
  return splits.map((split, i) => filledWhenUsed(parts, split, (weight * likelihoods[i]!) / total));
}

/** Of the many frames of a length few are ever used. */
function filledWhenUsed(parts: readonly Part[], split: readonly number[], weight: number): Frame {
  let slots: readonly Slot[] | null = null;
  return {
    get slots() {
      slots ??= fillParts(parts, split);
      return slots;
    },
    weight,
  };
}

function splitLength(parts: readonly Flexible[], length: number, most: number, seed: number): number[][] {
  const least = parts.reduce((sum, { min }) => sum + min, 0);
  const greatest = parts.reduce((sum, { max }) => sum + max, 0);
  if (length < least || length > greatest) return [];
  if (parts.length === 0) return [[]];
  if (parts.length === 1) return [[length]];
  if (parts.length > 2) return splitByChance(parts, length, most, seed);
  const [one, other] = parts as [Flexible, Flexible];
  const splits: number[][] = [];
  for (let first = one.min; first <= one.max; first++) {
    if (length - first >= other.min && length - first <= other.max) splits.push([first, length - first]);
  }
  return splits.sort((a, b) => likelihoodOf(parts, b) - likelihoodOf(parts, a)).slice(0, most);
}

function splitByChance(parts: readonly Flexible[], length: number, most: number, seed: number): number[][] {
  const splits = new Map<string, number[]>();
  draw.reset(seed);
  for (let i = 0; i < TRIES * most && splits.size < most; i++) {
    const split = splitOnce(parts, length);
    splits.set(split.join(), split);
  }
  return [...splits.values()];
}

/** Lengths near the usual ones, then moved by one here and there until the sum is right. */
function splitOnce(parts: readonly Flexible[], length: number): number[] {
  const usual = parts.reduce((sum, { mean }) => sum + mean, 0);
  const split = parts.map(({ min, max, mean }) => {
    const wanted = Math.round((mean * length) / usual + (draw.unit() + draw.unit() - 1) * 4);
    return Math.min(max, Math.max(min, wanted));
  });
  let missing = length - split.reduce((sum, share) => sum + share, 0);
  for (let at = draw.below(parts.length); missing !== 0; at = (at + 1) % parts.length) {
    const step = Math.sign(missing);
    const share = split[at]! + step;
    if (share < parts[at]!.min || share > parts[at]!.max) continue;
    split[at] = share;
    missing -= step;
  }
  return split;
}

function likelihoodOf(parts: readonly Flexible[], split: readonly number[]): number {
  return (
    parts.reduce((product, { mean }, i) => product * Math.exp(-((split[i]! - mean) ** 2) / 18), 1) + 1e-9
  );
}

function fillParts(parts: readonly Part[], split: readonly number[]): Slot[] {
  let next = 0;
  return parts.flatMap((part) => {
    if (typeof part === 'string') return part === '' ? [] : [literal(part)];
    return part.slots(split[next++]!);
  });
}
