import { valueAt, type SqlValue, type Vector } from '../batch/batch.js';
import type { ForeignKey } from '../introspect/catalog.js';
import { concernedRows } from './concerned-rows.js';

/**
 * Finds the parent row of every child row.
 * @param child columns of the child table
 * @param parent columns of the parent table
 * @param rows number of child rows
 * @param parentRows number of parent rows
 * @param isPart whether `parent` is only part of the table: a key that is not found then belongs to another row
 * @returns one parent row per child row; -1 where a key column is null, the key is of other rows, or no parent matches; a number below for each
 *   parent that is not in the part
 */
export function matchParents(
  key: ForeignKey,
  child: ReadonlyMap<string, Vector>,
  parent: ReadonlyMap<string, Vector>,
  rows: number,
  parentRows: number,
  isPart = false,
): Int32Array {
  const own = key.columns.map((name) => child.get(name)!);
  const theirs = key.parentColumns.map((name) => parent.get(name)!);
  const positions = new Map<SqlValue, number>();
  for (let row = parentRows - 1; row >= 0; row--) positions.set(keyAt(theirs, row), row);
  const found = new Int32Array(rows).fill(-1);
  let outside = -2;
  for (const row of concernedRows(key, child, rows)) {
    const value = keyAt(own, row);
    if (value !== null && isPart && !positions.has(value)) positions.set(value, outside--);
    found[row] = value === null ? -1 : (positions.get(value) ?? -1);
  }
  return found;
}

/** One comparable value for a key of one or several columns; null when any of them is null. */
function keyAt(columns: readonly Vector[], row: number): SqlValue {
  if (columns.length === 1) return plain(valueAt(columns[0]!, row));
  let text = '';
  for (const column of columns) {
    const value = plain(valueAt(column, row));
    if (value === null) return null;
    text += `${typeof value}:${String(value)}\u0000`;
  }
  return text;
}

function plain(value: SqlValue): SqlValue {
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : value;
  return value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : value;
}
