import type { Database } from '../database.js';
import type { Catalog } from '../introspect/catalog.js';
import type { Model } from '../model/model.js';
import { translateCatalog } from './translate-catalog.js';

/** The rules that a database is held to, in its own words. */
export interface TargetRules {
  readonly catalog: Catalog;
  /** The database's own words for its names and texts. */
  readonly names: Pick<Database, 'quote' | 'qualify' | 'product'>;
  /** The database's id of one of the schema's tables. */
  idOf(table: string): string;
}

/**
 * Puts the rules of a schema in the words of a database that may be of another product.
 * @param model what was learned; null without
 */
export async function translateRules(
  database: Database,
  catalog: Catalog,
  model: Pick<Model, 'tables'> | null,
): Promise<TargetRules> {
  if (database.dialect === catalog.dialect) return { catalog, names: database, idOf: (id) => id };
  const translation = await translateCatalog(catalog, database.product, model);
  return rulesOf(translation, database);
}

/** The same of a translation that is at hand. */
export function rulesOf(
  { catalog, tables }: Awaited<ReturnType<typeof translateCatalog>>,
  names: TargetRules['names'],
): TargetRules {
  return { catalog, names, idOf: (id) => tables.get(id)!.id };
}
