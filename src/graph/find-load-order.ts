import type { Catalog, ForeignKey, Table, UniqueKey } from '../introspect/catalog.js';
import { arrangeCycle } from './arrange-cycle.js';
import { buildGraph } from './build-graph.js';
import type { Graph } from './build-graph.js';
import { columnsToNull } from './columns-to-null.js';
import { findComponents } from './find-components.js';
import { isOneToOne } from './is-one-to-one.js';

/** A foreign key by its table and its name. */
export interface ForeignKeyRef {
  readonly table: string;
  readonly foreignKey: string;
}

/** Tables that reach each other through foreign keys, and the foreign keys left open while they are written. */
export interface Cycle {
  readonly tables: readonly string[];
  readonly brokenAt: readonly ForeignKeyRef[];
}

/** A foreign key that cannot be satisfied when its row is written. */
export interface LateKey extends ForeignKeyRef {
  /** `update`: written as NULL, set once the parents stand. `defer`: written at once, checked at the end. */
  readonly how: 'update' | 'defer';
  /** Columns written as NULL first; empty for `defer`. */
  readonly columns: readonly string[];
  /** Columns that find the row again for its update; empty for `defer`. */
  readonly key: readonly string[];
  /** Columns that its rows fill themselves, because the parents take them from these rows. */
  readonly own?: readonly string[];
}

/** In which order tables are written. Plain JSON. */
export interface LoadOrder {
  /** Table ids, parents before their children. */
  readonly order: readonly string[];
  readonly cycles: readonly Cycle[];
  readonly late: readonly LateKey[];
  /** Foreign keys to the same table; they do not touch the order of tables. */
  readonly selfReferences: readonly ForeignKeyRef[];
}

/**
 * Finds the order in which tables are written: parents first, tables that do not depend on each other as the
 * catalog has them. A cycle is broken at as few foreign keys as possible: at optional ones, which are NULL until
 * the parent stands, before NOT NULL ones, whose check must wait for the end of the load.
 * @param catalog a whole catalog
 */
export function findLoadOrder(catalog: Catalog): LoadOrder {
  const graph = buildGraph(catalog);
  const cycles = findComponents(graph)
    .filter((tables) => tables.length > 1)
    .map((tables) => breakCycle(graph, tables));
  const broken = cycles.flatMap((cycle) => cycle.brokenAt);
  return {
    order: sortTables(graph, new Set(broken.map(nameOf))),
    cycles,
    late: broken.map((ref) => ({
      ...describeLateKey(graph, ref, catalog),
      ...findOwnColumns(graph, ref, new Set(broken.map(nameOf))),
    })),
    selfReferences: catalog.tables.flatMap((table) =>
      table.foreignKeys
        .filter((foreignKey) => foreignKey.parent === table.id)
        .map((foreignKey) => ({ table: table.id, foreignKey: foreignKey.name })),
    ),
  };
}

function breakCycle(graph: Graph, tables: readonly string[]): Cycle {
  const keys = tables.flatMap((id) => {
    const { table } = graph.getNodeAttributes(id);
    return table.foreignKeys
      .filter((foreignKey) => foreignKey.parent !== id && tables.includes(foreignKey.parent))
      .map((foreignKey) => ({ table, foreignKey }));
  });
  const links = keys.map(({ table, foreignKey }) => ({
    child: tables.indexOf(table.id),
    parent: tables.indexOf(foreignKey.parent),
    cost: costOfBreaking(table, foreignKey),
  }));
  const place = placesOf(arrangeCycle(tables.length, links));
  return {
    tables,
    brokenAt: keys
      .filter((_, index) => place[links[index]!.child]! < place[links[index]!.parent]!)
      .map(({ table, foreignKey }) => ({ table: table.id, foreignKey: foreignKey.name })),
  };
}

/**
 * NOT NULL keys outweigh any number of optional ones, and those that name their row (by columns that are all of its primary
 * key) any number of others: a row decides its own key, so that a parent drawn later could only agree by chance. Between
 * equals, a one-to-one key gives way: a row that names one of its own children (the manager of a store, the capital of a
 * country) closes the loop, it does not open it.
 */
function costOfBreaking(table: Table, foreignKey: ForeignKey): number {
  const cost = updateColumns(table, foreignKey) ? 1_000 : namesItsRow(table, foreignKey) ? 1e12 : 1e9;
  return isOneToOne(table, foreignKey) ? cost : cost + 1;
}

/** A single column takes its values from parents drawn later, too. */
function namesItsRow({ primaryKey }: Table, { columns }: ForeignKey): boolean {
  return columns.length > 1 && columns.every((name) => primaryKey.includes(name));
}

function placesOf(arrangement: readonly number[]): number[] {
  const place: number[] = [];
  arrangement.forEach((table, position) => (place[table] = position));
  return place;
}

/** Kahn's algorithm; of all tables whose parents stand, the first of the catalog goes next. */
function sortTables(graph: Graph, broken: ReadonlySet<string>): string[] {
  const parents = new Map<string, Set<string>>();
  for (const id of graph.nodes()) {
    const { table } = graph.getNodeAttributes(id);
    const needed = table.foreignKeys.filter(
      (foreignKey) => !broken.has(nameOf({ table: id, foreignKey: foreignKey.name })),
    );
    parents.set(id, new Set(needed.map((foreignKey) => foreignKey.parent).filter((parent) => parent !== id)));
  }
  const order: string[] = [];
  while (parents.size > 0) {
    const next = [...parents].find(([, waitingFor]) => waitingFor.size === 0)![0];
    parents.delete(next);
    for (const waitingFor of parents.values()) waitingFor.delete(next);
    order.push(next);
  }
  return order;
}

function describeLateKey(
  graph: Graph,
  { table: id, foreignKey: name }: ForeignKeyRef,
  { tables }: Catalog,
): LateKey {
  const { table } = graph.getNodeAttributes(id);
  const foreignKey = keyOf(graph, id, name);
  const update = updateColumns(table, foreignKey);
  // Rows that refer to its columns would miss what is not set yet.
  const isRepeated = tables.some(({ foreignKeys }) =>
    foreignKeys.some(
      ({ parent, parentColumns }) =>
        parent === id && update?.columns.some((column) => parentColumns.includes(column)),
    ),
  );
  return update && !isRepeated
    ? { table: id, foreignKey: name, how: 'update', ...update }
    : { table: id, foreignKey: name, how: 'defer', columns: [], key: [] };
}

/** A table and its parent whose keys are each other's: the parent has them from the table. */
function findOwnColumns(
  graph: Graph,
  { table: id, foreignKey: name }: ForeignKeyRef,
  broken: ReadonlySet<string>,
): Pick<LateKey, 'own'> {
  const { columns, parent, parentColumns } = keyOf(graph, id, name);
  const own = columns.filter((column, i) =>
    stemsFrom(graph, parent, parentColumns[i]!, { id, column }, broken),
  );
  return own.length > 0 ? { own } : {};
}

/** Whether a column takes its values, along foreign keys that are not broken, from a column of another table. */
function stemsFrom(
  graph: Graph,
  id: string,
  column: string,
  from: { id: string; column: string },
  broken: ReadonlySet<string>,
): boolean {
  if (id === from.id) return column === from.column;
  return graph
    .getNodeAttributes(id)
    .table.foreignKeys.filter(
      ({ name, parent }) => parent !== id && !broken.has(nameOf({ table: id, foreignKey: name })),
    )
    .some(({ columns, parent, parentColumns }) => {
      const at = columns.indexOf(column);
      return at >= 0 && stemsFrom(graph, parent, parentColumns[at]!, from, broken);
    });
}

function keyOf(graph: Graph, id: string, name: string): ForeignKey {
  return graph.getNodeAttributes(id).table.foreignKeys.find((foreignKey) => foreignKey.name === name)!;
}

/** What an update after the load needs: columns that may be NULL until then, and others that find the row. */
function updateColumns(table: Table, foreignKey: ForeignKey): { columns: string[]; key: string[] } | null {
  // Its column holds other tables' keys in other rows.
  if (foreignKey.when !== undefined) return null;
  const columns = columnsToNull(table, foreignKey);
  const key = table.uniques.find(
    (key) => findsEveryRow(table, key) && !columns.some((name) => key.columns.includes(name)),
  );
  return columns.length > 0 && key ? { columns, key: key.columns as string[] } : null;
}

function findsEveryRow(table: Table, key: UniqueKey): boolean {
  const isNotNull = (name: string | null) =>
    name !== null &&
    (table.primaryKey.includes(name) || !table.columns.find((column) => column.name === name)!.nullable);
  return key.predicate === null && key.columns.every(isNotNull);
}

function nameOf(ref: ForeignKeyRef): string {
  return JSON.stringify([ref.table, ref.foreignKey]);
}
