import { holdOut } from '../learn/held-out-likelihood.js';
import type { Booster } from '../model/booster.js';
import { fitBooster, type FittedBooster } from './fit-booster.js';
import type { Sample, Units } from './units.js';

/** Fewer rows or families say nothing. */
const LEAST_UNITS = 200;
const MOST_FEATURES = 30;
/** Features that stand before a row is drawn may matter together with those of the row. */
const MOST_GIVEN = 15;

/** What tells real units from drawn ones, and how much it tells of held-out ones, in bits per unit. */
export interface Telling<F> {
  readonly booster: Booster<F>;
  readonly bits: number;
}

/**
 * Fits what tells real units from drawn ones beyond what stands before a unit is drawn, which no choice among candidates
 * can change.
 * @returns null where there are too few units
 */
export function tellApart<F>(
  { features, isOrdered, isGiven, real }: Units<F>,
  drawn: Sample,
  minEntities: number,
): Telling<F> | null {
  const counts = [real.entities.length, drawn.entities.length] as const;
  if (Math.min(...counts) < LEAST_UNITS) return null;
  const labels = new Uint8Array(counts[0] + counts[1]).fill(1, 0, counts[0]);
  const entities = Int32Array.from([...real.entities, ...drawn.entities]);
  const columns = real.columns.map((column, f) => Uint8Array.from([...column, ...drawn.columns[f]!]));
  const [train, test] = holdOut(Int32Array.from(labels.keys()), entities);
  const scores = new Float64Array(labels.length);
  const fit = (chosen: readonly number[]): FittedBooster => {
    const some = { columns: chosen.map((f) => columns[f]!), isOrdered: chosen.map((f) => isOrdered[f]!) };
    return fitBooster({ ...some, labels, entities, train, test }, minEntities, scores);
  };
  const order = byDifference(columns, labels, train);
  const given = order.filter((f) => isGiven[f]!).slice(0, MOST_FEATURES);
  fit(given);
  const own = order.filter((f) => !isGiven[f]!).slice(0, MOST_FEATURES);
  const chosen = [...own, ...given.slice(0, MOST_GIVEN)];
  const { trees, lossBefore, loss } = fit(chosen);
  return {
    booster: { features: chosen.map((f) => features[f]!), trees },
    bits: (lossBefore - loss) / Math.LN2,
  };
}

/** Features, those first whose bytes differ most between the sides (chi-square distance of their shares). */
function byDifference(columns: readonly Uint8Array[], labels: Uint8Array, rows: Int32Array): number[] {
  const sizes = [0, 0];
  for (const row of rows) sizes[labels[row]!]!++;
  const distances = columns.map((column) => {
    const counts = [new Float64Array(256), new Float64Array(256)];
    for (const row of rows) counts[labels[row]!]![column[row]!]!++;
    let distance = 0;
    for (let byte = 0; byte < 256; byte++) {
      const [drawn, real] = [counts[0]![byte]! / sizes[0]!, counts[1]![byte]! / sizes[1]!];
      if (drawn + real > 0) distance += (drawn - real) ** 2 / (drawn + real);
    }
    return distance;
  });
  return [...columns.keys()].sort((a, b) => distances[b]! - distances[a]! || a - b);
}
