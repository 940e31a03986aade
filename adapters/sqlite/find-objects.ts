import type SqliteHandle from 'better-sqlite3';
import type { Catalog, CatalogWarning } from '../../src/introspect/catalog.js';
import { parseCreateVirtualTable } from './ddl.js';
import { foldName } from './fold-name.js';

/** One entry of the schema table. */
export interface SchemaObject {
  readonly name: string;
  /** The table or view that an index or trigger belongs to, spelled exactly; its own name for a table. */
  readonly table: string;
  readonly sql: string;
  readonly withoutRowid: boolean;
}

export interface VirtualTable extends SchemaObject {
  readonly module: string;
  readonly content: string | null;
}

/** Everything in a database, sorted by what it means to dbsynth, each in the order in which it was made. */
export interface SchemaObjects {
  readonly tables: readonly SchemaObject[];
  readonly indexes: readonly SchemaObject[];
  readonly views: readonly SchemaObject[];
  readonly triggers: readonly SchemaObject[];
  /** Virtual tables whose module this SQLite has. */
  readonly virtualTables: readonly VirtualTable[];
  readonly skipped: Catalog['skipped'];
  readonly warnings: readonly CatalogWarning[];
}

/** Sorts what a database holds: tables with rows of their own, what is made from them, and what is left out. */
export function findObjects(handle: SqliteHandle.Database): SchemaObjects {
  const entries = fetchSchema(handle);
  const modules = new Set(fetchModules(handle).map(foldName));
  const virtual = entries
    .filter(isVirtual)
    .map((entry) => ({ ...entry, ...parseCreateVirtualTable(entry.sql) }));
  const unknown = virtual.filter((table) => !modules.has(foldName(table.module)));
  const isPlain = (entry: Entry): boolean => entry.type === 'table' && !isVirtual(entry);
  const tables = entries.filter(
    (entry) => isPlain(entry) && findOwner(entry, virtual, unknown) === undefined,
  );
  const views = entries.filter((entry) => entry.type === 'view');
  return {
    tables,
    indexes: ownedBy(tables, 'index', entries),
    views,
    triggers: ownedBy([...tables, ...views], 'trigger', entries),
    virtualTables: virtual.filter((table) => !unknown.includes(table)),
    skipped: entries.flatMap((entry) => {
      const reason = reasonToSkip(entry, virtual, unknown);
      return reason === null ? [] : [{ name: entry.name, reason }];
    }),
    warnings: unknown.map(warnOfModule),
  };
}

interface Entry extends SchemaObject {
  readonly type: 'table' | 'index' | 'view' | 'trigger';
  /** What SQLite makes of it; null for an index or trigger. */
  readonly kind: 'table' | 'virtual' | 'shadow' | 'view' | null;
}

/**
 * Names that begin with sqlite_ are SQLite's own; automatic indexes have no SQL.
 * https://www.sqlite.org/schematab.html
 * https://www.sqlite.org/pragma.html#pragma_table_list
 */
function fetchSchema(handle: SqliteHandle.Database): Entry[] {
  const rows = handle
    .prepare<[], [Entry['type'], string, string, string, Entry['kind'], number | null]>(
      `SELECT made.type, made.name, tbl_name, sql, found.type, found.wr
       FROM main.sqlite_schema AS made
       LEFT JOIN pragma_table_list AS found ON found.schema = 'main' AND found.name = made.name
       WHERE sql IS NOT NULL AND made.name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY made.rowid`,
    )
    .raw()
    .all();
  return rows.map(([type, name, table, sql, kind, withoutRowid]) => ({
    type,
    name,
    table,
    sql,
    kind,
    withoutRowid: withoutRowid === 1,
  }));
}

/** https://www.sqlite.org/pragma.html#pragma_module_list */
function fetchModules(handle: SqliteHandle.Database): string[] {
  return handle.prepare<[], string>('SELECT name FROM pragma_module_list').pluck().all();
}

function isVirtual(entry: Entry): boolean {
  return entry.type === 'table' && /^CREATE\s+VIRTUAL\s/i.test(entry.sql);
}

/**
 * The virtual table that keeps its state in this one. SQLite knows it if it has the module; without the module only
 * the name tells.
 * https://www.sqlite.org/vtab.html#xshadowname
 */
function findOwner(
  entry: Entry,
  virtual: readonly VirtualTable[],
  unknown: readonly VirtualTable[],
): VirtualTable | undefined {
  if (entry.type !== 'table' || isVirtual(entry)) return undefined;
  const candidates = entry.kind === 'shadow' ? virtual : unknown;
  return candidates
    .filter((table) => foldName(entry.name).startsWith(`${foldName(table.name)}_`))
    .sort((a, b) => b.name.length - a.name.length)[0];
}

/** The indexes or triggers of these tables; a trigger keeps its table's name as it was typed, so it is put right. */
function ownedBy(
  owners: readonly SchemaObject[],
  type: Entry['type'],
  entries: readonly Entry[],
): SchemaObject[] {
  const names = new Map(owners.map(({ name }) => [foldName(name), name]));
  return entries.flatMap((entry) => {
    const table = names.get(foldName(entry.table));
    return entry.type === type && table !== undefined ? [{ ...entry, table }] : [];
  });
}

function warnOfModule({ name, module }: VirtualTable): CatalogWarning {
  const message = `the virtual table "${name}" needs the module ${module}, which this SQLite lacks; left out`;
  return { table: null, column: null, message };
}

function reasonToSkip(
  entry: Entry,
  virtual: readonly VirtualTable[],
  unknown: readonly VirtualTable[],
): string | null {
  const owner = findOwner(entry, virtual, unknown);
  if (entry.type === 'view') return 'a view: made again after the load';
  if (owner !== undefined) return `a shadow table of the virtual table "${owner.name}"`;
  const table = virtual.find((candidate) => candidate.name === entry.name);
  if (!isVirtual(entry) || table === undefined) return null;
  if (unknown.includes(table))
    return `a virtual table of the module ${table.module}, which this SQLite lacks`;
  return table.content === null
    ? `a virtual table (${table.module}): made again, without rows`
    : `a virtual table (${table.module}): indexed again from "${table.content}" after the load`;
}
