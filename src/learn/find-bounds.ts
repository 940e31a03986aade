import type { Base, Bound } from '../model/model.js';
import { presentRows } from './present-rows.js';
import { RULE_SHARE } from './rule-share.js';

/** Fewer rows than this prove no rule. */
const MIN_ROWS = 50;
/** An order is a rule when unrelated rows would break it so many times, and at most a quarter of that are seen. */
const MIN_BY_CHANCE = 5;
const SEEN_OF_CHANCE = 0.25;
/** Rows at the start that show most rules to be none. */
const FIRST_ROWS = 1_000;
/** An odd step, by which values of unrelated rows are put beside each other. */
const STRIDE = 7_919;

export interface BoundCandidate {
  readonly base: Base;
  /** By row; NaN where there is none. */
  readonly values: Float64Array;
}

/**
 * Finds what a number or moment never lies below or above: columns of the row or its parents with which it keeps an
 * order in 99.5 % of the rows, where unrelated rows would not.
 * @param values by row; NaN where null
 */
export function findBounds(values: Float64Array, candidates: readonly BoundCandidate[]): Bound[] {
  const below = candidates.filter((candidate) => isOrderProven(candidate.values, values));
  const above = candidates.filter(
    (candidate) => !below.includes(candidate) && isOrderProven(values, candidate.values),
  );
  const atLeast = dropImplied(below, values, (nearer, farther) => nearer >= farther);
  const atMost = dropImplied(above, values, (nearer, farther) => nearer <= farther);
  return [
    ...atLeast.map((base): Bound => ({ base, side: 'least', isStrict: false })),
    ...atMost.map((base): Bound => ({ base, side: 'most', isStrict: false })),
  ];
}

/** Leaves out each bound that another one is there to keep, wherever it is. */
function dropImplied(
  bounds: readonly BoundCandidate[],
  values: Float64Array,
  isNearer: (nearer: number, farther: number) => boolean,
): Base[] {
  const left = [...bounds];
  for (const bound of [...bounds].reverse()) {
    const others = left.filter((other) => other !== bound);
    if (others.some((other) => implies(other.values, bound.values))) left.splice(left.indexOf(bound), 1);
  }
  return left.map(({ base }) => base);

  function implies(nearer: Float64Array, farther: Float64Array): boolean {
    let both = 0;
    let kept = 0;
    values.forEach((value, row) => {
      if (Number.isNaN(value - farther[row]!)) return;
      both++;
      if (isNearer(nearer[row]!, farther[row]!)) kept++;
    });
    return kept >= RULE_SHARE * both;
  }
}

/** Whether the lower values are hardly ever above the higher ones, and not by chance. */
function isOrderProven(lower: Float64Array, higher: Float64Array): boolean {
  const first = countBroken(lower, higher, FIRST_ROWS);
  if (first.broken > (1 - RULE_SHARE + 0.02) * first.both) return false;
  const { both, broken } = countBroken(lower, higher, lower.length);
  if (both < MIN_ROWS || broken > (1 - RULE_SHARE) * both) return false;
  const byChance = countBrokenByChance(lower, higher);
  return byChance >= MIN_BY_CHANCE && broken <= SEEN_OF_CHANCE * byChance;
}

function countBroken(
  lower: Float64Array,
  higher: Float64Array,
  rows: number,
): { both: number; broken: number } {
  let both = 0;
  let broken = 0;
  for (let row = 0, end = Math.min(rows, lower.length); row < end; row++) {
    const difference = higher[row]! - lower[row]!;
    if (Number.isNaN(difference)) continue;
    both++;
    if (difference < 0) broken++;
  }
  return { both, broken };
}

/** How often a value of one row is above that of another row, of the rows that have both. */
function countBrokenByChance(lower: Float64Array, higher: Float64Array): number {
  const rows = presentRows(higher.map((value, row) => value - lower[row]!));
  let broken = 0;
  for (let at = 0; at < rows.length; at++)
    if (lower[rows[at]!]! > higher[rows[(at + STRIDE) % rows.length]!]!) broken++;
  return broken;
}
