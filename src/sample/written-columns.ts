import { compileCheck } from '../check/compile-check.js';
import type { Dialect, Table } from '../introspect/catalog.js';

/**
 * Puts in the place of each generated column the columns that it is computed from, so that only columns are left
 * that are written.
 * @returns each column once
 */
export function writtenColumns(table: Table, names: readonly string[], dialect: Dialect): string[] {
  const written = new Set<string>();
  const seen = new Set(names);
  for (const name of seen) {
    const column = table.columns.find((candidate) => candidate.name === name);
    if (column === undefined) continue;
    if (column.generated === false) written.add(name);
    else if (column.generatedSql !== undefined)
      for (const source of compileCheck(column.generatedSql, dialect, table.columns).columns)
        seen.add(source);
  }
  return [...written];
}
