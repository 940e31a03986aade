import { presentRows } from './present-rows.js';

/** How wide numbers lie apart: their middle half, and a quarter of their middle nine tenths; infinite for none. NaN is none. */
export function middleWidth(values: Float64Array): number {
  const sorted = Float64Array.from(presentRows(values), (row) => values[row]!).sort();
  if (sorted.length === 0) return Infinity;
  const at = (share: number): number => sorted[Math.floor(share * (sorted.length - 1))]!;
  return at(0.75) - at(0.25) + (at(0.95) - at(0.05)) / 4;
}
