import { sortByValue } from '../model/sort-by-value.js';
import { presentRows } from './present-rows.js';

/** Rows that lie a twentieth of the table apart are compared: a day's rows may be numbered in any order. */
const PARTS = 20;
/** Of those that differ in time, so many must lie in its order. */
const IN_ORDER = 0.95;
const FEWEST_STEPS = 40;

/**
 * Finds the moment in whose order rows are numbered: of orders by their numbers, the later number is the later order.
 * @param numbers of all rows, NaN where there is none
 * @param moments by the name of the column, NaN where there is none
 * @returns the name of the first column in whose order the numbers are; null when there is none
 */
export function findNumberedBy(
  numbers: Float64Array,
  moments: ReadonlyMap<string, Float64Array>,
): string | null {
  const rows = presentRows(numbers);
  const inOrder = sortByValue(rows, numbers);
  const apart = Math.max(1, Math.floor(inOrder.length / PARTS));
  for (const [name, values] of moments) {
    let both = 0;
    let later = 0;
    let earlier = 0;
    for (let at = apart; at < inOrder.length; at++) {
      const step = values[inOrder[at]!]! - values[inOrder[at - apart]!]!;
      if (Number.isNaN(step)) continue;
      both++;
      if (step > 0) later++;
      else if (step < 0) earlier++;
    }
    const moved = later + earlier;
    if (both >= inOrder.length / 2 && moved >= FEWEST_STEPS && later >= IN_ORDER * moved) return name;
  }
  return null;
}
