import { MICROS_PER_DAY } from '../classify/civil.js';
import type { Bound } from '../model/model.js';
import { rehash, unit } from '../random/hash.js';
import type { DrawVariable } from './draw-variable.js';
import { tidy } from './tidy.js';

/** How often a value beyond its bounds is drawn anew before it is moved. */
const ATTEMPTS = 8;
const SALT = { retry: 200, within: 210 };

/** A bound and where its value is read. */
export interface ReadBound extends Pick<Bound, 'side' | 'isStrict'> {
  readonly read: (row: number) => number;
}

/** What is bounded. */
export interface BoundedValue {
  /** Numbers, or moments whose clock is drawn already; NaN = null. */
  readonly values: Float64Array;
  /** Distance of the values that may be drawn. */
  readonly step: number;
  readonly offset: number;
  readonly isNullable: boolean;
  readonly isMoment: boolean;
  /** Only the day is drawn: the clock comes later. */
  readonly isDay: boolean;
  /** Tells the bin of a value that was moved. */
  readonly rebin: (row: number) => void;
}

/**
 * Keeps a variable inside of bounds: it is drawn anew some times, then moved to the nearest value inside. Where one
 * bound contradicts another, the value becomes NULL if it may.
 */
export function keepBounds(
  draw: DrawVariable,
  bounds: readonly ReadBound[],
  bounded: BoundedValue,
): DrawVariable {
  const { values, step, offset, isNullable, isMoment, isDay, rebin } = bounded;
  const spreads = isMoment && !isDay && step < MICROS_PER_DAY;
  const onLattice = (value: number, round: (steps: number) => number): number =>
    tidy(offset + round((value - offset) / step) * step);
  const limit = (row: number, side: Bound['side']): number => {
    let nearest = side === 'least' ? -Infinity : Infinity;
    for (const bound of bounds) {
      if (bound.side !== side) continue;
      const value = bound.read(row);
      if (Number.isNaN(value)) continue;
      const point = inside(value, side, bound.isStrict);
      nearest = side === 'least' ? Math.max(nearest, point) : Math.min(nearest, point);
    }
    return nearest;
  };
  /** The first value on a bound's right side. */
  const inside = (value: number, side: Bound['side'], isStrict: boolean): number => {
    if (isDay) return Math.floor(value / MICROS_PER_DAY) * MICROS_PER_DAY;
    const [round, sign] = side === 'least' ? [Math.ceil, 1] : [Math.floor, -1];
    const point = onLattice(value, (steps) => round(steps - sign * 1e-9));
    const isShort = sign * (point - value) < 0 || (isStrict && point === value);
    return isShort ? onLattice(value, (steps) => Math.round(steps) + sign) : point;
  };
  return (row, cell) => {
    draw(row, cell);
    if (Number.isNaN(values[row]!)) return;
    const [least, most] = [limit(row, 'least'), limit(row, 'most')];
    const isInside = (): boolean => !(values[row]! < least || values[row]! > most);
    for (let attempt = 1; attempt <= ATTEMPTS && !isInside(); attempt++)
      draw(row, rehash(cell, SALT.retry + attempt));
    if (isInside()) return;
    if (least > most) values[row] = isNullable ? NaN : least;
    else {
      const nearest = values[row]! < least ? least : most;
      const u = unit(rehash(cell, SALT.within));
      values[row] = spreads ? spreadOverDay(nearest, least, most, step, u) : nearest;
    }
    rebin(row);
  };
}

/** A moment of the nearest day inside, so that those that were moved do not all fall together. */
function spreadOverDay(nearest: number, least: number, most: number, step: number, u: number): number {
  const day = Math.floor(nearest / MICROS_PER_DAY) * MICROS_PER_DAY;
  if (nearest === most) {
    const points = Math.floor((most - Math.max(least, day)) / step) + 1;
    return most - Math.floor(u * points) * step;
  }
  const points = Math.floor((Math.min(most, day + MICROS_PER_DAY - step) - least) / step) + 1;
  return least + Math.floor(u * Math.max(1, points)) * step;
}
