import { MICROS_PER_DAY } from '../classify/civil.js';
import { rehash, unit } from '../random/hash.js';
import type { NumberScale, Tail } from './model.js';
import { seasonOf } from './season.js';

/** Bins of more points than this are drawn without regard to weekdays. */
const MOST_WEEKDAY_POINTS = 4000;
/** How often a moment is drawn anew whose month is less likely, where days are too many to be weighed one by one. */
const SEASON_ATTEMPTS = 8;
const SEASON_SALT = 40;

/** A bin with all that is the same for every draw. */
interface Bin {
  /** Values that stand out, and their cumulated weights. */
  readonly atoms: readonly number[];
  readonly cumulated: readonly number[];
  readonly rest: number;
  readonly tail: Tail | null;
  /** Which way the tail goes: -1 below, 1 above. */
  readonly sign: number;
  readonly low: number;
  readonly high: number;
  /** Points of the lattice. */
  readonly points: number;
  /** Cumulated weights of the points by their weekdays and months; null until needed. */
  days: Float64Array | null;
}

/**
 * Draws numbers of a scale, bin by bin.
 */
export class NumberDrawer {
  private readonly bins: readonly Bin[];
  private readonly isWhole: boolean;
  private overall: readonly number[] | null = null;
  private readonly season: ((micros: number) => number) | null;

  constructor(private readonly scale: NumberScale) {
    this.isWhole = Number.isInteger(scale.step) && Number.isInteger(scale.offset);
    this.season = scale.months === undefined ? null : seasonOf(scale.months);
    this.bins = scale.upper.map((_, bin) => describeBin(scale, bin));
  }

  /**
   * Draws a number from a bin.
   * @param hash 32 random bits
   */
  draw(bin: number, hash: number): number {
    const { atoms, cumulated, rest, tail, sign, low } = this.bins[bin]!;
    if (atoms.length > 0) {
      const target = unit(rehash(hash, 2)) * (rest + cumulated.at(-1)!) - rest;
      if (target >= 0 || rest === 0) return atoms[findAbove(cumulated, target)]!;
    }
    const v = unit(rehash(hash, 3));
    if (tail !== null) return this.snap(tail.edge + sign * excess(tail, v));
    const { points } = this.bins[bin]!;
    const { scale } = this;
    const days = this.daysOf(this.bins[bin]!);
    const value =
      days === null
        ? this.snap(low + Math.floor(this.inSeason(low, points, v, hash) * points) * scale.step)
        : low + findAbove(days, v * days.at(-1)!) * scale.step;
    return scale.grains.length === 0 ? value : this.roundOff(bin, value, unit(rehash(hash, 6)));
  }

  /**
   * Draws a number by the overall frequencies of the bins.
   * @param hash 32 random bits
   */
  drawAny(hash: number): number {
    this.overall ??= cumulate(this.bins.map(({ rest, cumulated }) => rest + (cumulated.at(-1) ?? 0)));
    return this.draw(findAbove(this.overall, unit(hash) * this.overall.at(-1)!), rehash(hash, 1));
  }

  private daysOf(bin: Bin): Float64Array | null {
    const { weekdays, months, step } = this.scale;
    if ((weekdays === null && months === undefined) || step % MICROS_PER_DAY !== 0) return null;
    if (bin.high - bin.low < 6 * MICROS_PER_DAY || bin.points >= MOST_WEEKDAY_POINTS) return null;
    bin.days ??= Float64Array.from(dayWeights(this.scale, bin, this.season));
    return bin.days;
  }

  /** Where in a bin a moment lies: drawn anew where its month is less likely than others. */
  private inSeason(low: number, points: number, v: number, hash: number): number {
    if (this.season === null || points * this.scale.step < 6 * MICROS_PER_DAY) return v;
    let at = v;
    for (let attempt = 0; attempt < SEASON_ATTEMPTS; attempt++) {
      const isKept =
        unit(rehash(hash, SEASON_SALT + 2 * attempt)) < this.season(low + at * points * this.scale.step);
      if (isKept) return at;
      at = unit(rehash(hash, SEASON_SALT + 2 * attempt + 1));
    }
    return at;
  }

  /** Puts a value on a coarser lattice as often as the learned values are on it, if the bin has such a point. */
  private roundOff(bin: number, value: number, w: number): number {
    const { low, high } = this.bins[bin]!;
    let rounded = value;
    let rest = w;
    for (const { step, share } of this.scale.grains) {
      if (rest >= share) break;
      rest /= share;
      let point = Math.round(value / step) * step;
      if (point < low) point += step;
      if (point > high) point -= step;
      if (point < low) break;
      rounded = point;
    }
    return rounded === value ? value : this.snap(rounded);
  }

  /** Puts a number on the lattice, without the noise of binary fractions. */
  private snap(value: number): number {
    const { step, offset } = this.scale;
    const onLattice = offset + Math.round((value - offset) / step) * step;
    if (this.isWhole) return onLattice;
    return Math.abs(onLattice) < 9e6 ? Math.round(onLattice * 1e9) / 1e9 : Number(onLattice.toPrecision(15));
  }
}

function describeBin(scale: NumberScale, bin: number): Bin {
  const isLast = bin === scale.upper.length - 1;
  const isBelow = bin === 0 && scale.lowTail !== null;
  const [low, high] = [scale.low[bin]!, scale.high[bin]!];
  return {
    atoms: scale.atoms[bin]!,
    cumulated: cumulate(scale.atomWeights[bin]!),
    rest: scale.rest[bin]!,
    tail: isBelow ? scale.lowTail : isLast ? scale.highTail : null,
    sign: isBelow ? -1 : 1,
    low,
    high,
    points: Math.floor((high - low) / scale.step + 1e-6) + 1,
    days: null,
  };
}

function dayWeights(
  { weekdays, step }: NumberScale,
  { low, points }: Bin,
  season: ((micros: number) => number) | null,
): number[] {
  const first = Math.floor(low / MICROS_PER_DAY) + 3;
  const stride = step / MICROS_PER_DAY;
  const weigh = (i: number): number =>
    (weekdays?.[(((first + i * stride) % 7) + 7) % 7] ?? 1) * (season?.(low + i * step) ?? 1);
  return cumulate(Array.from({ length: points }, (_, i) => weigh(i)));
}

function cumulate(weights: readonly number[]): number[] {
  let sum = 0;
  return weights.map((weight) => (sum += weight));
}

/** Position of the first cumulated weight above a target; the last one where there is none. */
function findAbove(cumulated: ArrayLike<number>, target: number): number {
  let low = 0;
  let high = cumulated.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (cumulated[middle]! > target) high = middle;
    else low = middle + 1;
  }
  return low;
}

function excess({ sigma, xi, limit }: Tail, v: number): number {
  const drawn = Math.abs(xi) < 1e-6 ? -sigma * Math.log(1 - v) : (sigma / xi) * ((1 - v) ** -xi - 1);
  return Math.min(drawn, limit);
}
