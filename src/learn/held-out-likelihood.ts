import type { Feature } from '../model/model.js';
import { findLeaf } from '../model/walk-tree.js';
import { hash32 } from '../random/hash.js';
import { filterRows } from './filter-rows.js';
import { fitForest, FOREST_SETTINGS, type Target } from './fit-forest.js';
import type { FeatureReader } from './table-view.js';

export interface Trial {
  /** What is predicted, on the rows to learn from. */
  readonly target: Target;
  readonly entities: Int32Array;
  readonly features: readonly Feature[];
  readonly reader: FeatureReader;
  /** Logarithm of the share of a bin's probability that falls on the row's value; 0 when bins are compared. */
  readonly density: (bin: number, row: number) => number;
  /** How much a row counts; default 1. */
  readonly weight?: (row: number) => number;
}

/** Splits rows by their entities: three quarters to learn from, one to score. */
export function holdOut(rows: Int32Array, entities: Int32Array): [train: Int32Array, test: Int32Array] {
  const isHeldOut = (row: number): boolean => hash32(0x401d, entities[row]!) < 0x4000_0000;
  return [filterRows(rows, (row) => !isHeldOut(row)), filterRows(rows, isHeldOut)];
}

/**
 * Fits one small tree and scores it on other rows: the mean logarithm of the probability of what they hold. Leaves are
 * smoothed towards the overall distribution, so that an unseen bin costs much but not everything.
 * @param test rows to score
 * @returns weighted mean of nats per row
 */
export function heldOutLikelihood(trial: Trial, test: Int32Array): number {
  return likelihoodOf(trial)(test);
}

/** The same for several sets of rows, with one fit. */
export function likelihoodOf(trial: Trial): (test: Int32Array) => number {
  const { target, entities, features, reader, density, weight = () => 1 } = trial;
  const settings = { ...FOREST_SETTINGS, trees: 1, maxFeatures: 10, maxDepth: 8 };
  const forest = fitForest(target, entities, features, reader, settings);
  const tree = forest.trees[0]!;
  const columns = forest.features.map((feature) => reader.read(feature));
  const { bins, rows } = target;
  const overall = new Float64Array(256);
  for (const row of rows) overall[bins[row]!]! += 1 / rows.length;
  const own = new Uint8Array(columns.length);
  return (test) => {
    let sum = 0;
    let weights = 0;
    for (const row of test) {
      for (let f = 0; f < columns.length; f++) own[f] = columns[f]![row]!;
      const leaf = findLeaf(tree, own);
      const bin = bins[row]!;
      const { count, total } = countInLeaf(tree, leaf, bin);
      const share = (count + 2 * Math.max(overall[bin]!, 0.5 / rows.length)) / (total + 2);
      sum += weight(row) * (Math.log(share) + density(bin, row));
      weights += weight(row);
    }
    return sum / weights;
  };
}

/** How often a bin is in a leaf, and how much the leaf holds. */
export function countInLeaf(
  tree: { start: Int32Array; bins: Uint8Array; cumulated: Uint32Array },
  leaf: number,
  bin: number,
): { count: number; total: number } {
  let count = 0;
  let before = 0;
  for (let i = tree.start[leaf]!; i < tree.start[leaf + 1]!; i++) {
    if (tree.bins[i] === bin) count = tree.cumulated[i]! - before;
    before = tree.cumulated[i]!;
  }
  return { count, total: before };
}
