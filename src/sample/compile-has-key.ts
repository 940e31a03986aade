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
  const { table, model } = parent;
  const late = model.references.filter(({ how }) => how.kind === 'late').map(({ foreignKey }) => foreignKey);
  // What a key that closes a cycle decides is not known yet.
  const isOpen = (name: string): boolean =>
    table.foreignKeys.some((key) => late.includes(key.name) && key.columns.includes(name));
  const optional = parentColumns.filter(
    (name) =>
      !isOpen(name) &&
      !table.primaryKey.includes(name) &&
      table.columns.find((column) => column.name === name)!.nullable,
  );
  if (optional.length === 0) return null;
  return (row) => optional.every((name) => parent.columns.get(name)!(row) !== null);
}
