import { describe, expect, it } from 'vitest';
import { learnSharedEffects } from '../../../../src/learn/copula/shared-effects.js';
import { hash32, unit } from '../../../../src/random/hash.js';
import { normalQuantile } from '../../../../src/random/normal-quantile.js';

const FAMILIES = 4000;
const SIZE = 3;
const normal = (row: number, salt: number): number => normalQuantile(unit(hash32(4, row, salt)) || 1e-9);
const rows = Int32Array.from({ length: FAMILIES * SIZE }, (_, i) => i);
const owners = rows.map((row) => Math.floor(row / SIZE));
const others = rows.map((row) => hash32(1, row) % 2000);

describe('learnSharedEffects', () => {
  it('finds what the rows of an owner share, and those of another parent, within four standard errors', () => {
    const residuals = Float64Array.from(
      rows,
      (row) => 0.5 * normal(owners[row]!, 1) + 0.4 * normal(others[row]!, 2) + normal(row, 3),
    );
    const found = learnSharedEffects(
      rows,
      residuals,
      1.41,
      [
        { path: [null], parents: owners },
        { path: [0], parents: others },
      ],
      10,
    );
    expect(found.map(({ path }) => path)).toEqual([[null], [0]]);
    const error = (pairs: number): number => (4 * 1.41) / Math.sqrt(pairs);
    expect(Math.abs(found[0]!.deviation ** 2 - 0.25)).toBeLessThan(error(FAMILIES * 3));
    expect(Math.abs(found[1]!.deviation ** 2 - 0.16)).toBeLessThan(error(2000 * 15));
  });

  it('finds nothing where rows are independent, or where fewer parents than entities needed have siblings', () => {
    const residuals = Float64Array.from(rows, (row) => normal(row, 3));
    expect(learnSharedEffects(rows, residuals, 1, [{ path: [null], parents: owners }], 10)).toEqual([]);
    const few = rows.map((row) => (row < 9 * SIZE ? owners[row]! : -1));
    const shared = Float64Array.from(rows, (row) => normal(owners[row]!, 1));
    expect(learnSharedEffects(rows, shared, 1, [{ path: [null], parents: few }], 10)).toEqual([]);
  });
});
