/** Two columns of the same rows, each as labels; null is a label of its own. */
export type LabelPair = readonly [readonly (string | null)[], readonly (string | null)[]];

/**
 * Similarity of two joint distributions of labels: 1 minus half the summed difference of the cells' shares.
 * SDMetrics' ContingencySimilarity.
 * @param real two columns of the source
 * @param synthetic the same two columns of the copy
 * @returns 0..1, 1 = equal; NaN when a side has no row
 */
export function contingencySimilarity(real: LabelPair, synthetic: LabelPair): number {
  const left = cellShares(real);
  const right = cellShares(synthetic);
  if (left.size === 0 || right.size === 0) return NaN;
  let difference = 0;
  for (const [cell, share] of left) difference += Math.abs(share - (right.get(cell) ?? 0));
  for (const [cell, share] of right) if (!left.has(cell)) difference += share;
  return 1 - difference / 2;
}

function cellShares([first, second]: LabelPair): Map<string, number> {
  const shares = new Map<string, number>();
  for (let row = 0; row < first.length; row++) {
    const cell = JSON.stringify([first[row], second[row]]);
    shares.set(cell, (shares.get(cell) ?? 0) + 1 / first.length);
  }
  return shares;
}
