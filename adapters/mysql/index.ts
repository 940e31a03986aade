import type { Source, Target } from '../../src/database.js';
import type { Diagnosis } from '../../src/diagnosis.js';
import type { OpenOptions } from './connect.js';
import { diagnose } from './diagnose.js';
import { parseUrl } from './parse-url.js';
import { Session } from './session.js';
import { MysqlSource } from './source.js';
import { MysqlTarget } from './target.js';

/**
 * Opens a MySQL or MariaDB database for reading only; what it holds now is what is read until it is closed.
 * @param url mysql://user:password@host:port/database, see `parseUrl`
 * @throws {DbsynthError} E_URL, E_CONNECTION, E_PERMISSION, E_SOURCE_MISSING
 */
export async function openMysqlSource(url: string, options: OpenOptions = {}): Promise<Source> {
  return MysqlSource.open(parseUrl(url, process.env), options);
}

/**
 * Opens a MySQL or MariaDB database for writing; nothing is changed before a load begins, and a database that does not
 * exist appears only when a load is complete.
 * @param url mysql://user:password@host:port/database, see `parseUrl`
 * @throws {DbsynthError} E_URL, E_CONNECTION, E_PERMISSION
 */
export async function openMysqlTarget(url: string, options: OpenOptions = {}): Promise<Target> {
  return MysqlTarget.open(parseUrl(url, process.env), options);
}

/**
 * Tells what a MySQL or MariaDB server is and what this user may do there; nothing is changed.
 * @param url mysql://user:password@host:port/database, see `parseUrl`
 * @throws {DbsynthError} E_URL, E_CONNECTION, E_PERMISSION
 */
export async function diagnoseMysql(url: string, options: OpenOptions = {}): Promise<Diagnosis> {
  const address = parseUrl(url, process.env);
  const session = await Session.open(address, null, options);
  try {
    return await diagnose(session, address);
  } finally {
    await session.close();
  }
}
