import { beforeEach, describe, expect, it } from 'vitest';
import type { DiffResult } from '../../commands/diff.js';
import { countRows, makeBookshop, querySql, runSql } from './bookshop.js';
import { inFolder } from './in-folder.js';
import { parseJson, runDbsynth, runForError, runForResult } from './run-dbsynth.js';

const at = inFolder();
const here = () => ({ cwd: at() });
const MODEL = 'model.dbsynth.json.gz';

beforeEach(async () => {
  makeBookshop(at('real.db'));
  await runForResult(['learn', 'real.db', '-o', MODEL], here());
});

/** An empty database with the schema of the bookshop, migrated on. */
function makeMigrated(...migrations: string[]): void {
  makeBookshop(at('dev.db'));
  runSql(
    at('dev.db'),
    ['DELETE FROM loans; DELETE FROM books; DELETE FROM readers', ...migrations].join(';'),
  );
}

/** @returns what diff says of each difference, as `table.column: change -> handling` */
async function diff(exitCode: number, ...flags: string[]): Promise<string[]> {
  const outcome = await runDbsynth(['diff', MODEL, 'dev.db', ...flags, '--json'], here());
  expect(outcome.exitCode, outcome.stderr).toBe(exitCode);
  return parseJson<DiffResult>(outcome, 'diff').differences.map(
    ({ table, column, what, change, handling }) =>
      `${table}${column === null ? '' : `.${column}`}: ${what} ${change}, ${handling}`,
  );
}

describe('dbsynth diff', () => {
  it('finds nothing where nothing has changed', async () => {
    makeMigrated();
    expect(await diff(0)).toEqual([]);
  });

  it('tells what has changed and ends with 7, unless it is told otherwise', async () => {
    makeMigrated(
      'ALTER TABLE readers ADD COLUMN phone TEXT',
      "ALTER TABLE readers ADD COLUMN plan TEXT NOT NULL DEFAULT 'free'",
      'ALTER TABLE books DROP COLUMN title',
      'CREATE UNIQUE INDEX one_a_day ON loans (reader_id, lent_on)',
      'CREATE TABLE shelves (id INTEGER PRIMARY KEY)',
    );
    const expected = [
      'readers.phone: column added, default',
      'readers.plan: column added, default',
      'books.title: column dropped, ignored',
      'loans: unique key added, kept',
      'shelves: table added, ignored',
    ];
    expect((await diff(7)).sort()).toEqual([...expected].sort());
    expect(await diff(0, '--fail-on', 'refused')).toHaveLength(5);
    expect(await diff(0, '--fail-on', 'never')).toHaveLength(5);
  });

  it('ends with 7 even for what is refused alone', async () => {
    makeMigrated('DROP TABLE loans');
    expect(await diff(7, '--fail-on', 'refused')).toEqual(['loans: table dropped, refused']);
    expect(await runForError(['generate', MODEL, '--to', 'dev.db'], here())).toMatchObject({
      code: 'E_SCHEMA_MISMATCH',
      message: expect.stringContaining('loans') as string,
    });
    await runForResult(['generate', MODEL, '--to', 'dev.db', '--exclude', 'loans'], here());
    expect(countRows(at('dev.db'))).toEqual({ readers: 60, books: 40 });
  });
});

describe('dbsynth generate into a schema that has drifted', () => {
  it('fills new columns from their defaults, makes up those that must have a value, and leaves out those that are gone', async () => {
    makeMigrated(
      'ALTER TABLE readers ADD COLUMN phone TEXT',
      "ALTER TABLE readers ADD COLUMN plan TEXT NOT NULL DEFAULT 'free'",
      'ALTER TABLE books DROP COLUMN title',
      `CREATE TABLE new_loans (
         id INTEGER PRIMARY KEY, reader_id INTEGER NOT NULL REFERENCES readers (id), isbn TEXT NOT NULL REFERENCES books (isbn),
         renewed_from INTEGER REFERENCES new_loans (id), lent_on DATE NOT NULL,
         returned_on DATE CHECK (returned_on >= lent_on), desk INTEGER NOT NULL CHECK (desk BETWEEN 1 AND 6),
         UNIQUE (reader_id, lent_on)
       )`,
      'DROP TABLE loans',
      'ALTER TABLE new_loans RENAME TO loans',
    );
    await runForResult(['generate', MODEL, '--to', 'dev.db'], here());
    expect(countRows(at('dev.db'))).toEqual({ readers: 60, books: 40, loans: 200 });
    expect(querySql(at('dev.db'), 'SELECT DISTINCT phone, plan FROM readers')).toEqual([[null, 'free']]);
    expect(querySql(at('dev.db'), 'SELECT count(*) FROM loans WHERE desk NOT BETWEEN 1 AND 6')).toEqual([
      [0],
    ]);
    expect(querySql(at('dev.db'), 'SELECT count(DISTINCT desk) > 2 FROM loans')).toEqual([[1]]);
    expect(querySql(at('dev.db'), 'PRAGMA foreign_key_check')).toEqual([]);
    await runForResult(['verify', 'dev.db'], here());
    await runForResult(['generate', MODEL, '--to', 'dev.db', '--append'], here());
    expect(countRows(at('dev.db'))).toEqual({ readers: 120, books: 80, loans: 400 });
  });

  it('keeps what was learned of a column whose type takes it, and makes up one whose type does not', async () => {
    makeMigrated(
      'DROP TABLE loans',
      'DROP TABLE readers',
      'CREATE TABLE readers (id INTEGER PRIMARY KEY, name TEXT NOT NULL, email TEXT UNIQUE, joined INTEGER NOT NULL)',
      `CREATE TABLE loans (
         id INTEGER PRIMARY KEY, reader_id INTEGER NOT NULL REFERENCES readers (id), isbn TEXT NOT NULL REFERENCES books (isbn),
         renewed_from INTEGER REFERENCES loans (id), lent_on DATE NOT NULL, returned_on DATE NOT NULL
       )`,
    );
    expect(await diff(7)).toEqual([
      'readers.joined: type changed, made up',
      'loans.returned_on: null changed, kept',
      'loans: check dropped, ignored',
    ]);
    await runForResult(['generate', MODEL, '--to', 'dev.db'], here());
    expect(querySql(at('dev.db'), 'SELECT DISTINCT typeof(joined) FROM readers')).toEqual([['integer']]);
    expect(querySql(at('dev.db'), 'SELECT count(*) FROM loans WHERE returned_on IS NULL')).toEqual([[0]]);
  });

  it('draws parents for a foreign key that is new', async () => {
    makeMigrated('ALTER TABLE books ADD COLUMN donated_by INTEGER REFERENCES readers (id)');
    await runForResult(['generate', MODEL, '--to', 'dev.db'], here());
    expect(querySql(at('dev.db'), 'SELECT count(donated_by) > 10 FROM books')).toEqual([[1]]);
    expect(querySql(at('dev.db'), 'PRAGMA foreign_key_check')).toEqual([]);
  });
});
