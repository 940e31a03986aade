import { isOneToOne } from '../graph/is-one-to-one.js';
import { isOptional } from '../graph/is-optional.js';
import type { ForeignKey, Table } from '../introspect/catalog.js';
import { repeatingColumns } from '../graph/repeating-columns.js';

/**
 * Counts the rows of a table that must not be NULL in some columns, because rows of other tables refer to them by these
 * and cannot do without: as many as the children where each needs its own, else one. An optional key between them passes on
 * what is needed of it.
 * @param rowsOf rows that a table is to get
 */
export function countNeeded(
  id: string,
  columns: readonly string[],
  tables: readonly Table[],
  rowsOf: (table: string) => number,
): number {
  return most(id, columns, new Set());

  function most(parent: string, names: readonly string[], seen: ReadonlySet<ForeignKey>): number {
    const counts = tables.flatMap((child) =>
      child.foreignKeys
        .filter((key) => key.parent === parent && key.parent !== child.id && !seen.has(key))
        .map((key) => ({ key, own: repeatingColumns(key, names) }))
        .filter(({ own }) => own.length > 0)
        .map(({ key, own }) => {
          if (isOptional(child, key)) return most(child.id, own, new Set([...seen, key]));
          return isOneToOne(child, key) ? rowsOf(child.id) : Math.min(1, rowsOf(child.id));
        }),
    );
    return Math.max(0, ...counts);
  }
}
