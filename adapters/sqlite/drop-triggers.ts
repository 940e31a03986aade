import type SqliteHandle from 'better-sqlite3';
import { DbsynthError } from '../../src/errors.js';
import type { Table } from '../../src/introspect/catalog.js';
import { foldName } from './fold-name.js';
import { quote } from './quote.js';

/** Triggers that are gone for one load. */
export interface DroppedTriggers {
  /**
   * Makes them again, in the order in which they were made.
   * @throws {DbsynthError} E_SCHEMA_MISMATCH unless all are as they were
   */
  restore(): void;
}

interface Trigger {
  readonly name: string;
  readonly table: string;
  readonly sql: string;
}

/**
 * Drops the triggers of tables, for SQLite cannot switch one off. To be called inside the transaction of the load,
 * which gives them back if it fails.
 */
export function dropTriggers(handle: SqliteHandle.Database, tables: readonly Table[]): DroppedTriggers {
  const names = new Set(tables.map(({ name }) => foldName(name)));
  const before = fetchTriggers(handle);
  const dropped = before.filter(({ table }) => names.has(foldName(table)));
  for (const { name } of dropped) handle.exec(`DROP TRIGGER ${quote(name)}`);
  return {
    restore() {
      for (const { sql } of dropped) handle.exec(sql);
      const after = new Map(fetchTriggers(handle).map((trigger) => [trigger.name, trigger]));
      const lost = before.find(({ name, table, sql }) => {
        const found = after.get(name);
        return found?.sql !== sql || found.table !== table;
      });
      if (lost === undefined) return;
      throw new DbsynthError(
        'E_SCHEMA_MISMATCH',
        `the trigger "${lost.name}" would not be as it was before the load, so the load is undone`,
        { hint: 'leave out --no-triggers' },
      );
    },
  };
}

/** https://www.sqlite.org/schematab.html */
function fetchTriggers(handle: SqliteHandle.Database): Trigger[] {
  return handle
    .prepare<[], Trigger>(
      `SELECT name, tbl_name AS "table", sql FROM main.sqlite_schema WHERE type = 'trigger' ORDER BY rowid`,
    )
    .all();
}
