import type { Catalog, CatalogWarning, Table } from '../introspect/catalog.js';
import { createCatalog } from '../introspect/create-catalog.js';
import type { Model } from '../model/model.js';
import type { Product } from '../product.js';
import type { ColumnChange } from './convert-batch.js';
import { columnKey, findColumnTypes } from './find-column-types.js';
import { nameAll } from './name-all.js';
import { NameSpace } from './name-objects.js';
import { translateTable } from './translate-table.js';
import type { TranslationContext } from './translation-context.js';
import { writeSchema } from './write-schema.js';

/** A schema as another product has it, and how rows of the one become rows of the other. */
export interface Translation {
  /** Of the target: its names, types and rules, and the script that makes them. */
  readonly catalog: Catalog;
  /** The target's table by the id of the source's. */
  readonly tables: ReadonlyMap<string, Table>;
  /** What becomes of columns, by the id of the source's table and the column's name. */
  readonly changes: ReadonlyMap<string, ReadonlyMap<string, ColumnChange>>;
  /** Columns' names in the target where they are others; a name of the source becomes the same in all tables. */
  readonly renamed: ReadonlyMap<string, string>;
  /** What the target cannot hold as it was; by the ids of the source's tables. */
  readonly warnings: readonly CatalogWarning[];
}

/**
 * Translates a schema to another product: types by the product's own map, rules as far as they can be said there.
 * A rule that the product cannot keep stays in the catalog if a query can tell whether rows break it, so that they
 * are verified by it; either way a warning names it.
 * @param model what was learned, which tells what a column of a product with loose types holds; null before learning
 */
export async function translateCatalog(
  source: Catalog,
  product: Product,
  model: Pick<Model, 'tables'> | null,
): Promise<Translation> {
  const warnings: CatalogWarning[] = [];
  const names = nameAll(source, product, warnings);
  const types = findColumnTypes(source, model, product, (column) => names.column(column));
  const context: TranslationContext = {
    source,
    product,
    names,
    types,
    warnings,
    constraints: new NameSpace(product),
  };
  for (const table of source.tables) context.constraints.name(names.table(table.id));
  const drafts = source.tables.map((table) => translateTable(table, context));
  warnOfScript(source, warnings);
  const tables = drafts.map(({ table }) => table);
  const catalog = createCatalog({
    dialect: product.dialect,
    serverVersion: '',
    tables,
    script: await writeSchema(drafts, product),
    skipped: [],
    warnings: [],
  });
  return {
    catalog,
    tables: new Map(source.tables.map(({ id }, index) => [id, catalog.tables[index]!])),
    changes: new Map(source.tables.map((table) => [table.id, changesOf(table, context)])),
    renamed: names.renamed,
    warnings,
  };
}

function changesOf(table: Table, { names, types }: TranslationContext): Map<string, ColumnChange> {
  return new Map(
    table.columns.map(({ name }) => [
      name,
      { name: names.column(name), conversion: types.get(columnKey(table.id, name))!.conversion },
    ]),
  );
}

/** What has no rows of its own is left out; unique indexes and triggers are told with their tables. */
function warnOfScript({ tables, script }: Catalog, warnings: CatalogWarning[]): void {
  const told = new Set(
    tables.flatMap(({ uniques, triggers }) => [...uniques.map(({ name }) => name), ...triggers]),
  );
  const statements = [...script.tables, ...script.afterLoad].filter(({ name }) => !told.has(name));
  for (const { id } of tables) {
    const indexes = statements.filter(({ kind, table }) => kind === 'index' && table === id);
    if (indexes.length === 0) continue;
    const names = indexes.map(({ name }) => `"${name}"`).join(', ');
    const message = `indexes are made for its keys only; left out: ${names}`;
    warnings.push({ table: id, column: null, message });
  }
  for (const { kind, name } of statements) {
    if (kind !== 'view' && kind !== 'trigger' && kind !== 'virtual') continue;
    const word = kind === 'virtual' ? 'virtual table' : kind;
    warnings.push({ table: null, column: null, message: `the ${word} "${name}" is left out` });
  }
}
