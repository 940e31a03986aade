import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hash32, unit } from '../../../src/random/hash.js';
import { allocateFamilies } from '../../../src/sample/allocate-families.js';

const sum = (counts: ArrayLike<number>): number =>
  Array.from(counts).reduce((total, count) => total + count, 0);

describe('allocateFamilies', () => {
  it('meets the planned sum exactly and stays within the limits, or says that there is no room', () => {
    const owner = fc.record({ drawn: fc.nat(20), limit: fc.nat(20) });
    fc.assert(
      fc.property(
        fc.array(owner, { minLength: 1, maxLength: 60 }),
        fc.nat(600),
        fc.nat(),
        (owners, target, seed) => {
          const limits = Float64Array.from(owners, ({ limit }) => limit);
          const counts = allocateFamilies(
            Float64Array.from(owners, ({ drawn }) => drawn),
            target,
            limits,
            seed,
          );
          if (target > sum(limits)) return counts === null;
          return (
            counts !== null &&
            sum(counts) === target &&
            counts.every((count, i) => count >= 0 && count <= limits[i]!)
          );
        },
      ),
    );
  });

  it('leaves drawn counts as they are when their sum is right', () => {
    const drawn = Float64Array.of(0, 3, 1, 0, 7);
    expect([...allocateFamilies(drawn, 11, null, 1)!]).toEqual([...drawn]);
  });

  it('changes single children only when little is missing, and keeps the childless so', () => {
    const drawn = Float64Array.from({ length: 1_000 }, (_, i) =>
      unit(hash32(5, i)) < 0.3 ? 0 : 1 + (i % 5),
    );
    const counts = allocateFamilies(drawn, sum(drawn) + 40, null, 3)!;
    expect(Math.max(...counts.map((count, i) => Math.abs(count - drawn[i]!)))).toBe(1);
    expect(counts.filter((count) => count === 0)).toHaveLength(drawn.filter((count) => count === 0).length);
  });

  it('adds what is missing to large families first, so that as many as before have one child', () => {
    const drawn = Float64Array.from({ length: 120 }, (_, i) => (i < 100 ? 1 : 20));
    const counts = allocateFamilies(drawn, 600, null, 4)!;
    expect(sum(counts)).toBe(600);
    expect(counts.filter((count) => count === 1).length).toBeGreaterThan(70);
  });

  it('scales counts in proportion', () => {
    const drawn = Float64Array.from({ length: 2_000 }, (_, i) => (i % 4 === 0 ? 0 : i % 2 === 0 ? 2 : 6));
    const counts = allocateFamilies(drawn, 5 * sum(drawn), null, 3)!;
    const meanOf = (size: number): number =>
      sum(counts.filter((_, i) => drawn[i] === size)) / drawn.filter((count) => count === size).length;
    expect([0, 2, 6].map((size) => Math.abs(meanOf(size) - 5 * size) < 0.1)).toEqual([true, true, true]);
  });

  it('spreads children over all owners when none were drawn', () => {
    expect(sum(allocateFamilies(new Float64Array(7), 20, null, 1)!)).toBe(20);
  });

  it('gives no children to no owners, and refuses to give them some', () => {
    expect(allocateFamilies(new Float64Array(0), 0, null, 1)).toHaveLength(0);
    expect(allocateFamilies(new Float64Array(0), 1, null, 1)).toBeNull();
  });
});
