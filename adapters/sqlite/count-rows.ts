import type SqliteHandle from 'better-sqlite3';
import { quote } from './quote.js';

/** Counts a table's rows. SQLite walks the smallest index, or the table where an index needs an unknown collation. */
export function countRows(handle: SqliteHandle.Database, table: string): number {
  const sql = `SELECT count(*) FROM ${quote(table)}`;
  try {
    return handle.prepare<[], number>(sql).pluck().get()!;
  } catch (error) {
    if (!/no such collation/.test(String(error))) throw error;
    return handle.prepare<[], number>(`${sql} NOT INDEXED`).pluck().get()!;
  }
}
