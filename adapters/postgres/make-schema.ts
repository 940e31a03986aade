import type pg from 'pg';
import { DbsynthError } from '../../src/errors.js';
import { splitStatements, type SqlLexis, type SqlStatement } from '../../src/introspect/split-statements.js';
import { translateError } from './translate-error.js';

const LEXIS: SqlLexis = {
  backslashes: false,
  dollarQuotes: true,
  hashComments: false,
  delimiters: false,
  clientSign: '\\',
};

/**
 * Runs the statements of a file in one transaction. Settings, grants, owners, comments and extensions that this
 * server or role cannot have are passed over: tables do not depend on them, or else fail themselves.
 * @param client a connection of its own, for a file may change the session's settings
 * @returns a warning per statement that was passed over
 * @throws {DbsynthError} E_SCHEMA_MISMATCH, E_PERMISSION, E_CONNECTION; nothing is made then
 */
export async function makeSchema(client: pg.Client, sql: string): Promise<string[]> {
  const warnings: string[] = [];
  const { text, isCut } = withoutRows(sql);
  if (isCut) warnings.push('rows that the file brings by COPY are left out');
  await client.query('BEGIN; SET LOCAL client_min_messages = error');
  try {
    for (const statement of splitStatements(text, LEXIS)) {
      if (TRANSACTION.test(statement.sql)) continue;
      const warning = await run(client, statement);
      if (warning !== null) warnings.push(warning);
    }
    await client.query('COMMIT');
    return warnings;
  } catch (error) {
    await client.query('ROLLBACK').catch(() => undefined);
    throw error;
  }
}

const TRANSACTION = /^(BEGIN|COMMIT|START\s+TRANSACTION|END)(\s+(WORK|TRANSACTION))?\s*$/i;
const PASSABLE =
  /^(SET|SELECT\s+(pg_catalog\.)?set_config|GRANT|REVOKE|COMMENT|SECURITY\s+LABEL|ALTER\s+DEFAULT\s+PRIVILEGES|(CREATE|ALTER)\s+(EXTENSION|ROLE|USER|PUBLICATION|SUBSCRIPTION|EVENT\s+TRIGGER)|(DROP|ALTER)\s+DATABASE|ALTER\s[^;]*\sOWNER\s+TO|VACUUM|ANALYZE)\b/i;

async function run(client: pg.Client, { sql, line }: SqlStatement): Promise<string | null> {
  const isPassable = PASSABLE.test(sql);
  try {
    if (isPassable) await client.query('SAVEPOINT dbsynth_statement');
    // Nobody else reads a database that is being made.
    await client.query(sql.replace(/^(\s*(?:CREATE|DROP)\s+(?:UNIQUE\s+)?INDEX\s+)CONCURRENTLY\s/i, '$1'));
    return null;
  } catch (error) {
    const sentence = error instanceof Error ? error.message : 'it was refused';
    const translated = translateError(error, `line ${line} of the file`);
    if (translated.code === 'E_CONNECTION') throw translated;
    if (isPassable) {
      await client.query('ROLLBACK TO SAVEPOINT dbsynth_statement');
      return `line ${line} of the file was passed over: ${sentence}`;
    }
    throw new DbsynthError(
      'E_SCHEMA_MISMATCH',
      `line ${line} of the file cannot be run on this server: ${sentence}`,
      {
        hint: 'the file must be SQL of this product and version; nothing of it was kept',
        cause: error,
      },
    );
  }
}

/** Takes the rows of pg_dump out: from `COPY ... FROM stdin;` to a line with a backslash and a point. */
function withoutRows(text: string): { text: string; isCut: boolean } {
  const cut = text.replace(/^[ \t]*COPY\s[^;]*\sFROM\s+stdin;\r?\n[\s\S]*?^\\\.\r?$/gim, '');
  return { text: cut, isCut: cut !== text };
}
