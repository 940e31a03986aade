import Sqlite from 'better-sqlite3';
import type { Dialect } from '../../src/introspect/catalog.js';
import { splitStatements } from '../../src/introspect/split-statements.js';
import { hasOwnRows, readCaseFile } from './read-cases.js';

/** Statements that make the schema of a case; none where the product has no such schema. */
export function schemaOfCase(name: string, dialect: Dialect): string[] {
  return split(readCaseFile(name, 'schema', dialect) ?? '', dialect);
}

/** Statements that fill it; to be run where foreign keys are not checked. */
export function rowsOfCase(name: string, dialect: Dialect): string[] {
  if (dialect === 'sqlite' || hasOwnRows(name, dialect))
    return split(readCaseFile(name, 'rows', dialect)!, dialect);
  return copyRows(name, dialect);
}

/** SQLite takes a file as it is. */
function split(sql: string, dialect: Dialect): string[] {
  if (dialect === 'sqlite') return [sql];
  const lexis = {
    backslashes: dialect === 'mysql',
    dollarQuotes: dialect === 'postgres',
    hashComments: false,
    delimiters: dialect === 'mysql',
    clientSign: '',
  };
  return splitStatements(sql, lexis).map((statement) => statement.sql);
}

/** The rows that SQLite makes of rows.sql, as statements of another product. */
function copyRows(name: string, dialect: Dialect): string[] {
  const database = new Sqlite(':memory:');
  try {
    database.defaultSafeIntegers(true);
    database.pragma('foreign_keys = OFF');
    for (const sql of [...schemaOfCase(name, 'sqlite'), ...rowsOfCase(name, 'sqlite')]) database.exec(sql);
    const tables = database
      .prepare("SELECT name FROM pragma_table_list WHERE type = 'table' AND name NOT LIKE 'sqlite%'")
      .pluck()
      .all() as string[];
    return tables.flatMap((table) => copyTable(database, table, dialect));
  } finally {
    database.close();
  }
}

function copyTable(database: Sqlite.Database, table: string, dialect: Dialect): string[] {
  const columns = database
    .prepare('SELECT name FROM pragma_table_xinfo(?) WHERE hidden = 0')
    .pluck()
    .all(table) as string[];
  const rows = database
    .prepare(
      `SELECT ${columns.map((column) => quote(column, 'sqlite')).join(', ')} FROM ${quote(table, 'sqlite')}`,
    )
    .raw()
    .all() as unknown[][];
  if (rows.length === 0) return [];
  const names = columns.map((column) => quote(column, dialect)).join(', ');
  const overriding = dialect === 'postgres' ? 'OVERRIDING SYSTEM VALUE ' : '';
  const values = rows.map((row) => `(${row.map((value) => literal(value, dialect)).join(', ')})`);
  return [`INSERT INTO ${quote(table, dialect)} (${names}) ${overriding}VALUES ${values.join(', ')}`];
}

function quote(name: string, dialect: Dialect): string {
  const sign = dialect === 'mysql' ? '`' : '"';
  return `${sign}${name.replaceAll(sign, sign + sign)}${sign}`;
}

/** All but bytes in quotes: a product then reads them as the type of the column. */
function literal(value: unknown, dialect: Dialect): string {
  if (value === null) return 'NULL';
  if (Buffer.isBuffer(value)) {
    const hex = value.toString('hex');
    return dialect === 'postgres' ? `'\\x${hex}'` : `x'${hex}'`;
  }
  const text = String(value).replaceAll("'", "''");
  return `'${dialect === 'mysql' ? text.replaceAll('\\', '\\\\') : text}'`;
}
