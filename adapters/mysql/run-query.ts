import type { SqlValue } from '../../src/batch/batch.js';
import { DbsynthError } from '../../src/errors.js';
import type { Session } from './session.js';

const READS = /^(?:\s|\()*(?:SELECT|WITH|SHOW|VALUES|TABLE|DESCRIBE|EXPLAIN)\b/i;

/**
 * Runs one reading statement.
 * @throws {DbsynthError} E_INTERNAL when the statement writes: one that changes the schema would end the transaction
 */
export async function runQuery(session: Session, sql: string): Promise<SqlValue[][]> {
  if (!READS.test(sql)) throw new DbsynthError('E_INTERNAL', 'a query must read and nothing else');
  return session.query(sql);
}
