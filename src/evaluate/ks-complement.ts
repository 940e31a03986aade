/**
 * Similarity of two distributions of numbers: 1 minus the largest gap between their cumulative distributions
 * (Kolmogorov-Smirnov). SDMetrics' KSComplement; its CardinalityShapeSimilarity is the same over children per parent.
 * @param real values of the source; NaN = null, which does not count
 * @param synthetic values of the copy, likewise
 * @returns 0..1, 1 = equal; NaN when a side has no value
 */
export function ksComplement(real: Float64Array, synthetic: Float64Array): number {
  const left = sortedValues(real);
  const right = sortedValues(synthetic);
  if (left.length === 0 || right.length === 0) return NaN;
  let gap = 0;
  let i = 0;
  let j = 0;
  while (i < left.length && j < right.length) {
    const value = Math.min(left[i]!, right[j]!);
    while (left[i] === value) i++;
    while (right[j] === value) j++;
    gap = Math.max(gap, Math.abs(i / left.length - j / right.length));
  }
  return 1 - gap;
}

function sortedValues(values: Float64Array): Float64Array {
  return values.filter((value) => !Number.isNaN(value)).sort();
}
