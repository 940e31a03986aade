import { describe, expect, it } from 'vitest';
import { growTree, type TreeInput, type TreeLimits } from '../../../src/learn/grow-tree.js';
import type { Tree } from '../../../src/model/model.js';
import { drawBin, findLeaf } from '../../../src/model/walk-tree.js';
import { hash32, unit } from '../../../src/random/hash.js';

const LIMITS: TreeLimits = { minEntities: 10, maxDepth: 8, penalty: 0.5 };

/** A training set of two features and a target of a few bins; every row is its own entity. */
function input(
  rows: number,
  features: ((row: number) => number)[],
  target: (row: number) => number,
  { ordered = features.map(() => true), entityOf = (row: number): number => row } = {},
): TreeInput {
  const all = Int32Array.from({ length: rows }, (_, row) => row);
  const bins = Uint8Array.from(all, target);
  return {
    features: features.map((feature) => Uint8Array.from(all, feature)),
    ordered,
    judged: bins,
    nullBin: 255,
    isJudgedOrdered: false,
    bins,
    entities: all.map(entityOf),
    rows: all,
  };
}

const chance = (row: number, salt: number): number => unit(hash32(7, row, salt));

/** Shares of the bins in the leaf that a row falls into. */
function sharesAt(tree: Tree, row: number[]): number[] {
  const leaf = findLeaf(tree, Uint8Array.from(row));
  const shares: number[] = [];
  let before = 0;
  for (let i = tree.start[leaf]!; i < tree.start[leaf + 1]!; i++) {
    shares[tree.bins[i]!] = (tree.cumulated[i]! - before) / tree.cumulated[tree.start[leaf + 1]! - 1]!;
    before = tree.cumulated[i]!;
  }
  return Array.from(shares, (share) => share ?? 0);
}

/** Distinct entities among the rows of each leaf. */
function entitiesOfLeaves(tree: Tree, { features, entities, rows }: TreeInput): number[] {
  const seen = new Map<number, Set<number>>();
  for (const row of rows) {
    const leaf = findLeaf(
      tree,
      Uint8Array.from(features, (values) => values[row]!),
    );
    seen.set(leaf, (seen.get(leaf) ?? new Set()).add(entities[row]!));
  }
  return [...seen.values()].map((set) => set.size);
}

describe('growTree', () => {
  it('finds the feature and the place where the target changes', () => {
    const isHigh = (row: number): boolean => row % 100 >= 37;
    const noise = (row: number): number => Math.floor(chance(row, 1) * 50);
    const target = (row: number): number => (chance(row, 2) < (isHigh(row) ? 0.9 : 0.2) ? 1 : 0);
    const tree = growTree(input(5_000, [noise, (row) => row % 100], target), LIMITS);
    expect([tree.feature[0], tree.split[0]]).toEqual([1, 36]);
    const error = 4 * Math.sqrt(0.25 / 1_000);
    expect(Math.abs(sharesAt(tree, [20, 10])[1]! - 0.2)).toBeLessThan(error);
    expect(Math.abs(sharesAt(tree, [20, 90])[1]! - 0.9)).toBeLessThan(error);
  });

  it('finds a subset of values that have no order', () => {
    const chosen = [2, 3, 11, 17, 30];
    const target = (row: number): number =>
      chance(row, 1) < (chosen.includes(row % 40) ? 0.95 : 0.05) ? 1 : 0;
    const tree = growTree(input(8_000, [(row) => row % 40], target, { ordered: [false] }), LIMITS);
    for (let value = 0; value < 40; value++) {
      const share = sharesAt(tree, [value])[1]!;
      expect(share > 0.5).toBe(chosen.includes(value));
    }
  });

  it('finds two features that decide only together with depth', () => {
    const target = (row: number): number => (row % 7 > 3 && row % 11 > 5 ? 2 : row % 7 > 3 ? 1 : 0);
    const tree = growTree(input(7_700, [(row) => row % 7, (row) => row % 11], target), LIMITS);
    expect(sharesAt(tree, [5, 9])[2]).toBe(1);
    expect(sharesAt(tree, [5, 2])[1]).toBe(1);
    expect(sharesAt(tree, [1, 9])[0]).toBe(1);
  });

  it('does not split where only chance tells the halves apart, if the penalty is high', () => {
    let splits = 0;
    for (let salt = 0; salt < 20; salt++) {
      const noise = Array.from(
        { length: 5 },
        (_, f) => (row: number) => Math.floor(chance(row, salt * 10 + f) * 30),
      );
      const tree = growTree(
        input(1_000, noise, (row) => Math.floor(chance(row, salt * 10 + 9) * 3)),
        { ...LIMITS, penalty: 4 },
      );
      splits += tree.feature.filter((feature) => feature >= 0).length;
    }
    expect(splits).toBe(0);
  });

  it('keeps enough distinct entities in every leaf, however many rows they have', () => {
    const set = input(6_000, [(row) => row % 200, (row) => Math.floor(row / 300)], (row) => row % 5, {
      entityOf: (row) => Math.floor(row / 100),
    });
    const tree = growTree(set, { ...LIMITS, maxDepth: 20, penalty: 0 });
    const entities = entitiesOfLeaves(tree, set);
    expect(entities.length).toBeGreaterThan(1);
    expect(Math.min(...entities)).toBeGreaterThanOrEqual(LIMITS.minEntities);
  });

  it('counts no entity twice after a split that would have left too few', () => {
    const entityOf = (row: number): number => Math.floor(row / 100);
    const isOdd = (row: number): boolean => entityOf(row) < 5 && row % 2 === 1;
    const isEarly = (row: number): boolean => entityOf(row) < 9;
    const target = (row: number): number =>
      isOdd(row) ? 2 : chance(row, 5) < (isEarly(row) ? 0.9 : 0.3) ? 1 : 0;
    const set = input(4_000, [(row) => Number(isOdd(row)), (row) => Number(isEarly(row))], target, {
      entityOf,
    });
    expect(Math.min(...entitiesOfLeaves(growTree(set, LIMITS), set))).toBeGreaterThanOrEqual(
      LIMITS.minEntities,
    );
  });

  it('makes one leaf of rows that too few entities have', () => {
    const set = input(500, [(row) => row % 2], (row) => row % 2, { entityOf: (row) => Math.floor(row / 56) });
    expect(growTree(set, LIMITS).feature).toHaveLength(1);
  });

  it('counts the bins of a leaf so that draws have their frequencies', () => {
    const tree = growTree(
      input(4_000, [() => 0], (row) => (row % 10 < 6 ? 0 : row % 10 < 9 ? 1 : 2)),
      LIMITS,
    );
    const counts = [0, 0, 0];
    for (let i = 0; i < 20_000; i++) counts[drawBin(tree, 0, chance(i, 3))]!++;
    [0.6, 0.3, 0.1].forEach((share, bin) =>
      expect(Math.abs(counts[bin]! / 20_000 - share)).toBeLessThan(
        4 * Math.sqrt((share * (1 - share)) / 20_000),
      ),
    );
  });

  it('follows a chain of more values than a node judges its splits by', () => {
    const target = (row: number): number => (row * 7 + 1) % 90;
    const set = input(9_000, [(row) => (row * 7) % 90], target, { ordered: [false] });
    const tree = growTree(set, LIMITS);
    for (let bin = 0; bin < 90; bin++) expect(sharesAt(tree, [bin])[(bin + 1) % 90]).toBeGreaterThan(0.95);
  });

  it('tells narrow ranges of an ordered target apart that lie close together', () => {
    // Nine rows of ten lie at 60 and more; the others have four values, one for each value of the feature.
    const isLow = (row: number): boolean => row % 10 === 0;
    const target = (row: number): number => (isLow(row) ? (row / 10) % 4 : 60 + (row % 57));
    const set = input(20_000, [(row) => (isLow(row) ? (row / 10) % 4 : 4)], target);
    const tree = growTree({ ...set, isJudgedOrdered: true }, LIMITS);
    for (let bin = 0; bin < 4; bin++) expect(sharesAt(tree, [bin])[bin]).toBe(1);
  });
});
