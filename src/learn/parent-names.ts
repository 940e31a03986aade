import { valueAt, type Vector } from '../batch/batch.js';
import type { ForeignKey } from '../introspect/catalog.js';

/**
 * Names the parent of each row by the values of the foreign key; null where one of them is.
 * @param columns the child's columns
 * @param rows number of child rows
 */
export function parentNames(
  key: ForeignKey,
  columns: ReadonlyMap<string, Vector>,
  rows: number,
): (string | null)[] {
  const vectors = key.columns.map((name) => columns.get(name)!);
  return Array.from({ length: rows }, (_, row) => {
    const values = vectors.map((vector) => valueAt(vector, row));
    return values.includes(null) ? null : values.map(String).join('\u0000');
  });
}
