import type pg from 'pg';
import { find, listNames, type Diagnosis, type Finding } from '../../src/diagnosis.js';
import { askCatalog } from './ask-catalog.js';
import { findObjects, idOf, DEFAULT_SCHEMA, type Relation } from './find-objects.js';
import type { PostgresAddress } from './parse-url.js';
import { quote } from './quote.js';
import { translateError } from './translate-error.js';

interface Session {
  version: string;
  user: string;
  database: string;
  process: number;
  isReplica: boolean;
  isReadOnly: boolean;
  tls: string | null;
  mayCreate: boolean;
  mayMakeTemporary: boolean;
}

/** What this role may do with one table. */
interface Rights {
  oid: string;
  usage: boolean;
  select: boolean;
  insert: boolean;
  update: boolean;
  delete: boolean;
  truncate: boolean;
  owns: boolean;
  hidesRows: boolean;
  triggers: number;
  lockedSequences: number;
}

/**
 * Asks a server what it is and what this role may do; nothing is changed.
 * @param client a prepared session
 * @throws {DbsynthError} E_CONNECTION
 */
export async function diagnose(client: pg.Client, address: PostgresAddress): Promise<Diagnosis> {
  try {
    const session = await fetchSession(client);
    const { tables, schemas } = await findObjects(client, address.schemas);
    const rights = await fetchRights(client, tables);
    const makeable = await fetchMakeableSchemas(client, schemas);
    const isPooled = (client as unknown as { processID: number | null }).processID !== session.process;
    const pooler = isPooled ? [POOLER] : [];
    return {
      label: address.label,
      product: 'PostgreSQL',
      version: session.version,
      user: session.user,
      tls: session.tls,
      isPooled,
      isReplica: session.isReplica,
      asSource: [...pooler, ...judgeSource(tables, rights)],
      asTarget: [...pooler, ...judgeTarget(session, tables, rights, schemas, makeable)],
      grants: writeGrants(session, tables, schemas),
    };
  } catch (error) {
    throw translateError(error, address.label);
  }
}

const POOLER: Finding = {
  level: 'limit',
  sentence:
    'a pooler (PgBouncer or the like) stands between: it must give dbsynth a connection for the whole session; a pool per transaction loses its settings',
};

function judgeSource(tables: readonly Relation[], rights: ReadonlyMap<string, Rights>): Finding[] {
  if (tables.length === 0) return [{ level: 'problem', sentence: 'there are no tables to learn' }];
  const without = (has: (right: Rights) => boolean): string[] => namesWithout(tables, rights, has);
  const hidden = without(({ hidesRows }) => !hidesRows);
  const unreadable = without(({ usage, select }) => usage && select);
  return [
    find(
      unreadable.length === 0,
      `may read all ${tables.length} tables, by COPY`,
      'problem',
      `may not read ${listNames(unreadable)}`,
    ),
    ...complain(
      'problem',
      hidden,
      (names) =>
        `row-level security hides rows of ${names} from this role: the whole is not there to be learned`,
    ),
  ];
}

function judgeTarget(
  session: Session,
  tables: readonly Relation[],
  rights: ReadonlyMap<string, Rights>,
  schemas: readonly string[],
  makeable: readonly string[],
): Finding[] {
  if (session.isReplica)
    return [{ level: 'problem', sentence: 'this server is a replica: it takes no rows' }];
  const readOnly: Finding[] = session.isReadOnly
    ? [{ level: 'problem', sentence: 'transactions are read-only here (default_transaction_read_only)' }]
    : [];
  const temporary = find(
    session.mayMakeTemporary,
    'may make temporary tables, by which cycles are closed',
    'limit',
    'may make no temporary tables: tables that refer to each other in a circle cannot be filled',
  );
  if (tables.length === 0) return [...readOnly, judgeMaking(session, schemas, makeable), temporary];
  const without = (has: (right: Rights) => boolean): string[] => namesWithout(tables, rights, has);
  const all = `all ${tables.length} tables`;
  const closed = without((right) => right.usage && right.select && right.insert);
  const hidden = without(({ hidesRows }) => !hidesRows);
  const full = without((right) => right.truncate || right.delete);
  const slow = without(({ truncate }) => truncate);
  const others = without(({ owns }) => owns);
  const fixed = without(({ update }) => update);
  const locked = without(({ lockedSequences }) => lockedSequences === 0);
  const triggered = without(({ triggers }) => triggers === 0);
  return [
    ...readOnly,
    find(
      closed.length === 0,
      `may write and count the rows of ${all}, by COPY`,
      'problem',
      `may not both write and read ${listNames(closed)}`,
    ),
    ...complain('problem', hidden, (names) => `row-level security is in force for this role on ${names}`),
    find(
      locked.length === 0,
      'may set all counters of identities behind the new rows',
      'problem',
      `may not set the sequences of ${listNames(locked)}`,
    ),
    find(
      full.length + slow.length === 0,
      '--truncate empties by TRUNCATE, and rows are then written frozen',
      'limit',
      full.length > 0
        ? `may not empty ${listNames(full)}: --truncate is not open`
        : `--truncate must DELETE the rows of ${listNames(slow)}, which is slower`,
    ),
    find(
      fixed.length === 0,
      `may update ${all}, by which cycles are closed`,
      'limit',
      `may not update ${listNames(fixed)}: they must not be part of a circle of tables`,
    ),
    find(
      others.length === 0,
      `owns ${all}: --no-triggers and --defer-constraints are open`,
      'limit',
      `does not own ${listNames(others)}: foreign keys of a circle must be declared DEFERRABLE, and --no-triggers and --defer-constraints are not open`,
    ),
    ...complain('limit', triggered, (names) => `triggers will run for each row of ${names}`),
    temporary,
  ];
}

function judgeMaking(session: Session, schemas: readonly string[], makeable: readonly string[]): Finding {
  const where = listNames(makeable);
  if (session.mayCreate) {
    const sentence = `may make a schema here${makeable.length === 0 ? '' : `, and tables in ${where}`}; rows are then written frozen, keys and indexes made last`;
    return { level: makeable.includes(DEFAULT_SCHEMA) || schemas.length === 0 ? 'good' : 'limit', sentence };
  }
  return find(
    makeable.length > 0,
    `may make tables in ${where}; rows are then written frozen, keys and indexes made last`,
    'problem',
    'there are no tables, and this role may make none',
  );
}

function complain(
  level: Finding['level'],
  tables: readonly string[],
  say: (names: string) => string,
): Finding[] {
  return tables.length === 0 ? [] : [{ level, sentence: say(listNames(tables)) }];
}

function namesWithout(
  tables: readonly Relation[],
  rights: ReadonlyMap<string, Rights>,
  has: (right: Rights) => boolean,
): string[] {
  return tables.filter(({ oid }) => !has(rights.get(oid)!)).map(idOf);
}

/** https://www.postgresql.org/docs/current/functions-info.html and https://www.postgresql.org/docs/current/monitoring-stats.html */
async function fetchSession(client: pg.Client): Promise<Session> {
  const [session] = await askCatalog<Session>(
    client,
    `SELECT current_setting('server_version') AS version, current_user AS user, current_database() AS database,
       pg_backend_pid() AS process, pg_is_in_recovery() AS "isReplica",
       current_setting('default_transaction_read_only')::boolean AS "isReadOnly",
       (SELECT s.version FROM pg_stat_ssl AS s WHERE s.pid = pg_backend_pid() AND ssl) AS tls,
       has_database_privilege(current_database(), 'CREATE') AS "mayCreate",
       has_database_privilege(current_database(), 'TEMPORARY') AS "mayMakeTemporary"`,
  );
  return session!;
}

/** https://www.postgresql.org/docs/current/functions-info.html#FUNCTIONS-INFO-ACCESS */
async function fetchRights(
  client: pg.Client,
  tables: readonly Relation[],
): Promise<ReadonlyMap<string, Rights>> {
  const oids = tables.map(({ oid }) => oid).join(', ');
  if (oids === '') return new Map();
  const rights = await askCatalog<Rights>(
    client,
    `SELECT c.oid, has_schema_privilege(relnamespace, 'USAGE') AS usage,
       has_table_privilege(c.oid, 'SELECT') AS select, has_table_privilege(c.oid, 'INSERT') AS insert,
       has_table_privilege(c.oid, 'UPDATE') AS update, has_table_privilege(c.oid, 'DELETE') AS delete,
       has_table_privilege(c.oid, 'TRUNCATE') AS truncate, pg_has_role(relowner, 'USAGE') AS owns,
       row_security_active(c.oid) AS "hidesRows",
       (SELECT count(*)::int4 FROM pg_trigger WHERE tgrelid = c.oid AND NOT tgisinternal AND tgenabled <> 'D') AS triggers,
       (SELECT count(*)::int4 FROM pg_depend AS d JOIN pg_class AS s ON s.oid = d.objid
        WHERE d.classid = 'pg_class'::regclass AND refclassid = 'pg_class'::regclass AND refobjid = c.oid
          AND deptype IN ('a', 'i')
          AND CASE WHEN s.relkind = 'S' THEN NOT has_sequence_privilege(s.oid, 'UPDATE') END) AS "lockedSequences"
     FROM pg_class AS c WHERE c.oid IN (${oids})`,
  );
  return new Map(rights.map((right) => [right.oid, right]));
}

async function fetchMakeableSchemas(client: pg.Client, schemas: readonly string[]): Promise<string[]> {
  const found = await askCatalog<{ name: string }>(
    client,
    `SELECT nspname AS name FROM pg_namespace WHERE has_schema_privilege(oid, 'CREATE') ORDER BY nspname COLLATE "C"`,
  );
  return found.map(({ name }) => name).filter((name) => schemas.includes(name));
}

/** https://www.postgresql.org/docs/current/sql-grant.html */
function writeGrants(
  { user, database }: Session,
  tables: readonly Relation[],
  schemas: readonly string[],
): Diagnosis['grants'] {
  const to = `TO ${quote(user)};`;
  const used = [...new Set(tables.map(({ schema }) => schema))];
  const inSchemas = (used.length > 0 ? used : schemas).map(quote).join(', ');
  const reach = [`GRANT CONNECT ON DATABASE ${quote(database)} ${to}`];
  const source =
    inSchemas === ''
      ? reach
      : [
          ...reach,
          `GRANT USAGE ON SCHEMA ${inSchemas} ${to}`,
          `GRANT SELECT ON ALL TABLES IN SCHEMA ${inSchemas} ${to}`,
        ];
  const target =
    tables.length === 0
      ? [
          `GRANT CONNECT, CREATE, TEMPORARY ON DATABASE ${quote(database)} ${to}`,
          ...(inSchemas === '' ? [] : [`GRANT USAGE, CREATE ON SCHEMA ${inSchemas} ${to}`]),
        ]
      : [
          `GRANT CONNECT, TEMPORARY ON DATABASE ${quote(database)} ${to}`,
          `GRANT USAGE ON SCHEMA ${inSchemas} ${to}`,
          `GRANT SELECT, INSERT, UPDATE, DELETE, TRUNCATE ON ALL TABLES IN SCHEMA ${inSchemas} ${to}`,
          `GRANT USAGE, SELECT, UPDATE ON ALL SEQUENCES IN SCHEMA ${inSchemas} ${to}`,
        ];
  return { source, target };
}
