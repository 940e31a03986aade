import type { Capacity } from './plan.js';

/** From this share of its room on, a key is worth a word. */
const NEARLY = 0.8;

/**
 * Tells a key that will be all but full.
 * @param asked rows of the table when the run is over
 * @returns null where there is room enough
 */
export function findNearlyFull(
  capacity: Capacity | null,
  asked: number,
): (Capacity & { readonly asked: number }) | null {
  // One row where there is room for one is no news.
  if (capacity === null || asked < 2 || asked < NEARLY * capacity.possible) return null;
  return { ...capacity, asked };
}
