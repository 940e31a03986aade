import { linkedColumns } from '../graph/linked-columns.js';
import type { Catalog } from '../introspect/catalog.js';
import type { Plan } from '../plan/plan.js';

/**
 * Finds the columns whose values are not known before all tables are drawn: those of foreign keys that close a cycle,
 * and those that refer to such columns, from table to table. What a table decides itself (its own key, of which a late
 * foreign key is a part) is known.
 * @returns column names by table; tables without such columns are missing
 */
export function findLateColumns({ tables }: Catalog, { late }: Pick<Plan, 'late'>): Map<string, Set<string>> {
  const columns = new Map<string, Set<string>>();
  const isLate = (table: string, name: string): boolean =>
    late.some((key) => key.table === table && key.foreignKey === name);
  const add = (table: string, column: string): boolean => {
    const known = columns.get(table) ?? new Set();
    columns.set(table, known);
    return known.size < known.add(column).size;
  };
  for (const table of tables) {
    const { id, foreignKeys } = table;
    const linked = linkedColumns(
      table,
      late.filter((key) => key.table === id),
    );
    const early = foreignKeys.filter(({ name, parent }) => !isLate(id, name) && parent !== id);
    const decided = new Set(early.flatMap((key) => key.columns));
    for (const key of foreignKeys)
      if (isLate(id, key.name))
        for (const name of key.columns) if (linked.has(name) && !decided.has(name)) add(id, name);
  }
  for (let hasChanged = true; hasChanged;) {
    hasChanged = false;
    for (const { id, foreignKeys } of tables)
      for (const key of foreignKeys)
        key.parentColumns.forEach((name, i) => {
          if (columns.get(key.parent)?.has(name) === true && add(id, key.columns[i]!)) hasChanged = true;
        });
  }
  return columns;
}
