import type { Forest } from '../model/model.js';

const PRECISION = 1000;

/**
 * Makes a forest that looks at nothing: each bin is drawn by its weight.
 * @param weights of the bins, the null bin last
 */
export function stump(weights: readonly number[]): Forest {
  let sum = 0;
  const cumulated = weights.map((weight) => (sum += Math.round(weight * PRECISION)));
  return {
    features: [],
    trees: [
      {
        feature: Int16Array.of(-1),
        split: Int32Array.of(0),
        left: Int32Array.of(0),
        subsets: new Uint32Array(0),
        start: Int32Array.of(0, weights.length),
        bins: Uint8Array.from(weights.keys()),
        cumulated: Uint32Array.from(cumulated),
      },
    ],
  };
}
