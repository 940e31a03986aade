import type { Catalog, CatalogWarning, Table } from '../introspect/catalog.js';
import type { Product } from '../product.js';
import type { NeededType } from './find-column-types.js';
import type { Names } from './name-all.js';
import type { NameSpace } from './name-objects.js';

/** What the translations of a schema's parts share. */
export interface TranslationContext {
  readonly source: Catalog;
  readonly product: Product;
  readonly names: Names;
  readonly types: ReadonlyMap<string, NeededType>;
  readonly warnings: CatalogWarning[];
  /** Names of keys, checks and indexes. */
  readonly constraints: NameSpace;
}

/** A rule as the target's catalog has it, and whether the target keeps it itself. */
export interface Kept {
  readonly isKept: boolean;
}

/** Warns of what the target cannot hold of a table, or of one of its columns. */
export function warner(
  table: Table,
  { warnings }: TranslationContext,
): (column: string | null, message: string) => void {
  return (column, message) => void warnings.push({ table: table.id, column, message });
}
