import type { ForeignKey, Table, UniqueKey } from '../introspect/catalog.js';

/**
 * Tells whether a parent has at most one child through a foreign key: some unique key of the child lies wholly
 * inside the foreign key's columns.
 */
export function isOneToOne(table: Table, foreignKey: ForeignKey): boolean {
  return table.uniques.some((key) => holdsForAllRows(key) && isInside(key, foreignKey));
}

function holdsForAllRows(key: UniqueKey): boolean {
  return key.predicate === null;
}

function isInside(key: UniqueKey, foreignKey: ForeignKey): boolean {
  return key.columns.every((column) => column !== null && foreignKey.columns.includes(column));
}
