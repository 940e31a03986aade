import type SqliteHandle from 'better-sqlite3';
import type { Catalog, CatalogWarning } from '../../src/introspect/catalog.js';
import { parseCreateVirtualTable } from './ddl.js';

/** One entry of the schema table. */
export interface SchemaObject {
  readonly name: string;
  /** The table that an index or trigger belongs to; its own name for a table. */
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
  const kinds = fetchTableKinds(handle);
  const modules = new Set(fetchModules(handle).map((module) => module.toLowerCase()));
  const objects = fetchSchema(handle);
  const virtual = objects
    .filter(isVirtual)
    .map((object) => ({ ...object, ...parseCreateVirtualTable(object.sql) }));
  const unknown = virtual.filter((table) => !modules.has(table.module.toLowerCase()));
  const owner = (object: Entry): VirtualTable | undefined => findOwner(object, kinds, virtual, unknown);
  const plain = objects.filter((object) => object.type === 'table' && !isVirtual(object));
  const withRowid = (object: Entry): SchemaObject => ({
    ...object,
    withoutRowid: kinds.get(object.name)?.withoutRowid ?? false,
  });
  const tables = plain.filter((object) => owner(object) === undefined).map(withRowid);
  const names = new Set(tables.map((table) => table.name.toLowerCase()));
  const belongs = (object: SchemaObject): boolean => names.has(object.table.toLowerCase());
  return {
    tables,
    indexes: objects.filter((object) => object.type === 'index' && belongs(object)),
    views: objects.filter((object) => object.type === 'view'),
    triggers: objects.filter((object) => object.type === 'trigger'),
    virtualTables: virtual.filter((table) => !unknown.includes(table)),
    skipped: objects.flatMap((object) => {
      const reason = reasonToSkip(object, owner(object), virtual, unknown);
      return reason === null ? [] : [{ name: object.name, reason }];
    }),
    warnings: unknown.map((table) => ({
      table: null,
      column: null,
      message: `the virtual table "${table.name}" needs the module ${table.module}, which this SQLite lacks; left out`,
    })),
  };
}

interface Entry extends SchemaObject {
  readonly type: 'table' | 'index' | 'view' | 'trigger';
}

/**
 * Names that begin with sqlite_ are SQLite's own; automatic indexes have no SQL.
 * https://www.sqlite.org/schematab.html
 */
function fetchSchema(handle: SqliteHandle.Database): Entry[] {
  const rows = handle
    .prepare<[], [Entry['type'], string, string, string]>(
      `SELECT type, name, tbl_name, sql FROM main.sqlite_schema
       WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY rowid`,
    )
    .raw()
    .all();
  return rows.map(([type, name, table, sql]) => ({ type, name, table, sql, withoutRowid: false }));
}

interface TableKind {
  kind: 'table' | 'virtual' | 'shadow' | 'view';
  withoutRowid: boolean;
}

/** https://www.sqlite.org/pragma.html#pragma_table_list */
function fetchTableKinds(handle: SqliteHandle.Database): Map<string, TableKind> {
  const rows = handle
    .prepare<[], [string, TableKind['kind'], number]>(
      `SELECT name, type, wr FROM pragma_table_list WHERE schema = 'main'`,
    )
    .raw()
    .all();
  return new Map(
    rows.map(([name, kind, withoutRowid]) => [name, { kind, withoutRowid: withoutRowid === 1 }]),
  );
}

/** https://www.sqlite.org/pragma.html#pragma_module_list */
function fetchModules(handle: SqliteHandle.Database): string[] {
  return handle.prepare<[], string>('SELECT name FROM pragma_module_list').pluck().all();
}

function isVirtual(object: Entry): boolean {
  return object.type === 'table' && /^CREATE\s+VIRTUAL\s/i.test(object.sql);
}

/**
 * The virtual table that keeps its state in this one. SQLite knows it if it has the module; without the module only
 * the name tells.
 * https://www.sqlite.org/vtab.html#xshadowname
 */
function findOwner(
  object: Entry,
  kinds: ReadonlyMap<string, TableKind>,
  virtual: readonly VirtualTable[],
  unknown: readonly VirtualTable[],
): VirtualTable | undefined {
  if (object.type !== 'table' || isVirtual(object)) return undefined;
  const candidates = kinds.get(object.name)?.kind === 'shadow' ? virtual : unknown;
  return candidates
    .filter((table) => object.name.toLowerCase().startsWith(`${table.name.toLowerCase()}_`))
    .sort((a, b) => b.name.length - a.name.length)[0];
}

function reasonToSkip(
  object: Entry,
  owner: VirtualTable | undefined,
  virtual: readonly VirtualTable[],
  unknown: readonly VirtualTable[],
): string | null {
  if (object.type === 'view') return 'a view: made again after the load';
  if (owner !== undefined) return `a shadow table of the virtual table "${owner.name}"`;
  const table = virtual.find((candidate) => candidate.name === object.name);
  if (!isVirtual(object) || table === undefined) return null;
  if (unknown.includes(table))
    return `a virtual table of the module ${table.module}, which this SQLite lacks`;
  return table.content === null
    ? `a virtual table (${table.module}): made again, without rows`
    : `a virtual table (${table.module}): indexed again from "${table.content}" after the load`;
}
