import type SqliteHandle from 'better-sqlite3';
import type { SqlValue } from '../../src/batch/batch.js';
import { DbsynthError } from '../../src/errors.js';

/**
 * Runs one reading statement.
 * @param parameters values of its question marks
 * @returns rows as arrays; an integer is a number if a number holds it exactly, else a bigint
 * @throws {DbsynthError} E_INTERNAL when the statement writes
 */
export function runQuery(
  handle: SqliteHandle.Database,
  sql: string,
  parameters: readonly SqlValue[] = [],
): SqlValue[][] {
  const statement = handle.prepare<SqlValue[], SqlValue[]>(sql);
  if (!statement.reader || !statement.readonly) {
    throw new DbsynthError('E_INTERNAL', 'a query must read and nothing else');
  }
  const rows = statement
    .raw()
    .safeIntegers()
    .all(...parameters);
  for (const row of rows) {
    for (let column = 0; column < row.length; column++) row[column] = toNumberIfExact(row[column]!);
  }
  return rows;
}

function toNumberIfExact(value: SqlValue): SqlValue {
  if (typeof value !== 'bigint') return value;
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}
