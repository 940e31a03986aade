import type { ForeignKey } from '../introspect/catalog.js';
import { isSelectedBy } from '../introspect/is-selected-by.js';
import type { SampledTable } from './sampled-table.js';

/**
 * Makes a function that tells whether a polymorphic reference concerns a row, from the columns that say so.
 * @returns null for a foreign key of all rows
 */
export function compileSelection(
  sampled: SampledTable,
  { when }: ForeignKey,
): ((row: number) => boolean) | null {
  if (when === undefined) return null;
  return (row) =>
    when.every(({ column, value }) => isSelectedBy(value, sampled.columns.get(column)?.(row) ?? null));
}
