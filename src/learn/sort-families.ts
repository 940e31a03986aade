import { valueAt, type SqlValue, type Vector } from '../batch/batch.js';
import { nameWords, saysMoment } from '../classify/name-words.js';
import { UUID } from '../text/uuid.js';
import type { Column, ForeignKey, Table } from '../introspect/catalog.js';

/**
 * Puts the rows of each owner together, owners in their order, siblings in the order of what is left of the
 * primary key once the owner's columns are taken out (so a history is sorted by its date), else as read. Where that
 * tells no order (other foreign keys, UUIDs), siblings stand in the order of time, if a column tells it.
 * Rows without an owner come last.
 * @returns row numbers in their new order
 */
export function sortFamilies(
  table: Table,
  owner: ForeignKey | null,
  ownerRows: Int32Array | null,
  columns: ReadonlyMap<string, Vector>,
  rows: number,
): Int32Array {
  const order = Int32Array.from({ length: rows }, (_, i) => i);
  if (owner === null || ownerRows === null) return order;
  const linked = new Set(table.foreignKeys.flatMap((key) => key.columns));
  const free = table.primaryKey.filter((name) => !owner.columns.includes(name));
  const telling = free.filter((name) => !linked.has(name) && tellsOrder(table, name, columns, rows));
  const others = free.filter((name) => !telling.includes(name));
  const time = telling.length > 0 ? null : findTime(table, columns, rows);
  const sortBy = time === null ? [...telling, ...others] : [time, ...others];
  const keys = sortBy.map((name) => columns.get(name)).filter((vector) => vector !== undefined);
  const isPresent = (row: number): number => (ownerRows[row]! < 0 ? 1 : 0);
  return order.sort((a, b) => {
    const byOwner = isPresent(a) - isPresent(b) || ownerRows[a]! - ownerRows[b]!;
    if (byOwner !== 0) return byOwner;
    for (const key of keys) {
      const bySibling = compare(valueAt(key, a), valueAt(key, b));
      if (bySibling !== 0) return bySibling;
    }
    return a - b;
  });
}

/** Rows that are looked at to see what a column is. */
const LOOKED_AT = 50;
/** Most rows must have a moment that siblings stand in the order of. */
const USUAL = 0.9;
const ISO_DATE = /^\d{4}-\d\d-\d\d/;

/** UUIDs are in no order. */
function tellsOrder(table: Table, name: string, columns: ReadonlyMap<string, Vector>, rows: number): boolean {
  const vector = columns.get(name);
  if (vector === undefined || columnOf(table, name).type.name === 'uuid') return false;
  const texts = firstValues(vector, rows).filter((value) => typeof value === 'string');
  return texts.length === 0 || !texts.every((text) => UUID.test(text));
}

/** The first column of moments that nearly all rows have, and not the same one. */
function findTime(table: Table, columns: ReadonlyMap<string, Vector>, rows: number): string | null {
  for (const column of table.columns) {
    const vector = columns.get(column.name);
    if (vector === undefined || !isTime(column, vector, rows)) continue;
    const [first] = firstValues(vector, rows);
    let present = 0;
    let isVaried = false;
    for (let row = 0; row < rows; row++) {
      const value = valueAt(vector, row);
      if (value === null) continue;
      present++;
      isVaried ||= value !== first;
    }
    if (isVaried && present >= USUAL * rows) return column.name;
  }
  return null;
}

/** Whether values are moments whose order is that of the values themselves. */
function isTime({ name, type }: Column, vector: Vector, rows: number): boolean {
  const isDeclared = type.name === 'date' || type.name === 'timestamp';
  if (!isDeclared && !saysMoment(nameWords(name))) return false;
  const values = firstValues(vector, rows);
  if (values.length === 0) return false;
  return (
    values.every((value) => typeof value === 'number') ||
    values.every((value) => ISO_DATE.test(String(value)))
  );
}

/** Values of the first rows that have one. */
function firstValues(vector: Vector, rows: number): SqlValue[] {
  const values: SqlValue[] = [];
  for (let row = 0; row < rows && values.length < LOOKED_AT; row++) {
    const value = valueAt(vector, row);
    if (value !== null) values.push(value);
  }
  return values;
}

function columnOf(table: Table, name: string): Column {
  return table.columns.find((column) => column.name === name)!;
}

/** Numbers kept as text count as numbers: 9 before 10. What is NULL comes last. */
const NUMBER = /^\d{1,15}$/;

function compare(a: SqlValue, b: SqlValue): number {
  if (a === b || a instanceof Uint8Array || b instanceof Uint8Array) return 0;
  if (a === null || b === null) return a === null ? 1 : -1;
  if (typeof a === 'string' && typeof b === 'string' && NUMBER.test(a) && NUMBER.test(b))
    return Number(a) - Number(b);
  return a < b ? -1 : a > b ? 1 : 0;
}
