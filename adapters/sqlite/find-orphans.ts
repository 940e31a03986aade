import type SqliteHandle from 'better-sqlite3';
import { foldName } from './fold-name.js';

/** Rows of one foreign key whose parent does not exist. */
export interface Orphans {
  readonly table: string;
  readonly columns: readonly string[];
  readonly parent: string;
  readonly rows: number;
}

/**
 * Counts the rows that break a foreign key, by SQLite's own check. Foreign keys that SQLite cannot check are passed
 * over: to a table that does not exist, or to columns that are not unique.
 * https://www.sqlite.org/pragma.html#pragma_foreign_key_check
 * @param isConcerned tells from a table and the parents it refers to whether to look; names folded
 */
export function findOrphans(
  handle: SqliteHandle.Database,
  isConcerned: (table: string, parents: readonly string[]) => boolean,
): Orphans[] {
  const known = new Set(fetchTables(handle).map(foldName));
  const orphans: Orphans[] = [];
  for (const table of fetchTables(handle)) {
    const foreignKeys = fetchForeignKeys(handle, table).filter(({ parent }) => known.has(foldName(parent)));
    const parents = foreignKeys.map(({ parent }) => foldName(parent));
    if (foreignKeys.length === 0 || !isConcerned(foldName(table), parents)) continue;
    const counts = countViolations(handle, table);
    for (const { id, columns, parent } of foreignKeys) {
      const rows = counts.get(id) ?? 0;
      if (rows > 0) orphans.push({ table, columns, parent, rows });
    }
  }
  return orphans;
}

function fetchTables(handle: SqliteHandle.Database): string[] {
  const sql = `SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' ORDER BY name`;
  return handle.prepare<[], string>(sql).pluck().all();
}

function fetchForeignKeys(
  handle: SqliteHandle.Database,
  table: string,
): { id: number; columns: string[]; parent: string }[] {
  const rows = handle
    .prepare<[string], { id: number; parent: string; columns: string }>(
      `SELECT id, "table" AS parent, json_group_array("from") AS columns
       FROM (SELECT * FROM pragma_foreign_key_list(?, 'main') ORDER BY id, seq) GROUP BY id ORDER BY id DESC`,
    )
    .all(table);
  return rows.map(({ id, parent, columns }) => ({ id, parent, columns: JSON.parse(columns) as string[] }));
}

/** Rows per foreign key; none when the parent's columns are not unique, which SQLite calls a mismatch. */
function countViolations(handle: SqliteHandle.Database, table: string): Map<number, number> {
  try {
    const rows = handle
      .prepare<[string], [number, number]>(
        `SELECT fkid, count(*) FROM pragma_foreign_key_check(?, 'main') GROUP BY fkid`,
      )
      .raw()
      .all(table);
    return new Map(rows);
  } catch (error) {
    if (/foreign key mismatch/.test(String(error))) return new Map();
    throw error;
  }
}
