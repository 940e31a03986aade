import type { Database, Source, Target } from '../../src/database.js';
import type { Diagnosis } from '../../src/diagnosis.js';
import type { Product } from './parse-location.js';
import { resolveConnection } from './resolve-connection.js';
import type { Surroundings } from './resolve-connection.js';

/** How the databases of one product are opened. */
interface Adapter {
  openSource(address: string): Promise<Source>;
  openTarget(address: string): Promise<Target>;
  diagnose(address: string): Promise<Diagnosis>;
}

/** Adapters are loaded when a database of their product is named, so that no driver slows the start. */
const ADAPTERS: Readonly<Record<Product, () => Promise<Adapter>>> = {
  sqlite: async () => {
    const { diagnoseSqlite, openSqliteSource, openSqliteTarget } =
      await import('../../adapters/sqlite/index.js');
    return {
      openSource: async (path) => openSqliteSource(path),
      openTarget: async (path) => openSqliteTarget(path),
      diagnose: async (path) => diagnoseSqlite(path),
    };
  },
  postgres: async () => {
    const { diagnosePostgres, openPostgresSource, openPostgresTarget } =
      await import('../../adapters/postgres/index.js');
    return {
      openSource: async (url) => openPostgresSource(url),
      openTarget: async (url) => openPostgresTarget(url),
      diagnose: async (url) => diagnosePostgres(url),
    };
  },
  mysql: async () => {
    const { diagnoseMysql, openMysqlSource, openMysqlTarget } = await import('../../adapters/mysql/index.js');
    return {
      openSource: async (url) => openMysqlSource(url),
      openTarget: async (url) => openMysqlTarget(url),
      diagnose: async (url) => diagnoseMysql(url),
    };
  },
};

/**
 * Opens a database for reading only, hands it out, and closes it.
 * @param text a source as the user wrote it, see `resolveConnection`
 * @throws {DbsynthError} E_URL, E_CONFIG, E_CONNECTION_NAME, and what the adapter throws when it cannot be opened
 */
export async function useSource<T>(
  text: string,
  surroundings: Surroundings,
  use: (source: Source) => Promise<T>,
): Promise<T> {
  const { product, address } = resolveConnection(text, surroundings);
  const adapter = await ADAPTERS[product]();
  return useOpen(await adapter.openSource(address), use);
}

/**
 * Opens a database for writing, hands it out, and closes it; nothing is changed before a load begins.
 * @param text a target as the user wrote it, see `resolveConnection`
 * @throws {DbsynthError} as `useSource`
 */
export async function useTarget<T>(
  text: string,
  surroundings: Surroundings,
  use: (target: Target) => Promise<T>,
): Promise<T> {
  const { product, address } = resolveConnection(text, surroundings);
  const adapter = await ADAPTERS[product]();
  return useOpen(await adapter.openTarget(address), use);
}

/**
 * Tells what a database is and what this user may do there; nothing is changed.
 * @param text a source or target as the user wrote it, see `resolveConnection`
 * @throws {DbsynthError} as `useSource`
 */
export async function diagnoseDatabase(text: string, surroundings: Surroundings): Promise<Diagnosis> {
  const { product, address } = resolveConnection(text, surroundings);
  return (await ADAPTERS[product]()).diagnose(address);
}

async function useOpen<D extends Database, T>(database: D, use: (database: D) => Promise<T>): Promise<T> {
  try {
    return await use(database);
  } finally {
    await database.close();
  }
}
