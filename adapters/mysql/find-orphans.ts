import { fetchForeignKeys, type FoundForeignKey } from './fetch-foreign-keys.js';
import { quote } from './quote.js';
import type { Session } from './session.js';

/** Rows of one foreign key whose parent does not exist. */
export interface Orphans {
  readonly table: string;
  readonly key: string;
  readonly columns: readonly string[];
  readonly parent: string;
  readonly rows: number;
}

/**
 * Counts the rows that break a foreign key. The server does not look back when checks are switched on again.
 * https://dev.mysql.com/doc/refman/8.4/en/server-system-variables.html#sysvar_foreign_key_checks
 * @param isConcerned tells from a table and its parent whether to look
 * @param locks whether rows that are looked at must stay until the end of the transaction, so that the answer does too
 */
export async function findOrphans(
  session: Session,
  database: string,
  isConcerned: (table: string, parent: string) => boolean,
  locks: boolean,
): Promise<Orphans[]> {
  const orphans: Orphans[] = [];
  for (const foreignKey of await fetchForeignKeys(session, database)) {
    const { table, name: key, columns, parent } = foreignKey;
    if (!isConcerned(table, parent)) continue;
    const sql = `${countSql(foreignKey)}${locks ? ' LOCK IN SHARE MODE' : ''}`;
    const [row] = await session.query(sql, `table "${table}", foreign key "${key}"`);
    const rows = Number(row![0]);
    if (rows > 0) orphans.push({ table, key, columns, parent, rows });
  }
  return orphans;
}

/** Looks up each child row in the parent's key. */
function countSql({ table, columns, parentSchema, parent, parentColumns }: FoundForeignKey): string {
  const own = columns.map((column) => `c.${quote(column)}`);
  const pairs = own.map((column, index) => `p.${quote(parentColumns[index]!)} = ${column}`);
  const isComplete = own.map((column) => `${column} IS NOT NULL`);
  return `SELECT COUNT(*) FROM ${quote(table)} c WHERE ${isComplete.join(' AND ')}
    AND NOT EXISTS (SELECT 1 FROM ${quote(parentSchema)}.${quote(parent)} p WHERE ${pairs.join(' AND ')})`;
}
