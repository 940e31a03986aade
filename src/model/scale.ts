import type { SqlValue } from '../batch/batch.js';
import { hash32, unit } from '../random/hash.js';
import type { CategoryScale, NumberScale, Scale, Tail } from './model.js';

const DAY = 86_400_000_000;

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

/**
 * Draws a number from a bin.
 * @param u uniform in [0, 1): chooses between the bin's atoms and the rest
 * @param v uniform in [0, 1): chooses the place in the rest
 * @param w uniform in [0, 1): chooses how round the value is; 1 = no rounder than the lattice
 */
export function drawNumber(scale: NumberScale, bin: number, u: number, v: number, w = 1): number {
  const weights = scale.atomWeights[bin]!;
  const rest = scale.rest[bin]!;
  if (weights.length > 0) {
    let total = rest;
    for (const weight of weights) total += weight;
    let target = u * total - rest;
    if (target >= 0 || rest === 0) {
      const atoms = scale.atoms[bin]!;
      for (let i = 0; i < weights.length; i++) {
        target -= weights[i]!;
        if (target < 0) return atoms[i]!;
      }
      return atoms.at(-1)!;
    }
  }
  if (bin === 0 && scale.lowTail !== null) return snap(scale, scale.lowTail.edge - excess(scale.lowTail, v));
  if (bin === scale.upper.length - 1 && scale.highTail !== null)
    return snap(scale, scale.highTail.edge + excess(scale.highTail, v));
  const value = placeInBin(scale, scale.low[bin]!, scale.high[bin]!, v);
  return scale.grains.length === 0 ? value : roundOff(scale, bin, value, w);
}

/** Puts a value on a coarser lattice as often as the learned values are on it, if the bin has such a point. */
function roundOff(scale: NumberScale, bin: number, value: number, w: number): number {
  let rounded = value;
  let rest = w;
  for (const { step, share } of scale.grains) {
    if (rest >= share) break;
    rest /= share;
    let point = Math.round(value / step) * step;
    if (point < scale.low[bin]!) point += step;
    if (point > scale.high[bin]!) point -= step;
    if (point < scale.low[bin]!) break;
    rounded = point;
  }
  return rounded === value ? value : snap(scale, rounded);
}

function placeInBin(scale: NumberScale, low: number, high: number, v: number): number {
  const points = Math.floor((high - low) / scale.step + 1e-6) + 1;
  if (scale.weekdays !== null && high - low >= 6 * DAY && points < 4000)
    return placeByWeekday(scale, low, points, v);
  return snap(scale, low + Math.floor(v * points) * scale.step);
}

/** Walks the days of the bin by the weight of their weekdays. */
function placeByWeekday(scale: NumberScale, low: number, points: number, v: number): number {
  const weights = scale.weekdays!;
  let total = 0;
  const first = Math.floor(low / DAY) + 3;
  const stride = scale.step / DAY;
  for (let i = 0; i < points; i++) total += weights[(((first + i * stride) % 7) + 7) % 7]!;
  let target = v * total;
  for (let i = 0; i < points; i++) {
    target -= weights[(((first + i * stride) % 7) + 7) % 7]!;
    if (target < 0) return low + i * scale.step;
  }
  return low + (points - 1) * scale.step;
}

function excess(tail: Tail, v: number): number {
  const { sigma, xi, limit } = tail;
  const drawn = Math.abs(xi) < 1e-6 ? -sigma * Math.log(1 - v) : (sigma / xi) * ((1 - v) ** -xi - 1);
  return Math.min(drawn, limit);
}

/** Puts a number on the lattice, without the noise of binary fractions. */
function snap(scale: NumberScale, value: number): number {
  const onLattice = scale.offset + Math.round((value - scale.offset) / scale.step) * scale.step;
  if (Number.isInteger(scale.step) && Number.isInteger(scale.offset)) return onLattice;
  return Math.abs(onLattice) < 9e6 ? Math.round(onLattice * 1e9) / 1e9 : Number(onLattice.toPrecision(15));
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

/**
 * Draws a number by the overall frequencies of its bins.
 * @param hash 32 random bits
 */
export function drawAnyNumber(scale: NumberScale, hash: number): number {
  const weights = scale.rest.map((rest, bin) => rest + sumOf(scale.atomWeights[bin]!));
  const bin = pickByWeight(weights, unit(hash));
  return drawNumber(scale, bin, unit(hash32(hash, 1)), unit(hash32(hash, 2)), unit(hash32(hash, 3)));
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
  const points = Math.max(1, Math.abs(scale.high[bin]! - scale.low[bin]!) / scale.step + 1);
  return Math.log(Math.max(scale.rest[bin]!, 0.5) / total / points);
}
