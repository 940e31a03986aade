const BINS = 10;

/**
 * Labels numbers by ten bins of equal width over their own range, as SDMetrics does where a number meets a label:
 * a bin's label is the number of edges at or below the value, so the largest value and null share one.
 * @param values numbers; NaN = null
 * @returns one label per value; all null when there is no value
 */
export function labelByRange(values: Float64Array): (string | null)[] {
  const [low, high] = range(values);
  if (low > high) return Array.from(values, () => null);
  const margin = low === high ? 0.5 : 0;
  const edges = Array.from({ length: BINS + 1 }, (_, i) => edge(low - margin, high + margin, i));
  return Array.from(values, (value) => String(Number.isNaN(value) ? BINS + 1 : countAtOrBelow(edges, value)));
}

function range(values: Float64Array): [number, number] {
  let low = Infinity;
  let high = -Infinity;
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return [low, high];
}

function edge(low: number, high: number, i: number): number {
  return i === BINS ? high : low + (i * (high - low)) / BINS;
}

function countAtOrBelow(edges: readonly number[], value: number): number {
  let count = 0;
  while (count < edges.length && edges[count]! <= value) count++;
  return count;
}
