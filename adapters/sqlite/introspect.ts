import type SqliteHandle from 'better-sqlite3';
import type { Catalog, CatalogWarning } from '../../src/introspect/catalog.js';
import { createCatalog } from '../../src/introspect/create-catalog.js';
import { buildScript } from './build-script.js';
import { findObjects } from './find-objects.js';
import { foldName } from './fold-name.js';
import { fetchForeignKeys } from './read-pragmas.js';
import { readTable } from './read-table.js';
import { resolveForeignKeys } from './resolve-foreign-keys.js';

/**
 * Reads the whole catalog of a SQLite database: structure from the pragmas, which know the exact spelling of every
 * name, and from the stored SQL what no pragma tells (checks, collations, names of constraints, predicates).
 */
export function introspect(handle: SqliteHandle.Database): Catalog {
  const objects = findObjects(handle);
  const warnings: CatalogWarning[] = [...objects.warnings];
  const drafts = objects.tables.map((object) => readTable(handle, object, objects, warnings));
  const parents = new Map(drafts.map((draft) => [foldName(draft.object.name), draft]));
  const tables = drafts.map((draft) => {
    const { object, columns, primaryKey, uniques, checks, triggers } = draft;
    const found = fetchForeignKeys(handle, object.name);
    return {
      id: object.name,
      schema: null,
      name: object.name,
      columns,
      primaryKey,
      uniques,
      foreignKeys: resolveForeignKeys(draft, found, parents, warnings),
      checks,
      triggers,
    };
  });
  const columnsOf = new Map(drafts.map((draft) => [draft.object.name, draft.names]));
  return createCatalog({
    dialect: 'sqlite',
    serverVersion: fetchVersion(handle),
    tables,
    script: buildScript(handle, objects, columnsOf, warnings),
    skipped: objects.skipped,
    warnings,
  });
}

/** https://www.sqlite.org/lang_corefunc.html#sqlite_version */
function fetchVersion(handle: SqliteHandle.Database): string {
  return handle.prepare<[], string>('SELECT sqlite_version()').pluck().get()!;
}
