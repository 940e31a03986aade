import fc from 'fast-check';
import { expect, test } from 'vitest';
import { arrangeCycle } from '../../../src/graph/arrange-cycle.js';
import type { CycleLink } from '../../../src/graph/arrange-cycle.js';

function costOf(arrangement: readonly number[], links: readonly CycleLink[]): number {
  const place = (table: number) => arrangement.indexOf(table);
  return links.reduce((sum, { child, parent, cost }) => (place(child) < place(parent) ? sum + cost : sum), 0);
}

function permutations(items: number[]): number[][] {
  if (items.length <= 1) return [items];
  return items.flatMap((item) =>
    permutations(items.filter((other) => other !== item)).map((rest) => [item, ...rest]),
  );
}

const ring = (tables: number): CycleLink[] =>
  Array.from({ length: tables }, (_, child) => ({ child, parent: (child + 1) % tables, cost: 1 }));

test('costs as little as the best of all permutations', () => {
  const link = fc.record({ child: fc.nat(4), parent: fc.nat(4), cost: fc.integer({ min: 1, max: 5 }) });
  fc.assert(
    fc.property(fc.array(link, { maxLength: 12 }), (all) => {
      const links = all.filter(({ child, parent }) => child !== parent);
      const best = Math.min(
        ...permutations([0, 1, 2, 3, 4]).map((arrangement) => costOf(arrangement, links)),
      );
      expect(costOf(arrangeCycle(5, links), links)).toBe(best);
    }),
    { seed: 1, numRuns: 200 },
  );
});

test('keeps the given order where no foreign key speaks', () => {
  expect(arrangeCycle(4, [])).toEqual([0, 1, 2, 3]);
});

test.each([3, 12, 13, 60])('breaks a ring of %i tables once', (tables) => {
  const links = ring(tables);
  const arrangement = arrangeCycle(tables, links);
  expect(arrangement.toSorted((a, b) => a - b)).toEqual(links.map(({ child }) => child));
  expect(costOf(arrangement, links)).toBe(1);
});

test('leaves the cheap link open in a ring of 40 tables', () => {
  const links = ring(40).map((link) => ({ ...link, cost: link.child === 17 ? 1 : 100 }));
  expect(costOf(arrangeCycle(40, links), links)).toBe(1);
});
