import { quote, quoteText } from './quote.js';
import type { Session } from './session.js';

const MARK = 'made by dbsynth';

/**
 * Marks a database as made by dbsynth, where the server keeps comments of databases: MariaDB does, MySQL does not.
 * https://mariadb.com/kb/en/alter-database/
 */
export async function markDatabase(session: Session, database: string): Promise<void> {
  const comment = await fetchComment(session, database);
  if (comment !== '') return;
  // Not worth failing for: the mark only lets a later run replace what stands there.
  await session.execute(`ALTER DATABASE ${quote(database)} COMMENT = ${quoteText(MARK)}`).catch(() => {});
}

/** Whether a database bears the mark. */
export async function isMarked(session: Session, database: string): Promise<boolean> {
  return (await fetchComment(session, database)) === MARK;
}

/** @returns null where the server keeps no comments */
async function fetchComment(session: Session, database: string): Promise<string | null> {
  const sql = `SELECT schema_comment FROM information_schema.schemata WHERE schema_name = ${quoteText(database)}`;
  const rows = await session.query(sql).catch(() => []);
  return rows[0] === undefined ? null : String(rows[0][0]);
}
