import type { Catalog } from '../introspect/catalog.js';
import type { SampledTable } from './sampled-table.js';

/**
 * Finds the columns of a table whose rows wait for the end that may still change: no row that is written already
 * repeats them, no key relies on them.
 * @param late columns of the table that are not known before the end
 * @param settled the unique keys that were watched while the rows were drawn
 */
export function findOpenColumns(
  { table }: SampledTable,
  { tables }: Catalog,
  late: ReadonlySet<string>,
  settled: readonly { readonly columns: readonly (string | null)[] }[],
): Set<string> {
  // Rows that refer to a late column wait too, and read the others with it.
  const isRepeated = (name: string): boolean =>
    tables.some(({ foreignKeys }) =>
      foreignKeys.some(
        ({ parent, parentColumns }) =>
          parent === table.id &&
          parentColumns.includes(name) &&
          !parentColumns.some((column) => late.has(column)),
      ),
    );
  const isSettled = (name: string): boolean => settled.some(({ columns }) => columns.includes(name));
  const names = table.columns.map(({ name }) => name);
  return new Set(names.filter((name) => !isRepeated(name) && !isSettled(name)));
}
