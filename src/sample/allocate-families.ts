import { hash32, unit } from '../random/hash.js';
import { permute } from '../random/permute.js';

/**
 * Turns drawn numbers of children into numbers whose sum is the planned number of rows: in proportion to their size,
 * then one by one among owners in a random order, keeping childless owners childless as long as it goes.
 * @param drawn number of children per owner as drawn with the owner's row
 * @param target planned sum
 * @param limits most children per owner; null = no limit
 * @returns children per owner, or null when the limits leave no room for `target`
 */
export function allocateFamilies(
  drawn: Float64Array,
  target: number,
  limits: Float64Array | null,
  seed: number,
): Int32Array | null {
  const owners = drawn.length;
  const counts = new Int32Array(owners);
  const total = drawn.reduce((sum, count) => sum + count, 0);
  const factor = total === 0 ? 0 : target / total;
  const isClose = factor > 0.8 && factor < 1.25;
  let sum = 0;
  for (let owner = 0; owner < owners; owner++) {
    const wanted = isClose ? drawn[owner]! : drawn[owner]! * factor + unit(hash32(seed, owner)) - 1e-9;
    counts[owner] = Math.min(Math.floor(wanted), limits === null ? Infinity : limits[owner]!);
    sum += counts[owner]!;
  }
  const left = sum === 0 ? target : settleBySize(counts, target - sum, limits, seed);
  return settle(counts, left, limits, seed) ? counts : null;
}

/**
 * Adds or takes single children, in proportion to the sizes of families, so that small ones stay as they are: with one
 * more child for each of a hundred owners, no number of children would be as frequent as it was.
 */
function settleBySize(
  counts: Int32Array,
  missing: number,
  limits: Float64Array | null,
  seed: number,
): number {
  const total = counts.reduce((sum, count) => sum + count, 0);
  const step = Math.sign(missing);
  const stride = total / Math.abs(missing);
  let next = stride * unit(hash32(seed, 0x5e77));
  let passed = 0;
  let left = missing;
  for (let i = 0; i < counts.length && left !== 0; i++) {
    const owner = permute(i, counts.length, seed);
    passed += counts[owner]!;
    const most = limits?.[owner] ?? Infinity;
    for (; next < passed && left !== 0; next += stride) {
      if (step > 0 ? counts[owner]! >= most : counts[owner]! <= 1) continue;
      counts[owner]! += step;
      left -= step;
    }
  }
  return left;
}

/** Adds or takes single children until nothing is missing; false when no owner has room. */
function settle(counts: Int32Array, missing: number, limits: Float64Array | null, seed: number): boolean {
  const owners = counts.length;
  const limitOf = (owner: number): number => (limits === null ? Infinity : limits[owner]!);
  const passes: ((owner: number) => boolean)[] =
    missing > 0
      ? [
          (owner) => counts[owner]! > 0 && counts[owner]! < limitOf(owner),
          (owner) => counts[owner]! < limitOf(owner),
        ]
      : [(owner) => counts[owner]! > 1, (owner) => counts[owner]! > 0];
  const step = Math.sign(missing);
  for (const isEligible of passes) {
    for (let hasMoved = true; missing !== 0 && hasMoved;) {
      hasMoved = false;
      for (let i = 0; i < owners && missing !== 0; i++) {
        const owner = permute(i, owners, seed);
        if (!isEligible(owner)) continue;
        counts[owner]! += step;
        missing -= step;
        hasMoved = true;
      }
    }
  }
  return missing === 0;
}
