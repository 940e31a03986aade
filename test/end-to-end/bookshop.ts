import { existsSync } from 'node:fs';
import Database from 'better-sqlite3';

/** Runs SQL on a SQLite file, which is made when it is missing. */
export function runSql(path: string, sql: string): void {
  const database = new Database(path);
  try {
    database.exec(sql);
  } finally {
    database.close();
  }
}

/** All rows of a query, as arrays. */
export function querySql(path: string, sql: string): unknown[][] {
  const database = new Database(path, { readonly: true });
  try {
    return database.prepare(sql).raw().all() as unknown[][];
  } finally {
    database.close();
  }
}

/** Rows per table of a SQLite file; null when there is no such file. */
export function countRows(path: string): Record<string, number> | null {
  if (!existsSync(path)) return null;
  const tables = querySql(
    path,
    `SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%'`,
  );
  return Object.fromEntries(
    tables.map(([name]) => [
      String(name),
      Number(querySql(path, `SELECT count(*) FROM "${String(name)}"`)[0]![0]),
    ]),
  );
}

/** SQL of a word that hardly any other row than i has. */
const WORD = `char(65 + i % 26, 97 + i * 7 % 26, 97 + i * 11 % 26, 97 + i * i % 26, 97 + i * 5 % 26, 97 + i / 26 % 26)`;

/**
 * Makes a small source: readers, their loans with a self-reference, and books; rows are numbered, so that every test
 * knows them.
 */
export function makeBookshop(path: string, { readers = 60, loans = 200 } = {}): void {
  runSql(
    path,
    `CREATE TABLE readers (id INTEGER PRIMARY KEY, name TEXT NOT NULL, email TEXT UNIQUE, joined DATE NOT NULL);
     CREATE TABLE books (isbn TEXT PRIMARY KEY, title TEXT NOT NULL, price REAL CHECK (price > 0));
     CREATE TABLE loans (
       id INTEGER PRIMARY KEY,
       reader_id INTEGER NOT NULL REFERENCES readers (id),
       isbn TEXT NOT NULL REFERENCES books (isbn),
       renewed_from INTEGER REFERENCES loans (id),
       lent_on DATE NOT NULL,
       returned_on DATE CHECK (returned_on >= lent_on)
     );
     CREATE INDEX loans_by_reader ON loans (reader_id);
     WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${readers})
       INSERT INTO readers SELECT i, ${WORD}, lower(${WORD}) || i || '@private.test', date('2020-01-01', (i * 7) || ' days') FROM n;
     WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 40)
       INSERT INTO books SELECT '978-' || (10000 + i * 37), 'Title ' || i, 5 + (i % 9) FROM n;
     WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${loans})
       INSERT INTO loans SELECT i, 1 + (i * 7 + i * i / 3) % ${readers}, '978-' || (10000 + (1 + i % 40) * 37),
         CASE WHEN i % 5 = 0 THEN i - 1 END, date('2022-01-01', i || ' days'),
         CASE WHEN i % 4 > 0 THEN date('2022-01-01', (i + i % 30) || ' days') END FROM n;`,
  );
}
