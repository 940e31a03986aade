import type { Source, Target } from '../../src/database.js';
import { DbsynthError } from '../../src/errors.js';
import type { Product } from './parse-location.js';
import { resolveConnection } from './resolve-connection.js';
import type { Surroundings } from './resolve-connection.js';

/** How the databases of one product are opened. */
interface Adapter {
  openSource(address: string): Promise<Source>;
  openTarget(address: string): Promise<Target>;
}

/** Adapters are loaded when a database of their product is named, so that no driver slows the start. */
const ADAPTERS: Partial<Record<Product, () => Promise<Adapter>>> = {
  sqlite: async () => {
    const { openSqliteSource, openSqliteTarget } = await import('../../adapters/sqlite/index.js');
    return {
      openSource: async (path) => openSqliteSource(path),
      openTarget: async (path) => openSqliteTarget(path),
    };
  },
};

/**
 * Opens a database for reading only.
 * @param text a source as the user wrote it, see `resolveConnection`
 * @throws {DbsynthError} E_URL, E_CONFIG, E_CONNECTION_NAME, and what the adapter throws when it cannot be opened
 */
export async function openSource(text: string, surroundings: Surroundings): Promise<Source> {
  const { product, address } = resolveConnection(text, surroundings);
  return (await loadAdapter(product)).openSource(address);
}

/**
 * Opens a database for writing; nothing is changed before a load begins.
 * @param text a target as the user wrote it, see `resolveConnection`
 * @throws {DbsynthError} as `openSource`
 */
export async function openTarget(text: string, surroundings: Surroundings): Promise<Target> {
  const { product, address } = resolveConnection(text, surroundings);
  return (await loadAdapter(product)).openTarget(address);
}

async function loadAdapter(product: Product): Promise<Adapter> {
  const load = ADAPTERS[product];
  if (load === undefined) {
    throw new DbsynthError('E_URL', `this version of dbsynth cannot open ${product} databases`, {
      hint: 'it opens SQLite files: sqlite:path, or a path that ends in .db, .sqlite or .sqlite3',
    });
  }
  return load();
}
