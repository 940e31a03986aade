/** Two columns of numbers of the same rows; NaN = null. */
export type NumberPair = readonly [Float64Array, Float64Array];

/**
 * Similarity of two linear correlations: 1 - |r - s| / 2. SDMetrics' CorrelationSimilarity (Pearson).
 * @param real two columns of the source; rows with a null in either do not count
 * @param synthetic the same two columns of the copy
 * @returns 0..1, 1 = equal; NaN when a column is constant on either side
 */
export function correlationSimilarity(real: NumberPair, synthetic: NumberPair): number {
  return 1 - Math.abs(pearson(real) - pearson(synthetic)) / 2;
}

/**
 * Pearson's coefficient of correlation, in two passes so that large means cost no digits.
 * @param pair two columns; rows with a null in either do not count
 * @returns -1..1; NaN when a column is constant
 */
export function pearson([first, second]: NumberPair): number {
  const rows = [...first.keys()].filter((row) => !Number.isNaN(first[row]! + second[row]!));
  const firstMean = mean(first, rows);
  const secondMean = mean(second, rows);
  let covariance = 0;
  let firstVariance = 0;
  let secondVariance = 0;
  for (const row of rows) {
    const x = first[row]! - firstMean;
    const y = second[row]! - secondMean;
    covariance += x * y;
    firstVariance += x * x;
    secondVariance += y * y;
  }
  if (isConstant(first, rows) || isConstant(second, rows)) return NaN;
  return covariance / Math.sqrt(firstVariance * secondVariance);
}

function mean(values: Float64Array, rows: readonly number[]): number {
  let sum = 0;
  for (const row of rows) sum += values[row]!;
  return sum / rows.length;
}

/** Asked of the values themselves: rounding of the mean gives a constant column a variance above zero. */
function isConstant(values: Float64Array, rows: readonly number[]): boolean {
  return rows.every((row) => values[row] === values[rows[0]!]);
}
