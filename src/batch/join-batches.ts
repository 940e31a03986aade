import { VectorBuilder } from './vector-builder.js';
import { valueAt, type Batch, type Vector } from './batch.js';

/**
 * Joins batches of the same table into one vector per column.
 * @param batches batches with the same columns
 * @param width number of columns, for when there is no batch
 */
export function joinBatches(batches: readonly Batch[], width: number): Vector[] {
  return Array.from({ length: width }, (_, i) => joinVectors(batches.map((batch) => batch.columns[i]!)));
}

function joinVectors(parts: readonly Vector[]): Vector {
  const rows = parts.reduce((total, part) => total + lengthOf(part), 0);
  if (parts.length > 0 && parts.every((part) => part.kind === 'number')) {
    const values = new Float64Array(rows);
    const nulls = new Uint8Array(rows);
    let at = 0;
    let hasNull = false;
    for (const part of parts) {
      values.set(part.values, at);
      if (part.nulls !== undefined) {
        nulls.set(part.nulls, at);
        hasNull = true;
      }
      at += part.values.length;
    }
    return hasNull ? { kind: 'number', values, nulls } : { kind: 'number', values };
  }
  const builder = new VectorBuilder();
  for (const part of parts) {
    const length = lengthOf(part);
    for (let row = 0; row < length; row++) builder.push(valueAt(part, row));
  }
  return builder.finish();
}

function lengthOf(vector: Vector): number {
  return vector.kind === 'coded' ? vector.codes.length : vector.values.length;
}

/** Puts the rows of a vector in another order (or takes some of them). */
export function permuteVector(vector: Vector, order: Int32Array): Vector {
  const nulls = vector.nulls === undefined ? undefined : Uint8Array.from(order, (row) => vector.nulls![row]!);
  switch (vector.kind) {
    case 'number':
      return { kind: 'number', values: Float64Array.from(order, (row) => vector.values[row]!), nulls };
    case 'bigint':
      return {
        kind: 'bigint',
        values: BigInt64Array.from(Array.from(order, (row) => vector.values[row]!)),
        nulls,
      };
    case 'coded':
      return {
        kind: 'coded',
        codes: Uint32Array.from(order, (row) => vector.codes[row]!),
        dictionary: vector.dictionary,
        nulls,
      };
    case 'text':
      return { kind: 'text', values: Array.from(order, (row) => vector.values[row]!), nulls };
    case 'bytes':
      return { kind: 'bytes', values: Array.from(order, (row) => vector.values[row]!), nulls };
    case 'mixed':
      return { kind: 'mixed', values: Array.from(order, (row) => vector.values[row]!) };
  }
}
