import type { ForeignKey } from '../introspect/catalog.js';
import type { SampledTable } from './sampled-table.js';

/** Whom a parent must not be shared with: any other row, or rows of the same owner. */
export type Distinctness = 'overall' | 'in family';

/** Whether a unique key forbids that two rows, or two rows of a family, share this parent. */
export function findDistinctness(sampled: SampledTable, key: ForeignKey): Distinctness | null {
  const within = (columns: readonly (string | null)[], allowed: readonly string[]): boolean =>
    columns.every((column) => column !== null && allowed.includes(column));
  const uniques = sampled.table.uniques.filter(({ predicate }) => predicate === null);
  // Rows that a polymorphic reference concerns agree in the columns that pick them.
  const own = [...key.columns, ...(key.when ?? []).map(({ column }) => column)];
  if (uniques.some(({ columns }) => within(columns, own))) return 'overall';
  if (sampled.owner === null) return null;
  const both = [...sampled.owner.columns, ...own];
  return uniques.some(
    ({ columns }) => within(columns, both) && columns.some((column) => key.columns.includes(column!)),
  )
    ? 'in family'
    : null;
}
