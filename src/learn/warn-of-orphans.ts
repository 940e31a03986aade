import { valueAt } from '../batch/batch.js';
import type { CatalogWarning } from '../introspect/catalog.js';
import { concernedRows } from './concerned-rows.js';
import type { Frame } from './frame.js';

/**
 * Counts rows that break a declared reference in the source, among those that were read: no constraint has kept them
 * out, and the copy has none.
 */
export function warnOfOrphans({ table, rows, columns, parents }: Frame): CatalogWarning[] {
  return table.foreignKeys.flatMap((key) => {
    const links = parents.get(key.name);
    if (key.declared !== true || links === undefined) return [];
    const own = key.columns.map((name) => columns.get(name)!);
    const filled = concernedRows(key, columns, rows).filter((row) =>
      own.every((column) => valueAt(column, row) !== null),
    );
    const orphans = filled.filter((row) => links[row] === -1).length;
    if (orphans === 0) return [];
    const names = key.columns.join(', ');
    const message = `${orphans.toLocaleString('en')} of ${filled.length.toLocaleString('en')} rows have a ${names} that "${key.parent}" does not have, although the reference is declared; the copy has none`;
    return [{ table: table.id, column: key.columns.length === 1 ? names : null, message }];
  });
}
