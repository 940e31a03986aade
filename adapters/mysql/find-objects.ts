import type { CatalogWarning } from '../../src/introspect/catalog.js';
import { parseCreateTable, type CreateTable } from './ddl.js';
import { quote, quoteText } from './quote.js';
import { isMariaDb } from './server.js';
import type { Session } from './session.js';

/** A table with its DDL. */
export interface FoundTable {
  readonly name: string;
  readonly ddl: CreateTable;
  /** Whether a transaction can undo what is written to it. */
  readonly transactional: boolean;
}

/** A view, routine, trigger or sequence, with its statement freed of its definer and its database. */
export interface FoundObject {
  readonly name: string;
  readonly sql: string;
}

export interface FoundTrigger extends FoundObject {
  readonly table: string;
  readonly event: 'INSERT' | 'UPDATE' | 'DELETE';
}

/** What one database holds, in the order of names. */
export interface SchemaObjects {
  readonly tables: readonly FoundTable[];
  readonly views: readonly FoundObject[];
  readonly routines: readonly FoundObject[];
  readonly triggers: readonly FoundTrigger[];
  readonly sequences: readonly FoundObject[];
  readonly skipped: readonly { readonly name: string; readonly reason: string }[];
  readonly warnings: readonly CatalogWarning[];
}

/**
 * Finds the objects of a database and their DDL.
 * @param database its name, to be used by the session
 */
export async function findObjects(session: Session, database: string): Promise<SchemaObjects> {
  const found = await fetchTables(session, database);
  const ofType = (...types: string[]): FoundName[] => found.filter(({ type }) => types.includes(type));
  const triggers = await fetchTriggers(session, database);
  const routines = await fetchRoutines(session, database);
  const neutral = new Neutralizer(database);
  const skipped: { name: string; reason: string }[] = [];
  const warnings: CatalogWarning[] = [];

  const tables: FoundTable[] = [];
  for (const { name, engine } of ofType('BASE TABLE', 'SYSTEM VERSIONED')) {
    const ddl = parseCreateTable(freeSequences(await showCreate(session, 'TABLE', name), database));
    const transactional = TRANSACTIONAL.has(engine.toLowerCase());
    if (!transactional) warnings.push(engineWarning(name, engine));
    tables.push({ name, ddl, transactional });
  }
  const views: FoundObject[] = [];
  for (const { name } of ofType('VIEW')) {
    const sql = await showCreate(session, 'VIEW', name).catch(() => null);
    skipped.push({ name, reason: 'a view; it holds no rows of its own' });
    if (sql === null) warnings.push(hiddenWarning('view', name));
    else views.push({ name, sql: neutral.apply(sql) });
  }
  const sequences: FoundObject[] = [];
  for (const { name } of ofType('SEQUENCE')) {
    sequences.push({ name, sql: neutral.apply(await showCreate(session, 'SEQUENCE', name)) });
  }
  const withSql: FoundTrigger[] = [];
  for (const trigger of triggers) {
    const sql = await showCreate(session, 'TRIGGER', trigger.name).catch(() => '');
    if (sql === '') warnings.push(hiddenWarning('trigger', trigger.name));
    withSql.push({ ...trigger, sql: neutral.apply(sql) });
  }
  const used = await findUsedRoutines(session, routines, [...views, ...withSql], neutral, warnings);
  for (const { name, type } of routines) {
    if (!used.some((routine) => routine.name === name))
      skipped.push({ name, reason: `a ${type.toLowerCase()} that no view or trigger calls` });
  }
  return { tables, views, routines: used, triggers: withSql, sequences, skipped, warnings };
}

const TRANSACTIONAL = new Set(['innodb', 'rocksdb', 'tokudb', 'ndb', 'ndbcluster']);

interface FoundName {
  name: string;
  type: string;
  engine: string;
}

/** https://dev.mysql.com/doc/refman/8.4/en/information-schema-tables-table.html */
async function fetchTables(session: Session, database: string): Promise<FoundName[]> {
  const rows = await session.query(
    `SELECT table_name, table_type, engine FROM information_schema.tables
     WHERE table_schema = ${quoteText(database)} AND table_type <> 'TEMPORARY' ORDER BY table_name`,
  );
  return rows.map(([name, type, engine]) => ({
    name: String(name),
    type: String(type),
    engine: engine === null ? '' : String(engine),
  }));
}

/** https://dev.mysql.com/doc/refman/8.4/en/information-schema-triggers-table.html */
async function fetchTriggers(session: Session, database: string): Promise<Omit<FoundTrigger, 'sql'>[]> {
  const rows = await session.query(
    `SELECT trigger_name, event_object_table, event_manipulation FROM information_schema.triggers
     WHERE trigger_schema = ${quoteText(database)}
     ORDER BY event_object_table, event_manipulation, action_timing, action_order`,
  );
  return rows.map(([name, table, event]) => ({
    name: String(name),
    table: String(table),
    event: String(event) as FoundTrigger['event'],
  }));
}

/** https://dev.mysql.com/doc/refman/8.4/en/information-schema-routines-table.html */
async function fetchRoutines(session: Session, database: string): Promise<{ name: string; type: string }[]> {
  const rows = await session.query(
    `SELECT routine_name, routine_type FROM information_schema.routines
     WHERE routine_schema = ${quoteText(database)} AND routine_type IN ('FUNCTION', 'PROCEDURE') ORDER BY routine_name`,
  );
  return rows.map(([name, type]) => ({ name: String(name), type: String(type) }));
}

/** Routines that a view or trigger, or a routine called by one, names. */
async function findUsedRoutines(
  session: Session,
  routines: readonly { name: string; type: string }[],
  users: readonly FoundObject[],
  neutral: Neutralizer,
  warnings: CatalogWarning[],
): Promise<FoundObject[]> {
  const used: FoundObject[] = [];
  const pending = [...users];
  for (let user = pending.pop(); user !== undefined; user = pending.pop()) {
    for (const { name, type } of routines) {
      if (used.some((known) => known.name === name)) continue;
      if (!user.sql.toLowerCase().includes(name.toLowerCase())) continue;
      const sql = await showCreate(session, type, name).catch(() => '');
      if (sql === '') warnings.push(hiddenWarning(type.toLowerCase(), name));
      const routine = { name, sql: neutral.apply(sql) };
      used.push(routine);
      pending.push(routine);
    }
  }
  return used.filter(({ sql }) => sql !== '').reverse();
}

/** The statement's place among the columns of SHOW CREATE. https://dev.mysql.com/doc/refman/8.4/en/show.html */
const STATEMENT_COLUMN: Readonly<Record<string, number>> = {
  TABLE: 1,
  VIEW: 1,
  SEQUENCE: 1,
  TRIGGER: 2,
  FUNCTION: 2,
  PROCEDURE: 2,
};

async function showCreate(session: Session, kind: string, name: string): Promise<string> {
  const [row] = await session.query(`SHOW CREATE ${kind} ${quote(name)}`, `${kind.toLowerCase()} "${name}"`);
  return String(row?.[STATEMENT_COLUMN[kind]!] ?? '');
}

/**
 * Frees a default that asks a sequence for its next value of the database that the sequence is in.
 * https://mariadb.com/kb/en/next-value-for-sequence_name/
 */
export function freeSequences(sql: string, database: string): string {
  return sql.replaceAll(`nextval(${quote(database)}.`, 'nextval(');
}

/** Frees statements of who defined them and of the database they were found in. */
class Neutralizer {
  private readonly database: string;

  constructor(database: string) {
    this.database = `${quote(database)}.`;
  }

  apply(sql: string): string {
    return sql
      .replace(/ DEFINER=(?:`(?:[^`]|``)*`@`(?:[^`]|``)*`|`(?:[^`]|``)*`|\S+)/, '')
      .replaceAll(this.database, '');
  }
}

/** Whether the server's products differ here; asked of the server once per catalog. */
export async function fetchVersion(session: Session): Promise<{ text: string; isMariaDb: boolean }> {
  const [row] = await session.query('SELECT version()');
  const text = String(row![0]);
  return { text, isMariaDb: isMariaDb(text) };
}

function engineWarning(table: string, engine: string): CatalogWarning {
  const message = `its engine ${engine || '(none)'} knows no transactions and no foreign keys: rows are written only when dbsynth makes the schema`;
  return { table, column: null, message };
}

function hiddenWarning(kind: string, name: string): CatalogWarning {
  return {
    table: null,
    column: null,
    message: `this user may not see how the ${kind} "${name}" is made; left out of the target`,
  };
}
