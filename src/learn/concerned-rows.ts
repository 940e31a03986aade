import { valueAt, type Vector } from '../batch/batch.js';
import type { ForeignKey } from '../introspect/catalog.js';
import { isSelectedBy } from '../introspect/is-selected-by.js';

/**
 * Lists the rows that a foreign key concerns: all, or of a polymorphic one those that its selectors pick.
 * @param columns columns of the child table
 * @param rows number of child rows
 */
export function concernedRows(
  { when = [] }: ForeignKey,
  columns: ReadonlyMap<string, Vector>,
  rows: number,
): Int32Array {
  const selectors = when.map(({ column, value }) => ({ value, of: columns.get(column)! }));
  const all = Int32Array.from({ length: rows }, (_, row) => row);
  if (selectors.length === 0) return all;
  return all.filter((row) => selectors.every(({ value, of }) => isSelectedBy(value, valueAt(of, row))));
}
