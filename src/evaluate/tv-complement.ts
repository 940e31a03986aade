/** What SDMetrics counts on the real side for a label that only the synthetic side has. */
const UNSEEN = 1e-6;

/**
 * Similarity of two distributions of labels: 1 minus half the summed difference of their shares (total variation).
 * SDMetrics' TVComplement.
 * @param real labels of the source; null does not count
 * @param synthetic labels of the copy, likewise
 * @returns 0..1, 1 = equal; NaN when a side has no label
 */
export function tvComplement(real: Iterable<string | null>, synthetic: Iterable<string | null>): number {
  const left = countLabels(real);
  const right = countLabels(synthetic);
  if (left.size === 0 || right.size === 0) return NaN;
  for (const label of right.keys()) if (!left.has(label)) left.set(label, UNSEEN);
  const leftTotal = total(left);
  const rightTotal = total(right);
  let difference = 0;
  for (const [label, count] of left) {
    difference += Math.abs(count / leftTotal - (right.get(label) ?? 0) / rightTotal);
  }
  return 1 - difference / 2;
}

function countLabels(labels: Iterable<string | null>): Map<string, number> {
  const counts = new Map<string, number>();
  for (const label of labels) if (label !== null) counts.set(label, (counts.get(label) ?? 0) + 1);
  return counts;
}

function total(counts: ReadonlyMap<string, number>): number {
  let sum = 0;
  for (const count of counts.values()) sum += count;
  return sum;
}
