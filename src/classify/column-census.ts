import { valueAt, type Vector } from '../batch/batch.js';
import type { Column } from '../introspect/catalog.js';
import { Census } from '../privacy/census.js';
import type { StorageShares } from './column-class.js';

/** The values of a column, counted by rows and entities. */
export interface ColumnCensus {
  /** Values that are not null. */
  readonly rows: number;
  readonly storage: StorageShares;
  readonly numbers: Census<number>;
  readonly texts: Census<string>;
  /** Whether a number lies beyond 2^53. */
  readonly hasBig: boolean;
}

/**
 * Counts the values of a column by the way they are stored.
 * @param entities entity of each row; without it every row is its own
 */
export function countColumn(column: Column, vector: Vector, entities: Int32Array | undefined): ColumnCensus {
  const numbers = new Census<number>();
  const texts = new Census<string>();
  const isReal = column.type.name === 'real';
  let reals = 0;
  let blobs = 0;
  let hasBig = false;
  const rows = vector.kind === 'coded' ? vector.codes.length : vector.values.length;
  for (let row = 0; row < rows; row++) {
    const value = valueAt(vector, row);
    if (value === null) continue;
    const entity = entities === undefined ? row : entities[row]!;
    if (typeof value === 'string') texts.add(value, entity);
    else if (typeof value === 'object') blobs++;
    else {
      const number = Number(value);
      if (!Number.isSafeInteger(number) && Number.isInteger(number)) hasBig = true;
      if (isReal || !Number.isInteger(number)) reals++;
      numbers.add(number, entity);
    }
  }
  const total = numbers.rows + texts.rows + blobs;
  const share = (count: number): number => (total === 0 ? 0 : Math.round((count / total) * 10_000) / 10_000);
  return {
    rows: total,
    storage: {
      integer: share(numbers.rows - reals),
      real: share(reals),
      text: share(texts.rows),
      blob: share(blobs),
    },
    numbers,
    texts,
    hasBig,
  };
}
