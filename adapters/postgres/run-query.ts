import type pg from 'pg';
import type { SqlValue } from '../../src/batch/batch.js';
import { translateError } from './translate-error.js';

/**
 * Runs one reading statement inside an open transaction, which goes on when the statement fails.
 * @param subject what is asked, as a sentence may begin
 * @returns rows as arrays; an integer is a number if a number holds it exactly, else a bigint
 */
export async function runQuery(client: pg.Client, sql: string, subject: string): Promise<SqlValue[][]> {
  try {
    await client.query('SAVEPOINT dbsynth_query');
    const { rows } = await client.query<SqlValue[]>({ text: sql, rowMode: 'array' });
    await client.query('RELEASE SAVEPOINT dbsynth_query');
    return rows;
  } catch (error) {
    await client.query('ROLLBACK TO SAVEPOINT dbsynth_query').catch(() => undefined);
    throw translateError(error, subject);
  }
}
