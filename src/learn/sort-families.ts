import { valueAt, type SqlValue, type Vector } from '../batch/batch.js';
import type { ForeignKey, Table } from '../introspect/catalog.js';

/**
 * Puts the rows of each owner together, owners in their order, siblings in the order of what is left of the
 * primary key once the owner's columns are taken out (so a history is sorted by its date), else as read.
 * Rows without an owner come last.
 * @returns row numbers in their new order
 */
export function sortFamilies(
  table: Table,
  owner: ForeignKey | null,
  ownerRows: Int32Array | null,
  columns: ReadonlyMap<string, Vector>,
  rows: number,
): Int32Array {
  const order = Int32Array.from({ length: rows }, (_, i) => i);
  if (owner === null || ownerRows === null) return order;
  const linked = new Set(table.foreignKeys.flatMap((key) => key.columns));
  const free = table.primaryKey.filter((name) => !owner.columns.includes(name));
  const sortBy = [...free.filter((name) => !linked.has(name)), ...free.filter((name) => linked.has(name))];
  const keys = sortBy.map((name) => columns.get(name)).filter((vector) => vector !== undefined);
  const isPresent = (row: number): number => (ownerRows[row]! < 0 ? 1 : 0);
  return order.sort((a, b) => {
    const byOwner = isPresent(a) - isPresent(b) || ownerRows[a]! - ownerRows[b]!;
    if (byOwner !== 0) return byOwner;
    for (const key of keys) {
      const bySibling = compare(valueAt(key, a), valueAt(key, b));
      if (bySibling !== 0) return bySibling;
    }
    return a - b;
  });
}

/** Numbers kept as text count as numbers: 9 before 10. */
const NUMBER = /^\d{1,15}$/;

function compare(a: SqlValue, b: SqlValue): number {
  if (a === b || a === null || b === null || a instanceof Uint8Array || b instanceof Uint8Array) return 0;
  if (typeof a === 'string' && typeof b === 'string' && NUMBER.test(a) && NUMBER.test(b))
    return Number(a) - Number(b);
  return a < b ? -1 : a > b ? 1 : 0;
}
