import type { Vector } from '../batch/batch.js';
import type { Column, Table } from '../introspect/catalog.js';
import type { ColumnClass } from './column-class.js';
import { countColumn } from './column-census.js';
import type { ColumnSample } from './column-sample.js';
import { classifyNumbers } from './classify-numbers.js';
import { classifyTexts } from './classify-texts.js';
import { classifyKey } from './classify-key.js';

export type { ColumnClass } from './column-class.js';

export interface ClassifyContext {
  /** The column is a key by itself: primary, unique, or referenced by foreign keys. */
  readonly isKey: boolean;
  readonly isForeignKey: boolean;
  /** Entity number of each row; without it every row is its own. */
  readonly entities?: Int32Array;
  /** Smallest number of distinct entities that must hold a value for it to be kept. */
  readonly k?: number;
}

const DEFAULT_K = 10;

/**
 * Decides what a column is, from its values, its type and its name. Values of another storage class than the
 * majority's do not take part and are counted as `outside`.
 * @param values all values at hand, nulls included
 */
export function classifyColumn(
  column: Column,
  table: Table,
  values: Vector,
  context: ClassifyContext,
): ColumnClass {
  const { isKey, isForeignKey, entities, k = DEFAULT_K } = context;
  const census = countColumn(column, values, entities);
  const { storage, rows, numbers, texts } = census;
  if (rows === 0) return { kind: 'empty', why: 'all values are null', storage, outside: 0 };
  const sample: ColumnSample = { column, table, census, isKey, isForeignKey, minEntities: k };
  if (storage.blob >= 0.5) {
    const outside = 1 - storage.blob;
    return isKey || isForeignKey
      ? { kind: 'key', form: 'bytes', text: null, why: 'a key of bytes', storage, outside }
      : { kind: 'bytes', why: 'stored as bytes', storage, outside };
  }
  return (
    classifyKey(sample) ??
    classifyConstant(sample) ??
    (numbers.rows >= texts.rows ? classifyNumbers(sample) : classifyTexts(sample))
  );
}

function classifyConstant({ census, minEntities }: ColumnSample): ColumnClass | null {
  const { numbers, texts, storage, hasBig } = census;
  if (numbers.size + texts.size !== 1 || storage.blob > 0 || hasBig) return null;
  const [held] = numbers.size === 1 ? numbers.heldBy(minEntities) : texts.heldBy(minEntities);
  if (held === undefined) return null;
  return { kind: 'constant', value: held.value, why: 'one value in all rows', storage, outside: 0 };
}
