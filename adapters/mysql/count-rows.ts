import { quote } from './quote.js';
import type { Session } from './session.js';

/** Counts a table's rows exactly; the server walks its smallest index. */
export async function countRows(session: Session, table: string): Promise<number> {
  const [row] = await session.query(`SELECT COUNT(*) FROM ${quote(table)}`, `table "${table}"`);
  return Number(row![0]);
}
