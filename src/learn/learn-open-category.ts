import { valueAt, type SqlValue, type Vector } from '../batch/batch.js';
import type { CategoryScale, NumberScale } from '../model/model.js';
import { NumberDrawer } from '../model/number-drawer.js';
import { binOfNumber } from '../model/scale.js';
import { hash32 } from '../random/hash.js';
import { learnNumberScale } from './learn-number-scale.js';

/** Frequent texts with a bin of their own; rarer ones share as many bins again. */
const MOST_ALONE = 90;
/** Bins of texts that are made up, by their length. */
const MOST_LENGTH_BINS = 12;
/** Lengths that stand for those of a learned bin. */
const LENGTHS_PER_BIN = 16;

export interface TextColumn {
  readonly column: Vector;
  readonly rows: number;
  readonly entities: Int32Array;
  readonly minEntities: number;
}

export interface LearnedOpenCategory {
  readonly scale: CategoryScale;
  /** Bin per row; the null bin is `scale.values.length`. */
  readonly bins: Uint8Array;
}

/**
 * Learns a category that is open: some texts are frequent, each held by at least `minEntities` entities, all others are made
 * up. Frequent texts have bins of their own, so that other columns go with them; the others have bins by their length, whose
 * values are numbers: lengths drawn from the learned ones. Where too few entities have another text, it counts as the most
 * frequent one.
 * @param frequent texts that enough entities hold, the most frequent first; not empty
 */
export function learnOpenCategory(sample: TextColumn, frequent: readonly string[]): LearnedOpenCategory {
  const values: SqlValue[][] = [];
  const weights: number[][] = [];
  const binOf = new Map<string, number>();
  const texts = Array.from({ length: sample.rows }, (_, row) => textAt(sample.column, row));
  const rowsOf = new Map<string, number>();
  for (const text of texts) if (text !== null) rowsOf.set(text, (rowsOf.get(text) ?? 0) + 1);
  frequent.forEach((text, rank) => {
    const bin = rank < MOST_ALONE ? rank : MOST_ALONE + (rank % MOST_ALONE);
    (values[bin] ??= []).push(text);
    (weights[bin] ??= []).push(rowsOf.get(text) ?? 0);
    binOf.set(text, bin);
  });
  const isOther = (text: string | null): boolean => text !== null && !binOf.has(text);
  const lengths = Float64Array.from(texts, (text) => (isOther(text) ? text!.length : NaN));
  const rows = Int32Array.from(texts.keys()).filter((row) => isOther(texts[row]!));
  const scale = learnNumberScale({ ...sample, values: lengths, rows, isMoment: false });
  const heads = values.length;
  const partOf = scale === null ? [] : cutByWeight(scale.upper.map((_, bin) => weightOf(scale, bin)));
  if (scale !== null)
    partOf.forEach((part, bin) => {
      const drawn = drawLengths(scale, bin);
      (values[heads + part] ??= []).push(...drawn);
      (weights[heads + part] ??= []).push(...drawn.map(() => weightOf(scale, bin) / drawn.length));
    });
  const bins = Uint8Array.from(texts, (text) => {
    if (text === null) return values.length;
    return binOf.get(text) ?? (scale === null ? 0 : heads + partOf[binOfNumber(scale, text.length)]!);
  });
  return { scale: { kind: 'category', values, weights }, bins };
}

function textAt(column: Vector, row: number): string | null {
  const value = valueAt(column, row);
  return value === null ? null : String(value);
}

/** Rows of a bin. */
function weightOf(scale: NumberScale, bin: number): number {
  return scale.atomWeights[bin]!.reduce((sum, weight) => sum + weight, scale.rest[bin]!);
}

function drawLengths(scale: NumberScale, bin: number): number[] {
  const drawer = new NumberDrawer(scale);
  return Array.from({ length: LENGTHS_PER_BIN }, (_, at) =>
    Math.max(1, Math.round(drawer.draw(bin, hash32(0x1e46, bin, at)))),
  );
}

/** Cuts a row of weights into at most so many parts of about equal weight; the part of each. */
function cutByWeight(weights: readonly number[]): number[] {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  let before = 0;
  let last = -1;
  let part = -1;
  return weights.map((weight) => {
    const wanted = Math.floor((before * MOST_LENGTH_BINS) / total);
    if (wanted !== last) part++;
    last = wanted;
    before += weight;
    return part;
  });
}
