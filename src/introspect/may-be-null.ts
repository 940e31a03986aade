import type { Table } from './catalog.js';

/** Whether the database lets a column be NULL; a primary key never is, whatever is declared. */
export function mayBeNull({ primaryKey, columns }: Table, name: string): boolean {
  return !primaryKey.includes(name) && columns.find((column) => column.name === name)!.nullable;
}
