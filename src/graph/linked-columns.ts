import type { Table } from '../introspect/catalog.js';
import type { LateKey } from './find-load-order.js';

/**
 * Finds the columns whose values come from a parent row. A foreign key that is closed after the load, or that refers
 * to its own table, decides only what nothing else does: columns it shares with the primary key or with another
 * foreign key stand before it, and so do those that its parents take from the table.
 * @param late the late foreign keys of this table
 */
export function linkedColumns(table: Table, late: readonly LateKey[]): Set<string> {
  const isLate = (name: string): boolean => late.some(({ foreignKey }) => foreignKey === name);
  const early = table.foreignKeys.filter(({ name, parent }) => parent !== table.id && !isLate(name));
  const linked = new Set(early.flatMap(({ columns }) => columns));
  const own = new Set(table.primaryKey.filter((name) => !linked.has(name)));
  for (const { name, columns } of table.foreignKeys) {
    const key = late.find(({ foreignKey }) => foreignKey === name);
    const decided =
      key?.how === 'update'
        ? key.columns
        : columns.filter((column) => columns.length === 1 || !own.has(column));
    for (const column of decided) if (key?.own?.includes(column) !== true) linked.add(column);
  }
  return linked;
}
