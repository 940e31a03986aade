import type { SqlValue } from '../batch/batch.js';
import type { CategoryScale, NumberScale, Scale } from './model.js';

/** Number of bins of a scale; a null's bin is this number. */
export function binCount(scale: Scale): number {
  return scale.kind === 'number' ? scale.upper.length : scale.values.length;
}

/** Bin of a family's size: each size up to 100, then by the logarithm. */
export function sizeBin(size: number): number {
  return size <= 100 ? size : Math.min(250, 100 + Math.floor(20 * Math.log2(size / 100)));
}

/**
 * Finds the bin of a number.
 * @param value not NaN
 */
export function binOfNumber(scale: NumberScale, value: number): number {
  const { upper } = scale;
  let low = 0;
  let high = upper.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (value <= upper[middle]!) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** The least and the most that a scale draws. */
export function rangeOf(scale: NumberScale): [least: number, most: number] {
  let least = scale.lowTail === null ? scale.low[0]! : scale.lowTail.edge - scale.lowTail.limit;
  let most = scale.highTail === null ? scale.high.at(-1)! : scale.highTail.edge + scale.highTail.limit;
  for (const atom of scale.atoms[0]!) least = Math.min(least, atom);
  for (const atom of scale.atoms.at(-1)!) most = Math.max(most, atom);
  return [least, most];
}

/**
 * Draws the place of a value inside a category's bin.
 * @param u uniform in [0, 1)
 * @returns position in `scale.values[bin]`
 */
export function drawMember(scale: CategoryScale, bin: number, u: number): number {
  const weights = scale.weights[bin]!;
  if (weights.length === 1) return 0;
  let total = 0;
  for (const weight of weights) total += weight;
  let target = u * total;
  for (let i = 0; i < weights.length; i++) {
    target -= weights[i]!;
    if (target < 0) return i;
  }
  return weights.length - 1;
}

/**
 * Draws a value of a category by the overall frequencies.
 * @param u uniform in [0, 1)
 */
export function drawAnyMember(scale: CategoryScale, u: number): SqlValue {
  const bin = pickByWeight(scale.weights.map(sumOf), u);
  const at = pickByWeight(scale.weights[bin]!, (u * 7919) % 1);
  return scale.values[bin]![at]!;
}

function sumOf(weights: readonly number[]): number {
  return weights.reduce((sum, weight) => sum + weight, 0);
}

function pickByWeight(weights: readonly number[], u: number): number {
  let target = u * sumOf(weights);
  for (let i = 0; i < weights.length; i++) {
    target -= weights[i]!;
    if (target < 0) return i;
  }
  return weights.length - 1;
}

/**
 * Natural logarithm of the probability that a bin gives to each of its values: for comparing how well two
 * scales describe the same column.
 */
export function logDensityInBin(scale: NumberScale, bin: number, value: number): number {
  let total = scale.rest[bin]!;
  for (const weight of scale.atomWeights[bin]!) total += weight;
  const atom = scale.atoms[bin]!.indexOf(value);
  if (atom >= 0) return Math.log(scale.atomWeights[bin]![atom]! / total);
  return Math.log(Math.max(scale.rest[bin]!, 0.5) / total) + logShareOfPoint(scale, bin, value);
}

/** Natural logarithm of the share that one point of the lattice has among the values of a bin that are no atoms. */
function logShareOfPoint(scale: NumberScale, bin: number, value: number): number {
  const isBelow = bin === 0 && scale.lowTail !== null;
  const tail = isBelow ? scale.lowTail : bin === scale.upper.length - 1 ? scale.highTail : null;
  if (tail === null) return -Math.log(Math.max(1, (scale.high[bin]! - scale.low[bin]!) / scale.step + 1));
  const { edge, sigma, xi, limit } = tail;
  const excess = Math.min(limit, Math.abs(value - edge));
  const logDensity =
    Math.abs(xi) < 1e-6
      ? -excess / sigma
      : -(1 / xi + 1) * Math.log1p(Math.max(-1 + 1e-9, (xi * excess) / sigma));
  return Math.min(0, Math.log(scale.step / sigma) + logDensity);
}
