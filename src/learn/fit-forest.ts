import type { Feature, Forest } from '../model/model.js';
import { hash32 } from '../random/hash.js';
import { groupBins, MOST_CLASSES } from './group-bins.js';
import { filterRows } from './filter-rows.js';
import { growTree } from './grow-tree.js';
import type { Learned } from './frame.js';
import type { FeatureReader } from './table-view.js';
import { xLogX } from './x-log-x.js';

export interface ForestSettings {
  readonly trees: number;
  /** Rows that one tree sees at most. */
  readonly maxRows: number;
  readonly maxFeatures: number;
  readonly minEntities: number;
  readonly maxDepth: number;
  readonly penalty: number;
}

export const FOREST_SETTINGS: ForestSettings = {
  trees: 4,
  maxRows: 50_000,
  maxFeatures: 18,
  minEntities: 10,
  maxDepth: 13,
  penalty: 0.5,
};

/** What a forest predicts: bins of a quantity, on the rows where it is defined. */
export interface Target {
  readonly bins: Uint8Array;
  readonly binCount: number;
  readonly isOrdered: boolean;
  readonly rows: Int32Array;
}

const SCREENED_ROWS = 8_000;
/** Fewer rows of unusual classes than this say little about features. */
const LEAST_UNUSUAL = 200;

/**
 * Fits a bag of trees that predicts the bins of a target from features; each tree sees its own part of the families.
 * @param entities entity of each row of the table
 * @param candidates features to choose from; the `maxFeatures` most informative ones are used
 */
export function fitForest(
  target: Target,
  entities: Int32Array,
  candidates: readonly Feature[],
  reader: FeatureReader,
  settings: ForestSettings = FOREST_SETTINGS,
): Forest {
  const { classes, classCount } = groupClasses(target);
  const chosen = screenFeatures(target, classes, classCount, candidates, reader, settings.maxFeatures);
  const input = {
    features: chosen.map((feature) => reader.read(feature)),
    ordered: chosen.map((feature) => reader.isOrdered(feature)),
    judged: target.bins,
    nullBin: target.binCount,
    isJudgedOrdered: target.isOrdered,
    bins: target.bins,
    entities,
  };
  const bags = countBags(target.rows, settings);
  const trees = Array.from({ length: bags }, (_, bag) =>
    growTree({ ...input, rows: pickRows(target.rows, entities, bag, bags, settings.maxRows) }, settings),
  );
  return { features: chosen, trees };
}

function countBags(rows: Int32Array, settings: ForestSettings): number {
  return settings.trees > 1 && rows.length >= 200 ? settings.trees : 1;
}

/** Rows of the families that the first tree of a forest with the usual settings was grown on, and all others. */
export function splitByBag(
  rows: Int32Array,
  entities: Int32Array,
): [inBag: Int32Array, outOfBag: Int32Array] {
  const bags = countBags(rows, FOREST_SETTINGS);
  const inBag = pickRows(rows, entities, 0, bags, FOREST_SETTINGS.maxRows);
  const seen = new Set(inBag);
  return [
    inBag,
    inBag.length === rows.length ? new Int32Array(0) : filterRows(rows, (row) => !seen.has(row)),
  ];
}

/** Rows of the families that a tree of the bag sees. */
export function pickRows(
  rows: Int32Array,
  entities: Int32Array,
  bag: number,
  bags: number,
  maxRows: number,
): Int32Array {
  const share = Math.min(bags === 1 ? 1 : 0.8, maxRows / rows.length);
  if (share >= 1) return rows;
  const limit = share * 0x1_0000_0000;
  const hashes = hashesIn(bag, entities);
  const picked = filterRows(rows, (row) => hashes[row]! < limit);
  return picked.length === 0 ? rows : picked;
}

/** Hashes of each row's entity by bag: the same for all that is learned of a table. */
const hashesOf = new WeakMap<Int32Array, Uint32Array[]>();

function hashesIn(bag: number, entities: Int32Array): Uint32Array {
  const ofBags = hashesOf.get(entities) ?? [];
  hashesOf.set(entities, ofBags);
  return (ofBags[bag] ??= Uint32Array.from(entities, (entity) => hash32(0x7ee5, entity, bag)));
}

/** Groups a target's bins to few classes, by which features are judged. */
export function groupClasses(target: Target): { classes: Uint8Array; classCount: number } {
  const { bins, binCount, isOrdered, rows } = target;
  const counts = new Int32Array(256);
  for (let i = 0; i < rows.length; i++) counts[bins[rows[i]!]!]!++;
  const classOf = new Uint8Array(256);
  const classCount = groupBins(counts, binCount, isOrdered, rows.length, classOf);
  const classes = new Uint8Array(bins.length);
  for (let i = 0; i < rows.length; i++) classes[rows[i]!] = classOf[bins[rows[i]!]!]!;
  return { classes, classCount };
}

/**
 * Keeps the features whose dependence with the target (likelihood ratio beyond chance) is largest. Where most rows are of one
 * class (no value at all), half of the places go to features that tell the others apart: of those with a value, which.
 */
export function screenFeatures(
  target: Target,
  classes: Uint8Array,
  classCount: number,
  candidates: readonly Feature[],
  reader: FeatureReader,
  maxFeatures: number,
): Feature[] {
  // One of several features that say the same is enough.
  const distinct = new Map<Uint8Array, Feature>();
  for (const feature of candidates) {
    const bytes = reader.read(feature);
    if (!distinct.has(bytes)) distinct.set(bytes, feature);
  }
  const all = rankFeatures(distinct, target.rows, classes, classCount);
  const unusual = all.length > maxFeatures ? unusualRows(target.rows, classes, classCount) : null;
  if (unusual === null) return all.slice(0, maxFeatures);
  const among = groupClasses({ ...target, rows: unusual });
  const half = all.slice(0, maxFeatures >> 1);
  const others = rankFeatures(distinct, unusual, among.classes, among.classCount);
  return [...new Set([...half, ...others.slice(0, maxFeatures), ...all])].slice(0, maxFeatures);
}

/** Features that tell classes, the best first. */
function rankFeatures(
  features: ReadonlyMap<Uint8Array, Feature>,
  rows: Int32Array,
  classes: Uint8Array,
  classCount: number,
): Feature[] {
  const thinned = thinRows(rows, SCREENED_ROWS);
  return [...features]
    .map(([bytes, feature]) => ({ feature, score: excessInformation(thinned, bytes, classes, classCount) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score)
    .map(({ feature }) => feature);
}

/** Rows of all classes but one that most rows are of; null where there is none, or hardly any others. */
function unusualRows(rows: Int32Array, classes: Uint8Array, classCount: number): Int32Array | null {
  const counts = new Int32Array(classCount);
  for (const row of rows) counts[classes[row]!]!++;
  const usual = counts.indexOf(Math.max(...counts));
  const others = rows.length - counts[usual]!;
  if (2 * others > rows.length || others < LEAST_UNUSUAL) return null;
  return filterRows(rows, (row) => classes[row] !== usual);
}

/** Rows by bin and class; empty between two calls. */
const table = new Int32Array(256 * MOST_CLASSES);
const byBin = new Int32Array(256);
const byClass = new Int32Array(256);

/** Likelihood ratio statistic of a feature and the classes, minus what chance explains (mean + 2 sd of chi-square). */
export function excessInformation(
  rows: Int32Array,
  feature: Uint8Array,
  classes: Uint8Array,
  classCount: number,
): number {
  const xlogx = xLogX(rows.length);
  const counts = table;
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i]!;
    const bin = feature[row]!;
    byBin[bin]!++;
    counts[bin * classCount + classes[row]!]!++;
  }
  let ratio = xlogx[rows.length]!;
  let bins = 0;
  for (let bin = 0; bin < 256; bin++) {
    if (byBin[bin] === 0) continue;
    bins++;
    ratio -= xlogx[byBin[bin]!]!;
    byBin[bin] = 0;
    for (let group = 0, at = bin * classCount; group < classCount; group++, at++) {
      const count = counts[at]!;
      if (count === 0) continue;
      ratio += xlogx[count]!;
      byClass[group]! += count;
      counts[at] = 0;
    }
  }
  let groups = 0;
  for (let group = 0; group < classCount; group++) {
    if (byClass[group] === 0) continue;
    groups++;
    ratio -= xlogx[byClass[group]!]!;
    byClass[group] = 0;
  }
  const freedom = (bins - 1) * (groups - 1);
  return freedom <= 0 ? 0 : 2 * ratio - freedom - 2 * Math.sqrt(2 * freedom);
}

/** Every n-th row, so that at most about twice as many as wanted are left. */
export function thinRows(rows: Int32Array, wanted: number): Int32Array {
  const stride = Math.max(1, Math.floor(rows.length / wanted));
  const thin = new Int32Array(Math.ceil(rows.length / stride));
  for (let i = 0; i < thin.length; i++) thin[i] = rows[i * stride]!;
  return thin;
}

/** A target made of a learned quantity, on the given rows. */
export function targetOf(learned: Learned, rows: Int32Array): Target {
  return { bins: learned.bins, binCount: learned.binCount, isOrdered: learned.isOrdered, rows };
}
