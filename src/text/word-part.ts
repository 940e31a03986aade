import type { Flexible } from './fit-parts.js';
import { inventWord } from './invent-word.js';
import { isLatin } from './lettering.js';
import type { Lettering } from './text-spec.js';
import { wordsOf, type PoolName } from './word-pool.js';

/** How long a part may be. */
export interface PartLength {
  readonly min: number;
  readonly max: number;
  readonly mean: number;
}

/** Lists that will do where a list has nothing of a length. */
const ALTERNATIVES: Partial<Record<PoolName, readonly PoolName[]>> = { region: ['city'], country: ['city'] };
const USUAL: PartLength = { min: 2, max: 12, mean: 6 };

/**
 * A word from a public list, or an invented one of the same length where the list has too few.
 * @param fewest number of words that the list must offer at a length; texts that must not repeat ask for many
 */
export function wordPart(
  pool: PoolName,
  lettering: Lettering,
  fewest: number,
  { min, max, mean }: PartLength = USUAL,
): Flexible {
  const slots: Flexible['slots'] = (length) => {
    const pools = isLatin(lettering.script) ? [pool, ...(ALTERNATIVES[pool] ?? [])] : [];
    for (const name of pools) {
      const words = wordsOf(name, length, lettering);
      if (words.length >= fewest) return [{ kind: 'word', words }];
    }
    return inventWord(length, lettering);
  };
  return { min, max, mean, slots };
}
