import { civilFromDays, MICROS_PER_DAY, type CivilDate } from '../classify/civil.js';
import type { Forest, NumberScale } from '../model/model.js';
import { NumberDrawer } from '../model/number-drawer.js';
import { findLeaf } from '../model/walk-tree.js';
import { hash32, unit } from '../random/hash.js';
import { thinRows } from './fit-forest.js';
import type { FeatureReader } from './table-view.js';

const DRAWN_ROWS = 10_000;
/** What trees miss of a season is made up for where a month is off by so many standard errors. */
const MIN_ERRORS = 4;

/** Moments told as differences to a base. */
interface Differences {
  readonly forest: Forest;
  /** Of the differences. */
  readonly scale: NumberScale;
  /** Bins per row; those beyond the scale's are no differences. */
  readonly bins: Uint8Array;
  readonly rows: Int32Array;
  readonly values: Float64Array;
  readonly base: Float64Array;
}

/**
 * Finds what differences miss of a season: trees that see the base know some of it. Each row is drawn once more with its
 * true base and history, and the months of both are compared.
 * @returns how much likelier a day of January..December is than drawn; null where all months are as drawn
 */
export function findResidualMonths(differences: Differences, reader: FeatureReader): number[] | null {
  const { forest, scale, bins, values, base } = differences;
  const features = forest.features.map((feature) => reader.read(feature));
  const numbers = new NumberDrawer(scale);
  const own = new Uint8Array(features.length);
  const [told, drawn] = [new Float64Array(12), new Float64Array(12)];
  const count = scale.upper.length;
  for (const row of thinRows(differences.rows, DRAWN_ROWS)) {
    if (bins[row]! < count) told[monthOf(values[row]!)]!++;
    for (let f = 0; f < features.length; f++) own[f] = features[f]![row]!;
    const hash = hash32(0x5ea5, row);
    const tree = forest.trees[hash % forest.trees.length]!;
    const leaf = findLeaf(tree, own);
    const target = unit(hash32(0xb1, row)) * tree.cumulated[tree.start[leaf + 1]! - 1]!;
    let at = tree.start[leaf]!;
    while (tree.cumulated[at]! <= target) at++;
    if (tree.bins[at]! < count) drawn[monthOf(base[row]! + numbers.draw(tree.bins[at]!, hash))]!++;
  }
  const isOff = told.some((rows, month) => {
    const error = Math.sqrt(rows + drawn[month]!);
    return Math.abs(rows - drawn[month]!) > MIN_ERRORS * error;
  });
  if (!isOff) return null;
  return Array.from(told, (rows, month) => Number(((rows + 1) / (drawn[month]! + 1)).toFixed(3)));
}

const date: CivilDate = { year: 0, month: 0, day: 0 };

function monthOf(micros: number): number {
  return civilFromDays(Math.floor(micros / MICROS_PER_DAY), date).month - 1;
}
