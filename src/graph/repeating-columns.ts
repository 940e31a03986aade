import type { ForeignKey } from '../introspect/catalog.js';

/**
 * Names the columns of a foreign key that repeat some columns of its parent.
 */
export function repeatingColumns(
  { columns, parentColumns }: ForeignKey,
  parents: readonly string[],
): string[] {
  return columns.filter((_, i) => parents.includes(parentColumns[i]!));
}
