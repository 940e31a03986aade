import type { ForeignKey } from '../introspect/catalog.js';
import type { SampledTable } from './sampled-table.js';

/**
 * Makes a function that tells whether a parent row has a key that can be referred to: a unique column may be NULL.
 * @returns null when every row has one
 */
export function compileHasKey(
  { parentColumns }: ForeignKey,
  parent: SampledTable,
): ((row: number) => boolean) | null {
  const { table, linked } = parent;
  const optional = parentColumns.filter(
    (name) =>
      // What the parent takes from its own parents may not be known yet.
      !linked.has(name) &&
      !table.primaryKey.includes(name) &&
      table.columns.find((column) => column.name === name)!.nullable,
  );
  if (optional.length === 0) return null;
  return (row) => optional.every((name) => parent.columns.get(name)!(row) !== null);
}
