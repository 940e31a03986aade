import { buildGraph } from '../../src/graph/build-graph.js';
import { findComponents } from '../../src/graph/find-components.js';
import { findLoadOrder } from '../../src/graph/find-load-order.js';
import type { Catalog, Table } from '../../src/introspect/catalog.js';
import { findLateColumns } from '../../src/sample/find-late-columns.js';
import { qualify, quote } from './quote.js';

/** How one foreign key is made to wait for the end of the load, and how it becomes again what it was. */
export interface Deferral {
  readonly table: string;
  readonly foreignKey: string;
  readonly defer: readonly string[];
  /** Empty when nothing was altered. */
  readonly restore: string;
}

/**
 * Finds the foreign keys that cycles go through, and those to tables whose rows come last because a cycle ends there.
 * Only these wait: each row that waits costs the server memory. One
 * that is not deferrable is altered inside the transaction, which its table's owner may do.
 * https://www.postgresql.org/docs/current/sql-altertable.html
 */
export function findDeferrals(catalog: Catalog): Deferral[] {
  const components = findComponents(buildGraph(catalog));
  const comeLast = findLastTables(catalog);
  const mustWait = (table: Table, parent: string): boolean =>
    (comeLast.has(parent) && parent !== table.id) ||
    components.some((members) => members.includes(table.id) && members.includes(parent));
  return catalog.tables.flatMap((table) =>
    table.foreignKeys
      .filter(({ parent }) => mustWait(table, parent))
      .map(({ name, deferrable }) => {
        const alter = `ALTER TABLE ${qualify(table.schema, table.name)} ALTER CONSTRAINT ${quote(name)}`;
        const wait = `SET CONSTRAINTS ${qualify(table.schema, name)} DEFERRED`;
        return {
          table: table.id,
          foreignKey: name,
          defer: deferrable ? [wait] : [`${alter} DEFERRABLE INITIALLY DEFERRED`],
          restore: deferrable ? '' : `${alter} NOT DEFERRABLE`,
        };
      }),
  );
}

/** Tables whose rows are written last: that close a cycle, or refer to columns that are not known before. */
function findLastTables(catalog: Catalog): Set<string> {
  const { late } = findLoadOrder(catalog);
  const lateColumns = findLateColumns(catalog, { late });
  const closes = (table: string, foreignKey: string): boolean =>
    late.some((key) => key.table === table && key.foreignKey === foreignKey);
  const waits = ({ id, foreignKeys }: Table): boolean =>
    late.some(({ table, how }) => table === id && how === 'defer') ||
    foreignKeys.some(
      ({ name, parent, parentColumns }) =>
        !closes(id, name) && parentColumns.some((column) => lateColumns.get(parent)?.has(column) === true),
    );
  return new Set(catalog.tables.filter(waits).map(({ id }) => id));
}
