import type { Source, Target } from '../../src/database.js';
import type { Diagnosis } from '../../src/diagnosis.js';
import { connect, type OpenOptions } from './connect.js';
import { diagnose } from './diagnose.js';
import { parseUrl } from './parse-url.js';
import { PostgresSource } from './source.js';
import { PostgresTarget } from './target.js';

/**
 * Opens a PostgreSQL database for reading only; what it holds now is what is read until it is closed.
 * @param url as libpq takes it, with `schema=a,b` for other schemas than all; see `parseUrl`
 * @throws {DbsynthError} E_URL, E_CONNECTION
 */
export async function openPostgresSource(url: string, options: OpenOptions = {}): Promise<Source> {
  return PostgresSource.open(parseUrl(url), options);
}

/**
 * Opens a PostgreSQL database for writing; nothing is changed before a load begins, and an unfinished load leaves
 * it as it was. The database must exist.
 * @param url as for `openPostgresSource`
 * @throws {DbsynthError} E_URL, E_CONNECTION
 */
export async function openPostgresTarget(url: string, options: OpenOptions = {}): Promise<Target> {
  return PostgresTarget.open(parseUrl(url), options);
}

/**
 * Tells what a PostgreSQL server is and what this role may do there; nothing is changed.
 * @param url as for `openPostgresSource`
 * @throws {DbsynthError} E_URL, E_CONNECTION
 */
export async function diagnosePostgres(url: string, options: OpenOptions = {}): Promise<Diagnosis> {
  const address = parseUrl(url);
  const client = await connect(address, options);
  try {
    return await diagnose(client, address);
  } finally {
    await client.end().catch(() => undefined);
  }
}
