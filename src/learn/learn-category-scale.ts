import type { SqlValue, Vector } from '../batch/batch.js';
import { valueAt } from '../batch/batch.js';
import type { CategoryScale } from '../model/model.js';
import { hash32, unit } from '../random/hash.js';
import { narrowStandIns, type RelatedCategory, type StandInsOf } from './narrow-stand-ins.js';

const MAX_BINS = 200;

export interface CategorySample {
  readonly column: Vector;
  readonly rows: number;
  readonly entities: Int32Array;
  readonly minEntities: number;
  /** Other categories of the same rows; default none. */
  readonly related?: readonly RelatedCategory[];
}

export interface LearnedCategory {
  readonly scale: CategoryScale;
  /** Bin per row; the null bin is `scale.values.length`. */
  readonly bins: Uint8Array;
  /** By row, what stands in for a rare value. */
  readonly standIns: ReadonlyMap<number, SqlValue>;
}

/**
 * Learns the dictionary of a category: values held by at least `minEntities` entities, most frequent first.
 * Beyond 200 values the rarest share bins. Rows with a rarer value count as one of the kept values, drawn in
 * proportion (never as a marker of their own, which would tell that they are rare), if possible among those that
 * go with the row's other categories.
 * @returns null when no value is held by enough entities
 */
export function learnCategoryScale(sample: CategorySample): LearnedCategory | null {
  const counts = countValues(sample);
  const kept = [...counts.values()]
    .filter((entry) => entry.entities >= sample.minEntities)
    .sort((a, b) => b.rows - a.rows || (String(a.value) < String(b.value) ? -1 : 1));
  if (kept.length === 0) return null;
  const binOf = new Map<SqlValue, number>();
  const values: SqlValue[][] = [];
  const weights: number[][] = [];
  kept.forEach((entry, rank) => {
    const bin = rank < MAX_BINS / 2 ? rank : Math.min(rank, MAX_BINS / 2 + (rank % (MAX_BINS / 2)));
    (values[bin] ??= []).push(entry.value);
    (weights[bin] ??= []).push(entry.rows);
    binOf.set(entry.value, bin);
  });
  const standIns = findStandIns(sample, kept, binOf);
  const bins = new Uint8Array(sample.rows);
  for (let row = 0; row < sample.rows; row++) {
    const value = standIns.get(row) ?? valueAt(sample.column, row);
    bins[row] = value === null ? values.length : binOf.get(value)!;
  }
  return { scale: { kind: 'category', values, weights }, bins, standIns };
}

interface Held {
  readonly value: SqlValue;
  rows: number;
  entities: number;
  lastEntity: number;
}

/** Entities are neighbours among the rows of a frame, except for rows without an owner, which are their own. */
function countValues(sample: CategorySample): Map<SqlValue, Held> {
  const counts = new Map<SqlValue, Held>();
  for (let row = 0; row < sample.rows; row++) {
    const value = valueAt(sample.column, row);
    if (value === null) continue;
    const entity = sample.entities[row]!;
    const held = counts.get(value);
    if (held === undefined) counts.set(value, { value, rows: 1, entities: 1, lastEntity: entity });
    else {
      held.rows++;
      if (held.lastEntity !== entity) {
        held.lastEntity = entity;
        held.entities++;
      }
    }
  }
  return counts;
}

/** Draws a kept value for each row that has a rare one. */
function findStandIns(
  { column, rows, related = [] }: CategorySample,
  kept: readonly Held[],
  binOf: ReadonlyMap<SqlValue, number>,
): Map<number, SqlValue> {
  const standIns = new Map<number, SqlValue>();
  const heldOf = new Map(kept.map((held) => [held.value, held]));
  let narrowed: StandInsOf | null = null;
  for (let row = 0; row < rows; row++) {
    const value = valueAt(column, row);
    if (value === null || binOf.has(value)) continue;
    narrowed ??= narrowStandIns(column, rows, new Set(heldOf.keys()), related);
    const among = narrowed(row)?.map((other) => heldOf.get(other)!) ?? kept;
    standIns.set(row, drawHeld(among, unit(hash32(0x5ca1e, row))));
  }
  return standIns;
}

function drawHeld(held: readonly Held[], u: number): SqlValue {
  let target = u * held.reduce((sum, { rows }) => sum + rows, 0);
  for (const { value, rows } of held) {
    target -= rows;
    if (target < 0) return value;
  }
  return held[0]!.value;
}
