import { describe, expect, it } from 'vitest';
import { countRows, makeBookshop, querySql, runSql } from './bookshop.js';
import { inFolder } from './in-folder.js';
import { runForError, runForResult } from './run-dbsynth.js';

const at = inFolder();
const here = () => ({ cwd: at() });
const MODEL = 'model.dbsynth.json.gz';

const numbers = (rows: number): string =>
  `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${rows})`;

/** Keys of every kind: text, pair, expression, partial index, number kept as text, junction, one to one. */
const KEYS = `
  CREATE TABLE sites (code TEXT PRIMARY KEY, name TEXT NOT NULL, x INTEGER, y INTEGER, UNIQUE (x, y));
  CREATE UNIQUE INDEX sites_by_name ON sites (lower(name));
  CREATE TABLE devices (
    serial TEXT NOT NULL UNIQUE, site TEXT NOT NULL REFERENCES sites (code), slot INTEGER NOT NULL, retired INTEGER NOT NULL,
    PRIMARY KEY (site, slot)
  );
  CREATE TABLE passports (site TEXT PRIMARY KEY REFERENCES sites (code), number TEXT NOT NULL UNIQUE);
  CREATE TABLE tags (id INTEGER PRIMARY KEY AUTOINCREMENT, label TEXT NOT NULL);
  CREATE UNIQUE INDEX tags_in_use ON tags (label) WHERE id % 2 = 0;
  CREATE TABLE site_tags (site TEXT REFERENCES sites (code), tag INTEGER REFERENCES tags (id), PRIMARY KEY (site, tag)) WITHOUT ROWID;
  ${numbers(60)} INSERT INTO sites
    SELECT 'S' || (100 + i), 'Site ' || char(65 + i % 26, 97 + i * 7 % 26, 97 + i * 11 % 26) || i, i % 10, i / 10 FROM n;
  ${numbers(240)} INSERT INTO devices SELECT printf('%06d', i * 37), 'S' || (101 + i % 60), i / 60, i % 3 = 0 FROM n;
  ${numbers(60)} INSERT INTO passports SELECT 'S' || (100 + i), CAST(5000 + i * 3 AS TEXT) FROM n;
  ${numbers(40)} INSERT INTO tags SELECT i, 'tag ' || char(97 + i % 26) || i FROM n;
  ${numbers(200)} INSERT OR IGNORE INTO site_tags SELECT 'S' || (101 + i * 7 % 60), 1 + i * 11 % 40 FROM n;
`;

const sumOf = (counts: Record<string, number> | null): number =>
  Object.values(counts!).reduce((sum, count) => sum + count, 0);

describe('dbsynth generate --append', () => {
  it('adds no row where those that stand leave no room, and all others', async () => {
    // The line that is added has the number of the one that stands, and there may be one t3 of each number.
    runSql(
      at('real.db'),
      `CREATE TABLE t1 (id INTEGER PRIMARY KEY);
       CREATE TABLE t2 (f0_id INTEGER NOT NULL, line INTEGER NOT NULL, PRIMARY KEY (f0_id, line), FOREIGN KEY (f0_id) REFERENCES t1 (id));
       CREATE TABLE t3 (id INTEGER PRIMARY KEY, f0_f0_id INTEGER NOT NULL, f0_line INTEGER NOT NULL, UNIQUE (f0_f0_id, f0_line), UNIQUE (f0_line),
         FOREIGN KEY (f0_f0_id, f0_line) REFERENCES t2 (f0_id, line));
       ${numbers(40)} INSERT INTO t1 SELECT i FROM n;
       INSERT INTO t2 VALUES (5, 1);
       INSERT INTO t3 VALUES (1, 5, 1);`,
    );
    await runForResult(['clone', 'real.db', '--to', 'grown.db'], here());
    await runForResult(['clone', 'real.db', '--to', 'grown.db', '--append'], here());
    expect(countRows(at('grown.db'))).toEqual({ t1: 80, t2: 2, t3: 1 });
  });

  it('adds rows beside any others as often as asked: real ones, those of the same seed, those of another', async () => {
    runSql(at('real.db'), KEYS);
    runSql(at('grown.db'), KEYS);
    await runForResult(['learn', 'real.db', '-o', MODEL], here());
    const real = countRows(at('real.db'));
    for (const [run, seed] of ['1', '1', '2', '3'].entries()) {
      await runForResult(['generate', MODEL, '--to', 'grown.db', '--append', '--seed', seed], here());
      expect(sumOf(countRows(at('grown.db')))).toBe((run + 2) * sumOf(real));
    }
    await runForResult(['verify', 'grown.db'], here());
    expect(querySql(at('grown.db'), 'PRAGMA foreign_key_check')).toEqual([]);
    expect(querySql(at('grown.db'), 'PRAGMA integrity_check')).toEqual([['ok']]);
  });

  it('leaves the rows that stand as they are', async () => {
    runSql(at('real.db'), KEYS);
    runSql(at('grown.db'), KEYS);
    await runForResult(['clone', 'real.db', '--to', 'grown.db', '--append'], here());
    for (const table of ['sites', 'devices', 'passports', 'tags', 'site_tags']) {
      const grown = new Set(
        querySql(at('grown.db'), `SELECT * FROM ${table}`).map((row) => JSON.stringify(row)),
      );
      const kept = querySql(at('real.db'), `SELECT * FROM ${table}`).filter((row) =>
        grown.has(JSON.stringify(row)),
      );
      expect(kept).toHaveLength(countRows(at('real.db'))![table]!);
    }
  });

  it('goes on where rows were deleted in between', async () => {
    makeBookshop(at('real.db'));
    await runForResult(['learn', 'real.db', '-o', MODEL], here());
    await runForResult(['generate', MODEL, '--to', 'synth.db', '--scale', '4'], here());
    runSql(
      at('synth.db'),
      `DELETE FROM loans; DELETE FROM books WHERE rowid % 2; DELETE FROM readers WHERE id < 100`,
    );
    await runForResult(['generate', MODEL, '--to', 'synth.db', '--append'], here());
    expect(countRows(at('synth.db'))).toEqual({ readers: 241 - 100 + 60, books: 120, loans: 200 });
  });

  it('counts below the rows that stand when the largest key is the last there is', async () => {
    makeBookshop(at('real.db'));
    await runForResult(['learn', 'real.db', '-o', MODEL], here());
    await runForResult(['generate', MODEL, '--to', 'synth.db', '--tables', 'books'], here());
    runSql(at('synth.db'), `INSERT INTO readers VALUES (9223372036854775807, 'a', 'a', '2020-01-01')`);
    await runForResult(['generate', MODEL, '--to', 'synth.db', '--append'], here());
    expect(querySql(at('synth.db'), 'SELECT min(id), count(*) FROM readers')).toEqual([[1, 61]]);
  });

  it('refuses rows for which no number is left, and leaves the target as it was', async () => {
    makeBookshop(at('real.db'));
    await runForResult(['learn', 'real.db', '-o', MODEL], here());
    await runForResult(['generate', MODEL, '--to', 'synth.db', '--tables', 'books'], here());
    runSql(
      at('synth.db'),
      `INSERT INTO readers VALUES (9223372036854775807, 'a', 'a', '2020-01-01'), (3, 'b', 'b', '2020-01-01')`,
    );
    const error = await runForError(['generate', MODEL, '--to', 'synth.db', '--append'], here());
    expect(error).toMatchObject({ code: 'E_CAPACITY', exitCode: 4 });
    expect(countRows(at('synth.db'))).toEqual({ readers: 2, books: 40, loans: 0 });
  });
});
