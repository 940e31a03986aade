import { DbsynthError } from '../../src/errors.js';
import { splitStatements, type SqlLexis } from '../../src/introspect/split-statements.js';
import { quote } from './quote.js';
import type { Session } from './session.js';
import { translateError } from './translate-error.js';

const LEXIS: SqlLexis = {
  backslashes: true,
  dollarQuotes: false,
  hashComments: true,
  delimiters: true,
  clientSign: '\\',
};

/** Other databases are none of a file's business; transactions end with every definition anyway. */
const PASSED_OVER =
  /^((CREATE|DROP|ALTER)\s+(DATABASE|SCHEMA|USER|ROLE)|USE|GRANT|REVOKE|FLUSH|START\s+TRANSACTION|BEGIN|COMMIT|SOURCE)\b/i;
const SILENT = /^(START\s+TRANSACTION|BEGIN|COMMIT)\b/i;

/**
 * Runs the statements of a file in the current, empty database. MySQL cannot take definitions back: when one fails,
 * everything that the file made is dropped.
 * @param session a connection of its own, for a file may change its settings
 * @param isNew whether the database itself was made for the file, and is dropped too
 * @returns a warning per statement that was passed over
 * @throws {DbsynthError} E_SCHEMA_MISMATCH, E_PERMISSION, E_CONNECTION; E_UNFINISHED when it cannot be dropped
 */
export async function makeSchema(
  session: Session,
  database: string,
  isNew: boolean,
  sql: string,
): Promise<string[]> {
  const warnings: string[] = [];
  await session.execute('SET SESSION foreign_key_checks = 0');
  for (const statement of splitStatements(sql, LEXIS)) {
    if (PASSED_OVER.test(statement.sql)) {
      if (!SILENT.test(statement.sql)) warnings.push(`line ${statement.line} of the file was passed over`);
      continue;
    }
    try {
      await session.execute(statement.sql);
    } catch (error) {
      await dropAll(session, database, isNew, statement.line);
      const sentence = error instanceof Error ? error.message : 'it was refused';
      const translated = translateError(error, `line ${statement.line} of the file`);
      if (translated.code === 'E_CONNECTION') throw translated;
      throw new DbsynthError(
        'E_SCHEMA_MISMATCH',
        `line ${statement.line} of the file cannot be run on this server: ${sentence}`,
        {
          hint: 'the file must be SQL of this product and version; what it had made was dropped',
          cause: error,
        },
      );
    }
  }
  return warnings;
}

/** Objects by what they are called in DROP. */
const OBJECTS = `SELECT IF(table_type = 'VIEW', 'VIEW', IF(table_type = 'SEQUENCE', 'SEQUENCE', 'TABLE')), table_name
     FROM information_schema.tables WHERE table_schema = DATABASE()
   UNION ALL SELECT routine_type, routine_name FROM information_schema.routines WHERE routine_schema = DATABASE()
   UNION ALL SELECT 'EVENT', event_name FROM information_schema.events WHERE event_schema = DATABASE()`;

/** By a connection of its own: the one that ran the file may be lost. */
async function dropAll(session: Session, database: string, isNew: boolean, line: number): Promise<void> {
  try {
    const other = await session.openAnother(database);
    await other.execute('SET SESSION foreign_key_checks = 0');
    if (isNew) await other.execute(`DROP DATABASE ${quote(database)}`);
    else {
      for (const [kind, name] of await other.query(OBJECTS))
        await other.execute(`DROP ${String(kind)} IF EXISTS ${quote(String(name))}`);
    }
    await other.close();
  } catch (cause) {
    throw new DbsynthError(
      'E_UNFINISHED',
      `${session.label}: what the file makes before line ${line} stands in the database, because it could not be dropped again`,
      { hint: `drop it yourself: DROP DATABASE ${quote(database)}`, cause },
    );
  }
}
