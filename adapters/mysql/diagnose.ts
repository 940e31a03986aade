import { find, listNames, type Diagnosis, type Finding } from '../../src/diagnosis.js';
import { fetchRights, type Rights } from './fetch-rights.js';
import type { Address } from './parse-url.js';
import { quote, quoteText } from './quote.js';
import { isMariaDb } from './server.js';
import type { Session } from './session.js';

/** What a load needs in the database, and in the shadow where a new schema is made. */
const TARGET_PRIVILEGES = [
  'SELECT',
  'INSERT',
  'UPDATE',
  'DELETE',
  'CREATE',
  'DROP',
  'ALTER',
  'INDEX',
  'REFERENCES',
  'CREATE TEMPORARY TABLES',
  'CREATE VIEW',
  'SHOW VIEW',
  'TRIGGER',
  'CREATE ROUTINE',
  'ALTER ROUTINE',
  'EXECUTE',
];
/** What rows in a schema that stands need. */
const ROW_PRIVILEGES = ['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'CREATE TEMPORARY TABLES'];
const SOURCE_PRIVILEGES = ['SELECT', 'SHOW VIEW', 'TRIGGER'];

/**
 * Asks a server what it is and what this user may do; nothing is changed.
 * @throws {DbsynthError} E_CONNECTION
 */
export async function diagnose(session: Session, { database }: Address): Promise<Diagnosis> {
  const [row] = await session.query(
    'SELECT version(), current_user(), connection_id(), @@read_only, @@local_infile, @@log_bin, @@log_bin_trust_function_creators',
  );
  const [version, user, connection, readOnly, localInfile, logsChanges, trustsMakers] = row!;
  const product = isMariaDb(String(version)) ? 'MariaDB' : 'MySQL';
  const rights = await fetchRights(session);
  const tables = await fetchTables(session, database);
  const isPooled = Number(connection) !== session.connection.threadId;
  const isReplica = Number(readOnly) === 1;
  const pooler = isPooled ? [POOLER] : [];
  return {
    label: session.label,
    product,
    version: String(version),
    user: String(user),
    tls: await fetchTls(session),
    isPooled,
    isReplica,
    asSource: [...pooler, ...(await judgeSource(session, rights, database, tables))],
    asTarget: [
      ...pooler,
      ...(isReplica ? [REPLICA] : []),
      ...judgeTarget(rights, database, tables),
      find(
        Number(localInfile) === 1,
        'rows go by LOAD DATA LOCAL',
        'limit',
        'local_infile is off: rows go by INSERT, which takes about three times as long; SET GLOBAL local_infile = 1 opens the fast way',
      ),
      ...(tables.length === 0 && Number(logsChanges) === 1 && Number(trustsMakers) === 0 ? [BINARY_LOG] : []),
    ],
    grants: writeGrants(String(user), database, tables),
  };
}

const POOLER: Finding = {
  level: 'limit',
  sentence:
    'a proxy (ProxySQL, MaxScale or the like) stands between: it must give dbsynth a connection for the whole session',
};
const REPLICA: Finding = {
  level: 'problem',
  sentence: 'the server is read-only, as replicas are: it takes no rows',
};
const BINARY_LOG: Finding = {
  level: 'limit',
  sentence:
    'the binary log is on: functions and triggers of a new schema can be made only with SUPER, or with log_bin_trust_function_creators = 1',
};

async function judgeSource(
  session: Session,
  rights: Rights,
  database: string,
  tables: readonly string[],
): Promise<Finding[]> {
  if (tables.length === 0)
    return [{ level: 'problem', sentence: 'there are no tables to learn, or none are shown' }];
  const unreadable = rights.may('SELECT', database) ? [] : await findUnreadable(session, database, tables);
  const hidden = SOURCE_PRIVILEGES.filter(
    (privilege) => privilege !== 'SELECT' && !rights.may(privilege, database),
  );
  return [
    find(
      unreadable.length === 0,
      `may read all ${tables.length} tables`,
      'problem',
      `may not read ${listNames(unreadable)}`,
    ),
    find(
      hidden.length === 0,
      'may see how views and triggers are made',
      'limit',
      `lacks ${hidden.join(' and ')}: views or triggers are left out of the copy`,
    ),
  ];
}

function judgeTarget(rights: Rights, database: string, tables: readonly string[]): Finding[] {
  if (tables.length > 0) return judgeStanding(rights, database, tables);
  const missing = (privileges: readonly string[], where: string): string[] =>
    privileges.filter((privilege) => !rights.may(privilege, where));
  const shadow = `${database}_dbsynth_00000000`;
  const here = missing(TARGET_PRIVILEGES, database);
  const beside = missing(TARGET_PRIVILEGES, shadow);
  return [
    find(
      here.length === 0,
      'may make the schema and fill it',
      here.some((privilege) => NEEDED.has(privilege)) ? 'problem' : 'limit',
      `lacks ${here.join(', ')} on the database`,
    ),
    find(
      beside.length === 0,
      'may make a database beside it, which keeps a load that fails out of sight',
      beside.some((privilege) => NEEDED.has(privilege)) ? 'problem' : 'limit',
      `lacks ${beside.join(', ')} on databases called "${database}_dbsynth_…", in which a new schema is made before it is moved`,
    ),
  ];
}

function judgeStanding(rights: Rights, database: string, tables: readonly string[]): Finding[] {
  const without = (...privileges: string[]): string[] =>
    tables.filter((table) => !privileges.every((privilege) => rights.may(privilege, database, table)));
  const closed = without('SELECT', 'INSERT');
  const full = without('DELETE');
  const fixed = without('UPDATE');
  const all = `all ${tables.length} tables`;
  return [
    find(
      closed.length === 0,
      `may write and count the rows of ${all}`,
      'problem',
      `may not both write and read ${listNames(closed)}`,
    ),
    find(
      full.length === 0,
      '--truncate may delete the rows that stand',
      'limit',
      `may not empty ${listNames(full)}: --truncate is not open`,
    ),
    find(
      fixed.length === 0 && rights.may('CREATE TEMPORARY TABLES', database),
      'may update rows by way of a temporary table, by which cycles are closed',
      'limit',
      fixed.length > 0
        ? `may not update ${listNames(fixed)}: they must not be part of a circle of tables`
        : 'may make no temporary tables: tables that refer to each other in a circle cannot be filled',
    ),
  ];
}

/** Without the others only views, triggers or routines cannot be made. */
const NEEDED = new Set(['SELECT', 'INSERT', 'CREATE', 'DROP', 'ALTER', 'INDEX', 'REFERENCES']);

async function fetchTables(session: Session, database: string): Promise<string[]> {
  const rows = await session.query(
    `SELECT table_name FROM information_schema.tables WHERE table_schema = ${quoteText(database)}
       AND table_type IN ('BASE TABLE', 'SYSTEM VERSIONED') ORDER BY table_name`,
  );
  return rows.map(([name]) => String(name));
}

async function findUnreadable(
  session: Session,
  database: string,
  tables: readonly string[],
): Promise<string[]> {
  const unreadable: string[] = [];
  for (const name of tables) {
    const sql = `SELECT * FROM ${quote(database)}.${quote(name)} LIMIT 0`;
    await session.query(sql).catch(() => unreadable.push(name));
  }
  return unreadable;
}

/** https://dev.mysql.com/doc/refman/8.4/en/server-status-variables.html#statvar_Ssl_version */
async function fetchTls(session: Session): Promise<string | null> {
  const [row] = await session.query(`SHOW SESSION STATUS LIKE 'Ssl_version'`);
  const version = String(row?.[1] ?? '');
  return version === '' ? null : version;
}

/** https://dev.mysql.com/doc/refman/8.4/en/grant.html */
function writeGrants(user: string, database: string, tables: readonly string[]): Diagnosis['grants'] {
  const at = user.lastIndexOf('@');
  const to = `TO ${quoteText(user.slice(0, at))}@${quoteText(user.slice(at + 1))};`;
  // An underscore would stand for any character.
  const name = database.replace(/[_%\\]/g, '\\$&');
  const here = `${quote(name)}.*`;
  const source = [`GRANT ${SOURCE_PRIVILEGES.join(', ')} ON ${here} ${to}`];
  if (tables.length > 0) return { source, target: [`GRANT ${ROW_PRIVILEGES.join(', ')} ON ${here} ${to}`] };
  const list = TARGET_PRIVILEGES.join(', ');
  const beside = `${quote(`${name}\\_dbsynth\\_%`)}.*`;
  return { source, target: [`GRANT ${list} ON ${here} ${to}`, `GRANT ${list} ON ${beside} ${to}`] };
}
