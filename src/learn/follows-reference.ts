import type { Drafts } from './drafts.js';
import { middleWidth } from './middle-width.js';
import { presentRows } from './present-rows.js';

/** A base that fewer rows have tells the others nothing. */
const LEAST_PRESENT = 0.9;
/** So many times closer the rows that references lead to must tell a moment. */
const CLOSER = 100;

/**
 * Tells whether rows that references lead to tell a moment much more closely than the owner and what is above it: a match is
 * played while its tournament lasts, wherever its stadium is. Such a moment waits for the references.
 * @param drafts of a table of which nothing is drafted yet
 * @param values the moment by row; NaN where null
 */
export function followsReference(drafts: Drafts, values: Float64Array): boolean {
  const spreadBeside = (references: number): number =>
    Math.min(
      middleWidth(values),
      ...drafts
        .listBases('moment', 0, references)
        .map((base) => spreadAround(values, drafts.baseValues(base))),
    );
  const { length } = drafts.references;
  return length > 0 && CLOSER * spreadBeside(length) < spreadBeside(0);
}

/** How wide the distances to a base lie apart; infinite where too many rows have none. */
function spreadAround(values: Float64Array, base: Float64Array): number {
  const distances = values.map((value, row) => value - base[row]!);
  const present = presentRows(distances).length;
  const all = presentRows(values).length;
  return present < LEAST_PRESENT * all ? Infinity : middleWidth(distances);
}
