import type { SqlValue } from '../../batch/batch.js';
import { randomRank } from './random-rank.js';
import type { ValueDomain } from './domain.js';

/** Whole multiples of a step between two bounds, in units of the caller's choice. */
export interface Grid {
  readonly low: bigint;
  readonly high: bigint;
  readonly step: bigint;
  /** Values left out. */
  readonly holes: readonly bigint[];
  /** Where values are taken from first; beyond it and below it only when those are used up. */
  readonly preferred: { readonly low: bigint; readonly high: bigint };
  /** False when the grid is only a selection of what the column can hold. */
  readonly isCounted: boolean;
}

const COUNTLESS = 2n ** 63n;

/** A domain over a grid. */
export function gridDomain(grid: Grid, write: (point: bigint) => SqlValue): ValueDomain {
  const { step } = grid;
  const first = ceilTo(grid.low, step);
  const last = floorTo(grid.high, step);
  if (first > last) return { size: 0n, nth: () => null, draw: () => undefined };
  const holes = [...new Set(grid.holes)].filter(
    (hole) => hole >= first && hole <= last && hole % step === 0n,
  );
  const points = (last - first) / step + 1n;
  const start = clamp(ceilTo(grid.preferred.low, step), first, last);
  const end = clamp(floorTo(grid.preferred.high, step), start, last);
  // Rank 0 is the start of the preferred part; behind the end it goes on from the lowest point.
  const offset = (start - first) / step;
  const pointAt = (rank: bigint): bigint => first + ((offset + rank) % points) * step;
  const holeRanks = holes
    .map((hole) => ((hole - first) / step - offset + points) % points)
    .sort((a, b) => (a < b ? -1 : 1));
  const pointOf = (index: bigint): bigint => pointAt(skip(index, holeRanks));
  const size = points - BigInt(holes.length);
  const preferredPoints = (end - start) / step + 1n;
  const drawn = preferredPoints - BigInt(holeRanks.filter((rank) => rank < preferredPoints).length);
  return {
    size: grid.isCounted && size <= COUNTLESS ? size : null,
    nth: (index) => write(pointOf(index)),
    draw: (seed) => (size === 0n ? undefined : write(pointOf(randomRank(seed, drawn > 0n ? drawn : size)))),
  };
}

/** The n-th rank that is no hole; holes ascending. */
function skip(index: bigint, holes: readonly bigint[]): bigint {
  let rank = index;
  for (const hole of holes) {
    if (hole > rank) break;
    rank++;
  }
  return rank;
}

function floorTo(value: bigint, step: bigint): bigint {
  const rest = value % step;
  return rest < 0n ? value - rest - step : value - rest;
}

function ceilTo(value: bigint, step: bigint): bigint {
  return -floorTo(-value, step);
}

function clamp(value: bigint, low: bigint, high: bigint): bigint {
  if (value < low) return low;
  return value > high ? high : value;
}
