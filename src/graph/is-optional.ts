import type { ForeignKey, Table } from '../introspect/catalog.js';

/**
 * Tells whether a foreign key allows a row without a parent: one nullable column is enough under MATCH SIMPLE,
 * MATCH FULL needs all of them nullable. A polymorphic reference concerns only some of the rows.
 */
export function isOptional(table: Table, foreignKey: ForeignKey): boolean {
  if (foreignKey.when !== undefined) return true;
  const isNullable = (name: string) => table.columns.find((column) => column.name === name)!.nullable;
  return foreignKey.match === 'full'
    ? foreignKey.columns.every(isNullable)
    : foreignKey.columns.some(isNullable);
}
