import type { ForeignKey } from '../introspect/catalog.js';
import type { SampledTable } from './sampled-table.js';

/**
 * Makes a function that tells whether a parent row has a key that can be referred to: a unique column may be NULL. What a
 * foreign key that closes a cycle decides is not known yet, but whether it will lead to a row is.
 * @returns null when every row has one
 */
export function compileHasKey(
  { parentColumns }: ForeignKey,
  parent: SampledTable,
): ((row: number) => boolean) | null {
  const { table } = parent;
  const optional = parentColumns.filter(
    (name) =>
      !table.primaryKey.includes(name) && table.columns.find((column) => column.name === name)!.nullable,
  );
  if (optional.length === 0) return null;
  const conditions = optional.map((name) =>
    parent.late.has(name)
      ? compileIsForeseen(name, parent)
      : (row: number): boolean => parent.columns.get(name)!(row) !== null,
  );
  return (row) => conditions.every((holds) => holds(row));
}

/** Whether one of the foreign keys of a column leads to a row, or will. */
function compileIsForeseen(
  name: string,
  { table, links, foreseen, model }: SampledTable,
): (row: number) => boolean {
  const keys = table.foreignKeys.filter(({ columns }) => columns.includes(name));
  const isLate = (key: ForeignKey): boolean =>
    model.references.some(({ foreignKey, how }) => foreignKey === key.name && how.kind === 'late');
  return (row) =>
    keys.some((key) => {
      if (!isLate(key)) return links.get(key.name)![row]! >= 0;
      const decided = foreseen.get(key.name);
      return decided === undefined || decided[row] === 1;
    });
}
