import { normalQuantile } from '../../random/normal-quantile.js';

/**
 * Cuts of a normal score that give each bin its share.
 * @param counts rows per bin, from the lowest to the highest
 * @returns one more than bins: from -Infinity to Infinity
 */
export function normalCuts(counts: Float64Array): Float64Array {
  const total = counts.reduce((sum, count) => sum + count, 0);
  const cuts = new Float64Array(counts.length + 1);
  let before = 0;
  counts.forEach((count, i) => {
    cuts[i] = normalQuantile(before / total);
    before += count;
  });
  cuts[counts.length] = Infinity;
  return cuts;
}

/** Density of the standard normal distribution. */
export function normalDensity(score: number): number {
  return Math.exp((-score * score) / 2) / 2.5066282746310002;
}
