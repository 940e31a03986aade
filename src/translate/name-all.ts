import type { Catalog, CatalogWarning } from '../introspect/catalog.js';
import type { Product } from '../product.js';
import { NameSpace } from './name-objects.js';

/** What tables and columns are called in the target. */
export interface Names {
  /** @param id of the table in the source */
  table(id: string): string;
  column(name: string): string;
  /** Columns' names in the target where they are others. */
  readonly renamed: ReadonlyMap<string, string>;
}

/**
 * Gives every table and every column a name that the product takes.
 * @param warnings receives the names that are changed
 */
export function nameAll(source: Catalog, product: Product, warnings: CatalogWarning[]): Names {
  const space = new NameSpace(product);
  const tables = new Map<string, string>();
  // A table of the default schema keeps its name.
  const inOrder = [...source.tables].sort((a, b) => Number(a.id !== a.name) - Number(b.id !== b.name));
  for (const table of inOrder) {
    const name = space.name(table.name, table.schema === null ? table.name : `${table.schema}_${table.name}`);
    tables.set(table.id, name);
    if (name !== table.name)
      warnings.push({ table: table.id, column: null, message: `is called "${name}" in the target` });
  }
  const renamed = nameColumns(source, product, warnings);
  return { table: (id) => tables.get(id)!, column: (name) => renamed.get(name) ?? name, renamed };
}

/**
 * A column's name is changed where it does not fit, or where a table has two that the product takes for one: then the
 * one that more tables have keeps it.
 */
function nameColumns(source: Catalog, product: Product, warnings: CatalogWarning[]): Map<string, string> {
  const renamed = new Map<string, string>();
  const uses = new Map<string, number>();
  for (const { columns } of source.tables)
    for (const { name } of columns) uses.set(name, (uses.get(name) ?? 0) + 1);
  const rank = (name: string): number => (renamed.has(name) ? 0 : uses.get(name)!);
  for (const table of source.tables) {
    const space = new NameSpace(product);
    const inOrder = table.columns.map(({ name }) => name).sort((a, b) => rank(b) - rank(a));
    for (const name of inOrder) {
      const given = space.name(renamed.get(name) ?? name);
      if (given === name) continue;
      renamed.set(name, given);
      warnings.push({ table: table.id, column: name, message: `is called "${given}" in the target` });
    }
  }
  return renamed;
}
