import { describe, expect, it } from 'vitest';
import type { Forest, Tree } from '../../../src/model/model.js';
import { findLeaf } from '../../../src/model/walk-tree.js';
import { hash32 } from '../../../src/random/hash.js';
import { ForestDrawer } from '../../../src/sample/forest-drawer.js';

/** Splits feature 0 at 4, what is above by whether feature 1 is 3 or 40, and counts bins in three leaves. */
const aTree = (counts: readonly (readonly [bin: number, count: number])[][]): Tree => {
  const cumulated = counts.flatMap((leaf) => leaf.map((_, i) => sum(leaf.slice(0, i + 1))));
  return {
    feature: Int16Array.from([0, -1, 1, -1, -1]),
    split: Int32Array.from([4, 0, -1, 0, 0]),
    left: Int32Array.from([1, 0, 3, 1, 2]),
    subsets: Uint32Array.from([1 << 3, 1 << 8, 0, 0, 0, 0, 0, 0]),
    start: Int32Array.from([0, 1, 2, 3].map((leaf) => counts.slice(0, leaf).flat().length)),
    bins: Uint8Array.from(counts.flat().map(([bin]) => bin)),
    cumulated: Uint32Array.from(cumulated),
  };
};
const sum = (leaf: readonly (readonly [number, number])[]): number =>
  leaf.reduce((total, [, count]) => total + count, 0);

const FOREST: Forest = {
  features: [
    { from: 'own', variable: 2 },
    { from: 'own', variable: 0 },
  ],
  trees: [
    aTree([[[7, 1]], [[1, 30], [2, 10]], [[9, 5], [250, 15]]]), // prettier-ignore
    aTree([[[7, 1]], [[1, 10], [2, 20], [3, 10]], [[9, 1]]]), // prettier-ignore
  ],
};
const DRAWS = 20_000;

function drawerFor(first: number, second: number): ForestDrawer {
  const features = {
    bytes: Uint8Array.from([second, 0, first]),
    slotOf: (feature: Forest['features'][number]) => (feature.from === 'own' ? feature.variable : -1),
  };
  return new ForestDrawer(FOREST, features);
}

function shares(draw: (hash: number) => number): Map<number, number> {
  const counts = new Map<number, number>();
  for (let i = 0; i < DRAWS; i++) {
    const bin = draw(hash32(1, i));
    counts.set(bin, (counts.get(bin) ?? 0) + 1 / DRAWS);
  }
  return counts;
}

/** Four standard errors of a share. */
const close = (share: number): number => 4 * Math.sqrt((share * (1 - share)) / DRAWS) + 1e-9;

describe('ForestDrawer', () => {
  it('draws from the leaf of each tree that a row falls into, each tree as often', () => {
    for (const [first, second] of [
      [4, 3],
      [5, 3],
      [5, 40],
      [255, 41],
    ] as const) /* prettier-ignore */ {
      const drawn = shares((hash) => drawerFor(first, second).draw(hash));
      const expected = new Map<number, number>();
      for (const tree of FOREST.trees) {
        const leaf = findLeaf(tree, Uint8Array.from([first, second]));
        const [from, to] = [tree.start[leaf]!, tree.start[leaf + 1]!];
        for (let at = from; at < to; at++) {
          const count = tree.cumulated[at]! - (at === from ? 0 : tree.cumulated[at - 1]!);
          const share = count / tree.cumulated[to - 1]! / FOREST.trees.length;
          expected.set(tree.bins[at]!, (expected.get(tree.bins[at]!) ?? 0) + share);
        }
      }
      expect([...drawn.keys()].sort()).toEqual([...expected.keys()].sort());
      for (const [bin, share] of expected)
        expect(Math.abs(drawn.get(bin)! - share)).toBeLessThan(close(share));
    }
  });

  it('draws among some bins as often as they are drawn among all', () => {
    const flags = new Uint8Array(256);
    flags[2] = flags[3] = 1;
    const drawer = drawerFor(5, 3);
    const among = shares((hash) => drawer.drawAmong(hash, flags, 1));
    // The first tree has nothing but bin 2 there, the second twice as much of 2 as of 3.
    expect(Math.abs(among.get(2)! - (1 + 2 / 3) / 2)).toBeLessThan(close(5 / 6));
    expect(Math.abs(among.get(3)! - 1 / 6)).toBeLessThan(close(1 / 6));
    expect(shares((hash) => drawer.drawAmong(hash, flags, 0))).toEqual(new Map([[1, expect.closeTo(1, 6)]]));
  });

  it('goes on to a tree that has such a bin, and says when there is none', () => {
    const flags = new Uint8Array(256);
    flags[250] = 1;
    expect(shares((hash) => drawerFor(5, 41).drawAmong(hash, flags, 1)).get(250)).toBeCloseTo(1, 6);
    expect(drawerFor(5, 3).drawAmong(17, flags, 1)).toBe(-1);
  });
});
