import type { ForeignKey, Table } from '../introspect/catalog.js';
import { isOptional } from './is-optional.js';

/**
 * Tells whether a row with parents by some foreign keys cannot be without a parent by another: the other is never optional, or
 * those fill the columns in which it could be NULL.
 * @param key the foreign key that may be needed
 * @param others those by which the row has parents
 */
export function isNeededBeside(table: Table, key: ForeignKey, others: readonly ForeignKey[]): boolean {
  if (!isOptional(table, key)) return true;
  if (key.when !== undefined) return false;
  const isFilled = (name: string): boolean => others.some(({ columns }) => columns.includes(name));
  if (key.match === 'full' && key.columns.length > 1) return key.columns.some(isFilled);
  return key.columns.every(
    (name) => isFilled(name) || !table.columns.find((column) => column.name === name)!.nullable,
  );
}
