import { hostname } from 'node:os';
import type { Address } from './parse-url.js';
import type { Session } from './session.js';

/** Whether a version() is MariaDB's, which differs from MySQL in its data dictionary. */
export function isMariaDb(version: string): boolean {
  return /mariadb/i.test(version);
}

/**
 * Tells one database from another by whatever address its server is reached: by the server's own name for itself
 * and its data directory, and the database's name as the server compares it.
 * https://dev.mysql.com/doc/refman/8.4/en/server-system-variables.html
 */
export async function databaseIdentity(session: Session, { database }: Address): Promise<string> {
  const [row] = await session.query('SELECT @@hostname, @@port, @@datadir, @@lower_case_table_names');
  const [host, port, directory, foldsNames] = row!;
  const uuid = await fetchUuid(session);
  const server = uuid ?? JSON.stringify([host ?? hostname(), port, directory]);
  return `mysql:${server}:${Number(foldsNames) === 0 ? database : database.toLowerCase()}`;
}

/** Only MySQL has one. */
async function fetchUuid(session: Session): Promise<string | null> {
  try {
    const [row] = await session.query('SELECT @@server_uuid');
    return String(row![0]);
  } catch {
    return null;
  }
}
