import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DbsynthError } from '../../src/errors.js';

/** Where a database is: the product, and a file's absolute path or a server's URL. */
export interface Location {
  readonly product: Product;
  readonly address: string;
}

export type Product = 'sqlite' | 'postgres' | 'mysql';

const PRODUCTS: Record<string, Product> = {
  sqlite: 'sqlite',
  file: 'sqlite',
  postgres: 'postgres',
  postgresql: 'postgres',
  mysql: 'mysql',
  mariadb: 'mysql',
};

const SQLITE_FILE = /\.(db|sqlite|sqlite3)$/i;
/** Two letters at least, so that `C:\shop.db` is a path. */
const SCHEME = /^([a-z][a-z0-9+.-]+):/i;

/**
 * Reads a source or target as a user writes it: `sqlite:path`, `file:path`, a path that ends in .db, .sqlite or
 * .sqlite3, or the URL of a server.
 * @param text what was written
 * @param cwd absolute path that relative ones start from
 * @returns null when it is neither a URL nor such a path, but perhaps the name of a connection
 * @throws {DbsynthError} E_URL for a scheme that dbsynth does not know, or a path that names no file
 */
export function parseLocation(text: string, cwd: string): Location | null {
  const scheme = SCHEME.exec(text)?.[1]?.toLowerCase();
  if (scheme === undefined) {
    return SQLITE_FILE.test(text) ? { product: 'sqlite', address: resolve(cwd, text) } : null;
  }
  const product = PRODUCTS[scheme];
  if (product === undefined) {
    throw new DbsynthError('E_URL', `the scheme "${scheme}:" is not known`, { hint: FORMS });
  }
  if (product !== 'sqlite') return { product, address: text };
  return { product, address: parseFilePath(text.slice(scheme.length + 1), cwd) };
}

const FORMS =
  'write sqlite:path, file:path, a path that ends in .db, .sqlite or .sqlite3, postgres://user@host/database, mysql://user@host/database, or the name of a connection';

function parseFilePath(path: string, cwd: string): string {
  if (path === '' || path === ':memory:') {
    throw new DbsynthError('E_URL', 'a SQLite database needs the path of a file', { hint: FORMS });
  }
  if (!path.startsWith('//')) return resolve(cwd, path);
  try {
    return fileURLToPath(`file:${path}`);
  } catch (cause) {
    throw new DbsynthError('E_URL', 'the path after "//" must be absolute', {
      hint: 'write sqlite:path for a relative path, sqlite:///path for an absolute one',
      cause,
    });
  }
}
