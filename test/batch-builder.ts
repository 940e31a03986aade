import type { Batch, SqlValue } from '../src/batch/batch.js';
import { VectorBuilder } from '../src/batch/vector-builder.js';

/** Lays out literal columns as a batch. */
export function aBatch(columns: Readonly<Record<string, readonly SqlValue[]>>): Batch {
  const vectors = Object.values(columns).map((values) => {
    const builder = new VectorBuilder();
    for (const value of values) builder.push(value);
    return builder.finish();
  });
  return { rows: Object.values(columns)[0]?.length ?? 0, names: Object.keys(columns), columns: vectors };
}
