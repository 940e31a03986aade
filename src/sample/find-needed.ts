import { isOptional } from '../graph/is-optional.js';
import { repeatingColumns } from '../graph/repeating-columns.js';
import type { SampledTable, SampledTables } from './sampled-table.js';

/**
 * Marks the rows to which rows of other tables lead by some columns, and which must not be NULL there: a NOT NULL foreign
 * key leads to them, or an optional one of a row that is needed itself.
 */
export function findNeeded(
  sampled: SampledTable,
  columns: readonly string[],
  tables: SampledTables,
): Uint8Array {
  return mark(sampled, columns, new Set());

  function mark(parent: SampledTable, names: readonly string[], seen: ReadonlySet<unknown>): Uint8Array {
    const isNeeded = new Uint8Array(parent.rows);
    for (const child of tables.values())
      for (const key of child.table.foreignKeys) {
        const own = key.parent === parent.model.id && child !== parent ? repeatingColumns(key, names) : [];
        if (own.length === 0 || seen.has(key)) continue;
        const concerned = isOptional(child.table, key) ? mark(child, own, new Set([...seen, key])) : null;
        child.links.get(key.name)!.forEach((link, row) => {
          if (link >= 0 && row < child.rows && concerned?.[row] !== 0) isNeeded[link] = 1;
        });
      }
    return isNeeded;
  }
}
