import type { Table } from '../introspect/catalog.js';
import type { LateKey } from './find-load-order.js';

/**
 * Finds the columns whose values come from a parent row. A foreign key that is closed after the load, or that refers
 * to its own table, decides only what nothing else does: columns it shares with the primary key or with another
 * foreign key stand before it.
 * @param late the late foreign keys of this table
 */
export function linkedColumns(table: Table, late: readonly LateKey[]): Set<string> {
  const isLate = (name: string): boolean => late.some(({ foreignKey }) => foreignKey === name);
  const early = table.foreignKeys.filter(({ name, parent }) => parent !== table.id && !isLate(name));
  const linked = new Set(early.flatMap(({ columns }) => columns));
  const own = new Set(table.primaryKey.filter((name) => !linked.has(name)));
  for (const { name, columns } of table.foreignKeys) {
    const update = late.find(({ foreignKey, how }) => foreignKey === name && how === 'update');
    const decided = update?.columns ?? columns.filter((column) => columns.length === 1 || !own.has(column));
    for (const column of decided) linked.add(column);
  }
  return linked;
}
