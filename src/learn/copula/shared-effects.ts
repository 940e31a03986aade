import type { Path, SharedEffect } from '../../model/model.js';

/** Rows that one foreign key leads to the same parent. */
export interface Siblings {
  readonly path: Path;
  /** Parent row of each row, below 0 where there is none. */
  readonly parents: Int32Array;
}

/** How many standard errors siblings must be alike before a hidden value is worth telling. */
const NEEDED_ERRORS = 2;

/**
 * Measures how much of what features leave open is shared by the rows of one parent: the mean product of two siblings'
 * residuals is the variance of the hidden value that they have in common.
 * @param residuals what is left of the normal score of each of `rows`
 * @param variance of the residuals' normal scores themselves, of which bins show a part
 * @param minEntities fewest parents with two rows or more
 * @returns the effects; together they take at most nearly all of `variance`
 */
export function learnSharedEffects(
  rows: Int32Array,
  residuals: Float64Array,
  variance: number,
  siblings: readonly Siblings[],
  minEntities: number,
): SharedEffect[] {
  let seen = 0;
  for (const residual of residuals) seen += (residual * residual) / residuals.length;
  if (seen === 0) return [];
  const found = siblings
    .map(({ path, parents }) => ({ path, likeness: likenessOf(rows, residuals, parents, seen, minEntities) }))
    .filter(({ likeness }) => likeness > 0)
    // A residual is the mean over a bin, so two siblings' are less alike than their scores are.
    .map(({ path, likeness }) => ({ path, variance: (likeness * variance * variance) / (seen * seen) }));
  const total = found.reduce((sum, effect) => sum + effect.variance, 0);
  const shrink = Math.min(1, (0.95 * variance) / total);
  return found.map((effect) => ({
    path: effect.path,
    deviation: Number(Math.sqrt(shrink * effect.variance).toFixed(4)),
  }));
}

/** Mean product of two siblings' residuals, where it is more than chance; each family counts by its rows. */
function likenessOf(
  rows: Int32Array,
  residuals: Float64Array,
  parents: Int32Array,
  seen: number,
  minEntities: number,
): number {
  const families = new Map<number, { count: number; sum: number; squares: number }>();
  rows.forEach((row, i) => {
    const parent = parents[row]!;
    if (parent < 0) return;
    const family = families.get(parent) ?? { count: 0, sum: 0, squares: 0 };
    family.count++;
    family.sum += residuals[i]!;
    family.squares += residuals[i]! ** 2;
    families.set(parent, family);
  });
  const large = [...families.values()].filter(({ count }) => count > 1);
  if (large.length < minEntities) return 0;
  let count = 0;
  let sum = 0;
  let chance = 0;
  for (const family of large) {
    count += family.count;
    sum += (family.sum ** 2 - family.squares) / (family.count - 1);
    chance += (2 * family.count) / (family.count - 1);
  }
  const error = (seen * Math.sqrt(chance)) / count;
  return sum / count > NEEDED_ERRORS * error ? sum / count : 0;
}
