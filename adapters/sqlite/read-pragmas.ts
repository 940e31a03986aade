import type SqliteHandle from 'better-sqlite3';
import type { Column } from '../../src/introspect/catalog.js';

export interface FoundColumn {
  name: string;
  declaredType: string;
  notNull: boolean;
  defaultSql: string | null;
  /** From 1 in the order of the primary key; 0 outside it. */
  keyPosition: number;
  generated: Column['generated'];
}

/** `table_info` would leave out generated columns. https://www.sqlite.org/pragma.html#pragma_table_xinfo */
export function fetchColumns(handle: SqliteHandle.Database, table: string): FoundColumn[] {
  const rows = handle
    .prepare<[string], [string, string, number, string | null, number, number]>(
      `SELECT name, type, "notnull", dflt_value, pk, hidden FROM pragma_table_xinfo(?, 'main') WHERE hidden <> 1
       ORDER BY cid`,
    )
    .raw()
    .all(table);
  return rows.map(([name, declaredType, notNull, defaultSql, keyPosition, hidden]) => ({
    name,
    declaredType,
    notNull: notNull === 1,
    defaultSql,
    keyPosition,
    generated: hidden === 2 ? 'virtual' : hidden === 3 ? 'stored' : false,
  }));
}

export interface FoundIndex {
  name: string;
  unique: boolean;
  /** What made it: CREATE INDEX, UNIQUE, or PRIMARY KEY. */
  origin: 'c' | 'u' | 'pk';
}

/**
 * In the order in which they were made; the key of a WITHOUT ROWID table, which has no entry of its own, first.
 * https://www.sqlite.org/pragma.html#pragma_index_list
 */
export function fetchIndexes(handle: SqliteHandle.Database, table: string): FoundIndex[] {
  const rows = handle
    .prepare<[string], [string, number, FoundIndex['origin']]>(
      `SELECT found.name, "unique", origin FROM pragma_index_list(?, 'main') AS found
       LEFT JOIN main.sqlite_schema AS made ON made.type = 'index' AND made.name = found.name ORDER BY made.rowid`,
    )
    .raw()
    .all(table);
  return rows.map(([name, unique, origin]) => ({ name, unique: unique === 1, origin }));
}

export interface FoundPart {
  /** Null for an expression. */
  column: string | null;
  collation: string;
}

/** Key columns only: an index also carries the rowid. https://www.sqlite.org/pragma.html#pragma_index_xinfo */
export function fetchIndexParts(handle: SqliteHandle.Database, index: string): FoundPart[] {
  return handle
    .prepare<[string], FoundPart>(
      `SELECT name AS "column", coll AS collation FROM pragma_index_xinfo(?, 'main') WHERE key = 1 ORDER BY seqno`,
    )
    .all(index);
}

export interface FoundForeignKey {
  columns: string[];
  parent: string;
  /** Null when the DDL names no columns, so that the parent's primary key is meant. */
  parentColumns: string[] | null;
  onUpdate: string;
  onDelete: string;
}

/**
 * One entry per foreign key, in the order of the DDL: the pragma numbers them backwards.
 * https://www.sqlite.org/pragma.html#pragma_foreign_key_list
 */
export function fetchForeignKeys(handle: SqliteHandle.Database, table: string): FoundForeignKey[] {
  const rows = handle
    .prepare<[string], [number, string, string, string | null, string, string]>(
      `SELECT id, "table", "from", "to", on_update, on_delete FROM pragma_foreign_key_list(?, 'main')
       ORDER BY id DESC, seq`,
    )
    .raw()
    .all(table);
  const byId = new Map<number, FoundForeignKey>();
  for (const [id, parent, column, parentColumn, onUpdate, onDelete] of rows) {
    const foreignKey = byId.get(id) ?? { columns: [], parent, parentColumns: [], onUpdate, onDelete };
    byId.set(id, foreignKey);
    foreignKey.columns.push(column);
    if (parentColumn === null) foreignKey.parentColumns = null;
    else foreignKey.parentColumns?.push(parentColumn);
  }
  return [...byId.values()];
}
