import type { Table } from '../introspect/catalog.js';

/** Names the columns that say to which table the rows of a table refer; they are decided before the references. */
export function selectorColumns({ foreignKeys }: Pick<Table, 'foreignKeys'>): Set<string> {
  return new Set(foreignKeys.flatMap(({ when = [] }) => when.map(({ column }) => column)));
}
