import { valueAt } from '../batch/batch.js';
import type { CatalogWarning, ForeignKey, Table } from '../introspect/catalog.js';
import { concernedRows } from './concerned-rows.js';
import type { Frame } from './frame.js';

/**
 * Counts rows whose parent is missing in the source, among those that were read: no constraint has kept them out, or it
 * was switched off. The copy has none.
 * @param parentOf the table of an id
 */
export function warnOfOrphans(
  { table, rows, columns, parents }: Frame,
  parentOf: (id: string) => Table,
): CatalogWarning[] {
  return table.foreignKeys.flatMap((key) => {
    const links = parents.get(key.name);
    if (links === undefined || !isComparedAlike(key, table, parentOf(key.parent))) return [];
    const own = key.columns.map((name) => columns.get(name)!);
    const filled = concernedRows(key, columns, rows).filter((row) =>
      own.every((column) => valueAt(column, row) !== null),
    );
    const orphans = filled.filter((row) => links[row] === -1).length;
    if (orphans === 0) return [];
    const names = key.columns.join(', ');
    const although = key.declared === true ? 'the reference is declared' : 'a foreign key asks for it';
    const message = `${orphans.toLocaleString('en')} of ${filled.length.toLocaleString('en')} rows have a ${names} that "${key.parent}" does not have, although ${although}; the copy has none`;
    return [{ table: table.id, column: key.columns.length === 1 ? names : null, message }];
  });
}

/** Whether the database takes for equal what we do: it may overlook case, and what is a number or a text. */
function isComparedAlike(key: ForeignKey, table: Table, parent: Table): boolean {
  if (key.declared === true) return true;
  return key.columns.every((name, i) => {
    const own = table.columns.find((column) => column.name === name)!;
    const theirs = parent.columns.find((column) => column.name === key.parentColumns[i])!;
    return own.type.name === theirs.type.name && !own.caseInsensitive && !theirs.caseInsensitive;
  });
}
