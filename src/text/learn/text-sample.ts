import { valueAt, type Vector } from '../../batch/batch.js';
import { Census } from '../../privacy/census.js';

/** The texts of a column, with the entity behind each; nulls and bytes are left out. */
export interface TextSample {
  readonly texts: readonly string[];
  readonly entities: readonly number[];
  /** Row of each text in the column. */
  readonly rows: readonly number[];
  /** Smallest number of distinct entities behind anything that is kept. */
  readonly minEntities: number;
}

/** Collects the texts of a column; without `entities` every row is an entity of its own. */
export function sampleTexts(
  vector: Vector,
  entities: Int32Array | undefined,
  minEntities: number,
): TextSample {
  const sample = { texts: [] as string[], entities: [] as number[], rows: [] as number[], minEntities };
  const rows = vector.kind === 'coded' ? vector.codes.length : vector.values.length;
  for (let row = 0; row < rows; row++) {
    const value = valueAt(vector, row);
    if (value === null || typeof value === 'object') continue;
    sample.texts.push(String(value));
    sample.entities.push(entities === undefined ? row : entities[row]!);
    sample.rows.push(row);
  }
  return sample;
}

/** At most `most` texts of a sample, evenly spread. */
export function thinSample(sample: TextSample, most: number): TextSample {
  const stride = Math.ceil(sample.texts.length / most);
  if (stride <= 1) return sample;
  const keep = <T>(values: readonly T[]): T[] => values.filter((_, i) => i % stride === 0);
  return { ...sample, texts: keep(sample.texts), entities: keep(sample.entities), rows: keep(sample.rows) };
}

/** A number of rows as a share of others, to four digits. */
export function shareOf(rows: number, total: number): number {
  return total === 0 ? 0 : Math.round((rows / total) * 10_000) / 10_000;
}

/** Counts a property of each text. */
export function countTexts<T extends string | number>(
  sample: TextSample,
  property: (text: string) => T,
): Census<T> {
  const census = new Census<T>();
  sample.texts.forEach((text, i) => census.add(property(text), sample.entities[i]!));
  return census;
}

/** Whether a property holds for at least this share of the texts and for enough entities. */
export function isUsual(sample: TextSample, share: number, property: (text: string) => boolean): boolean {
  const census = countTexts(sample, (text) => (property(text) ? 1 : 0));
  return census.entitiesOf(1) >= sample.minEntities && census.rowsOf(1) >= share * census.rows;
}
