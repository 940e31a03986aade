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
  const [below, above] = [bounds.filter(isLeast), bounds.filter((bound) => !isLeast(bound))];
  const pointAt = (steps: number): number => tidy(offset + steps * step);
  /** The first value on a bound's right side. */
  const inside = (value: number, sign: 1 | -1, isStrict: boolean): number => {
    if (isDay) return Math.floor(value / MICROS_PER_DAY) * MICROS_PER_DAY;
    const steps = (value - offset) / step;
    const nearest = steps - sign * 1e-9;
    const point = pointAt(sign === 1 ? Math.ceil(nearest) : Math.floor(nearest));
    const isShort = sign * (point - value) < 0 || (isStrict && point === value);
    return isShort ? pointAt(Math.round(steps) + sign) : point;
  };
  const leastOf = (row: number): number => {
    let least = -Infinity;
    for (const { read, isStrict } of below) {
      const value = read(row);
      if (!Number.isNaN(value)) least = Math.max(least, inside(value, 1, isStrict));
    }
    return least;
  };
  const mostOf = (row: number): number => {
    let most = Infinity;
    for (const { read, isStrict } of above) {
      const value = read(row);
      if (!Number.isNaN(value)) most = Math.min(most, inside(value, -1, isStrict));
    }
    return most;
  };
  return (row, cell) => {
    draw(row, cell);
    if (Number.isNaN(values[row]!)) return;
    const least = leastOf(row);
    const most = mostOf(row);
    for (let attempt = 1; attempt <= ATTEMPTS && isOutside(values[row]!, least, most); attempt++)
      draw(row, rehash(cell, SALT.retry + attempt));
    if (!isOutside(values[row]!, least, most)) return;
    if (least > most) values[row] = isNullable ? NaN : least;
    else {
      const nearest = values[row]! < least ? least : most;
      const u = unit(rehash(cell, SALT.within));
      values[row] = spreads ? spreadOverDay(nearest, least, most, step, u) : nearest;
    }
    rebin(row);
  };
}

function isLeast({ side }: ReadBound): boolean {
  return side === 'least';
}

/** False for NULL, too. */
function isOutside(value: number, least: number, most: number): boolean {
  return value < least || value > most;
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
