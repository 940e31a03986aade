import { execFileSync, spawnSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, relative } from 'node:path';
import Sqlite from 'better-sqlite3';
import { afterEach, describe, expect, test } from 'vitest';
import { openSqliteSource, openSqliteTarget } from '../../adapters/sqlite/index.js';
import type { LoadOptions } from '../../src/database.js';
import type { SchemaScript } from '../../src/introspect/catalog.js';
import { aBatch } from '../batch-builder.js';
import { errorOf, tableOf } from './adapter-contract.js';
import { killInChild, runInChild, startInChild } from './child-process.js';
import { lookInto, SqliteFiles } from './sqlite-files.js';

const files = new SqliteFiles();
const closedDirectories: string[] = [];
afterEach(async () => {
  for (const directory of closedDirectories.splice(0)) chmodSync(directory, 0o755);
  await files.cleanUp();
});

const APPEND: LoadOptions = { create: null, truncate: [], deferForeignKeys: false };

const ONE_TABLE: SchemaScript = {
  tables: [{ kind: 'table', name: 't', table: 't', sql: 'CREATE TABLE t (a, b)' }],
  afterLoad: [],
};

/** In a child process: opens a load of `path`, writes 100 MB, says `now` and waits. */
function writeMuch(path: string, options: string): string {
  return `
    const target = await openSqliteTarget(${JSON.stringify(path)});
    const [t] = (await target.introspect()).tables;
    const load = await target.begin(${options});
    const b = Array.from({ length: 100 }, () => 'x'.repeat(100_000));
    const table = t ?? { id: 't', name: 't', uniques: [] };
    for (let i = 0; i < 10; i++) await load.write(table, aBatch({ a: b.map((_, n) => i * 100 + n), b }));
    console.log('now');
    await new Promise((resolve) => setTimeout(resolve, 60_000));`;
}

describe('a SQLite target when things go wrong', () => {
  test('does not exist after a kill in mid-load, and the next run clears up', async () => {
    const path = files.path('synth.db');
    const create = `{ create: ${JSON.stringify(ONE_TABLE)}, truncate: [], deferForeignKeys: false }`;
    await killInChild(writeMuch(path, create));
    expect(existsSync(path)).toBe(false);
    const [left] = readdirSync(dirname(path));
    expect(left).toMatch(/^\.synth\.db\.dbsynth-\d+-[0-9a-f]+\.tmp$/);
    const target = await openSqliteTarget(path);
    expect(await target.state()).toEqual({ exists: false, tables: [], madeByDbsynth: false });
    expect(readdirSync(dirname(path))).toEqual([left]);
    const load = await target.begin({ ...APPEND, create: ONE_TABLE });
    expect(readdirSync(dirname(path))).not.toContain(left);
    await load.finish();
    await load.commit();
    await target.close();
    expect(readdirSync(dirname(path))).toEqual(['synth.db']);
  });

  test('is as it was after a kill in mid-load of an existing file', async () => {
    const path = files.make(['CREATE TABLE t (a, b)', `INSERT INTO t VALUES (1, 'mine'), (2, 'too')`]);
    const before = readFileSync(path);
    await killInChild(writeMuch(path, '{ create: null, truncate: [t], deferForeignKeys: false }'));
    // The load had reached the file itself, so SQLite has something to undo.
    expect(statSync(path).size).toBeGreaterThan(before.length);
    expect(statSync(`${path}-journal`).size).toBeGreaterThan(0);
    const target = await openSqliteTarget(path);
    expect(await target.state()).toMatchObject({ tables: [{ id: 't', rows: 2 }] });
    await target.close();
    expect(readFileSync(path).equals(before)).toBe(true);
    expect(existsSync(`${path}-journal`)).toBe(false);
  });

  test('is as it was after a kill in mid-load of an existing file in WAL mode', async () => {
    const path = files.make([
      'PRAGMA journal_mode = WAL',
      'CREATE TABLE t (a, b)',
      `INSERT INTO t VALUES (1, 'mine')`,
    ]);
    await killInChild(writeMuch(path, '{ create: null, truncate: [t], deferForeignKeys: false }'));
    expect(lookInto(path, 'SELECT a, b FROM t')).toEqual([[1, 'mine']]);
    expect(lookInto(path, 'PRAGMA integrity_check')).toEqual([['ok']]);
  });

  test('keeps the temporary file of a load that is still running', async () => {
    const path = files.path('synth.db');
    const one = await openSqliteTarget(path);
    const two = await openSqliteTarget(path);
    const first = await one.begin({ ...APPEND, create: ONE_TABLE });
    const second = await two.begin({ ...APPEND, create: ONE_TABLE });
    expect(readdirSync(dirname(path))).toHaveLength(2);
    await first.finish();
    await first.commit();
    await second.finish();
    await expect(second.commit()).rejects.toMatchObject({ code: 'E_TARGET_EXISTS' });
    await second.rollback();
    await two.close();
    expect(await one.query('SELECT count(*) FROM t')).toEqual([[0]]);
    await one.close();
    expect(readdirSync(dirname(path))).toEqual(['synth.db']);
  });

  test('marks the files that dbsynth made, and no others', async () => {
    const made = files.path();
    for (const path of [made, files.make(['CREATE TABLE old (a)', 'DROP TABLE old'])]) {
      const target = await openSqliteTarget(path);
      const load = await target.begin({ ...APPEND, create: ONE_TABLE });
      await load.finish();
      await load.commit();
      expect((await target.state()).madeByDbsynth).toBe(path === made);
      await target.close();
    }
  });

  test('fills a file that holds no tables, an empty one too', async () => {
    const path = files.path();
    writeFileSync(path, '');
    const target = await openSqliteTarget(path);
    expect(await target.state()).toEqual({ exists: true, tables: [], madeByDbsynth: false });
    const load = await target.begin({ ...APPEND, create: ONE_TABLE });
    await load.finish();
    await load.commit();
    await target.close();
    expect(lookInto(path, 'SELECT count(*) FROM t')).toEqual([[0]]);
  });

  test.each(['CREATE TABLE other (a)', 'CREATE VIEW other AS SELECT 1'])(
    'makes no schema where one stands: %s',
    async (sql) => {
      const path = files.make([sql]);
      const before = readFileSync(path);
      const target = await openSqliteTarget(path);
      const error = await errorOf(target.begin({ ...APPEND, create: ONE_TABLE }));
      expect(error).toMatchObject({ code: 'E_TARGET_NOT_EMPTY' });
      await target.close();
      expect(readFileSync(path).equals(before)).toBe(true);
    },
  );

  test.each([
    ['text', 'These are notes, not a database.\n'.repeat(100)],
    ['one line', 'hello'],
    ['one character', 'x'],
  ])('never writes to a file that is no database: %s', async (_, content) => {
    const path = files.path();
    writeFileSync(path, content);
    await expect(openSqliteTarget(path)).rejects.toMatchObject({ code: 'E_NOT_A_DATABASE' });
    await expect(openSqliteSource(path)).rejects.toMatchObject({ code: 'E_NOT_A_DATABASE' });
    expect(readFileSync(path, 'utf8')).toBe(content);
  });

  test('refuses a directory, and a file in a directory that does not exist', async () => {
    await expect(openSqliteTarget(dirname(files.path()))).rejects.toMatchObject({ code: 'E_IS_DIRECTORY' });
    await expect(openSqliteTarget(files.path('no/such.db'))).rejects.toMatchObject({ code: 'E_CONNECTION' });
  });

  test('refuses to make a file beside the journal of a database that is gone', async () => {
    const path = files.path('synth.db');
    writeFileSync(`${path}-journal`, 'not empty');
    const target = await openSqliteTarget(path);
    await expect(target.begin({ ...APPEND, create: ONE_TABLE })).rejects.toMatchObject({
      code: 'E_TARGET_EXISTS',
    });
    await target.close();
  });

  test('makes the file that a dangling symbolic link points to', async () => {
    const path = files.path('real.db');
    symlinkSync('real.db', files.path('link.db'));
    const target = await openSqliteTarget(files.path('link.db'));
    const load = await target.begin({ ...APPEND, create: ONE_TABLE });
    await load.finish();
    await load.commit();
    await target.close();
    expect(lookInto(path, 'SELECT count(*) FROM t')).toEqual([[0]]);
  });

  test('refuses symbolic links that lead in a circle', async () => {
    symlinkSync('b.db', files.path('a.db'));
    symlinkSync('a.db', files.path('b.db'));
    const error = await errorOf(openSqliteTarget(files.path('a.db')));
    expect(error).toMatchObject({ code: 'E_SOURCE_MISSING' });
  });

  test('says that another program holds the lock', async () => {
    const path = files.make(['CREATE TABLE t (a)']);
    const target = await openSqliteTarget(path, { lockTimeoutMs: 20 });
    const other = new Sqlite(path);
    other.exec('BEGIN EXCLUSIVE');
    await expect(target.begin(APPEND)).rejects.toMatchObject({ code: 'E_LOCKED' });
    await expect(openSqliteSource(path, { lockTimeoutMs: 20 })).rejects.toMatchObject({ code: 'E_LOCKED' });
    other.close();
    await target.close();
  });

  test.each(['IGNORE', 'REPLACE'])('notices rows that ON CONFLICT %s drops', async (conflict) => {
    const path = files.make([
      `CREATE TABLE t (a INT UNIQUE ON CONFLICT ${conflict})`,
      'INSERT INTO t VALUES (1)',
    ]);
    const target = await openSqliteTarget(path);
    const t = tableOf(await target.introspect(), 't');
    const load = await target.begin(APPEND);
    const writeTwice = async (): Promise<void> => {
      await load.write(t, aBatch({ a: [2, 3] }));
      await load.write(t, aBatch({ a: [3, 4] }));
      await load.finish();
    };
    await expect(writeTwice()).rejects.toMatchObject({ code: 'E_CONSTRAINT' });
    await target.close();
    expect(lookInto(path, 'SELECT a FROM t')).toEqual([[1]]);
  });

  test('notices rows that a trigger drops, and passes on no word of a trigger that refuses', async () => {
    const path = files.make([
      'CREATE TABLE t (a INT)',
      `CREATE TRIGGER drops BEFORE INSERT ON t WHEN new.a = 2 BEGIN SELECT raise(IGNORE); END`,
      `CREATE TRIGGER refuses BEFORE INSERT ON t WHEN new.a = 3 BEGIN SELECT raise(ABORT, 'secret'); END`,
    ]);
    const target = await openSqliteTarget(path);
    const t = tableOf(await target.introspect(), 't');
    const load = await target.begin(APPEND);
    await expect(load.write(t, aBatch({ a: [1, 2] }))).rejects.toMatchObject({ code: 'E_CONSTRAINT' });
    const refused = await errorOf(load.write(t, aBatch({ a: [3] })));
    expect(refused).toMatchObject({ code: 'E_CONSTRAINT' });
    expect(refused.cause).toBeUndefined();
    expect(refused.message).not.toContain('secret');
    await target.close();
  });

  test("fires the triggers of the user's own schema", async () => {
    const path = files.make([
      'CREATE TABLE t (a INT)',
      'CREATE TABLE log (a INT)',
      'CREATE TRIGGER logs AFTER INSERT ON t BEGIN INSERT INTO log VALUES (new.a); END',
    ]);
    const target = await openSqliteTarget(path);
    const t = tableOf(await target.introspect(), 't');
    expect(t.triggers).toEqual(['logs']);
    const load = await target.begin(APPEND);
    await load.write(t, aBatch({ a: [1, 2, 3] }));
    await load.finish();
    await load.commit();
    await target.close();
    expect(lookInto(path, 'SELECT a FROM log')).toEqual([[1], [2], [3]]);
  });

  test('does not blame a load for orphans that stood there before, but for those it makes', async () => {
    const path = files.make([
      'CREATE TABLE p (id INTEGER PRIMARY KEY)',
      'CREATE TABLE c (p_id INT REFERENCES p)',
      'INSERT INTO p VALUES (1)',
      'INSERT INTO c VALUES (1), (99)',
    ]);
    const target = await openSqliteTarget(path);
    const catalog = await target.introspect();
    const append = await target.begin(APPEND);
    await append.write(tableOf(catalog, 'c'), aBatch({ p_id: [1] }));
    await append.finish();
    await append.commit();
    const truncate = await target.begin({ ...APPEND, truncate: [tableOf(catalog, 'p')] });
    await expect(truncate.finish()).rejects.toMatchObject({ code: 'E_CONSTRAINT' });
    await target.close();
    expect(lookInto(path, 'SELECT count(*) FROM p')).toEqual([[1]]);
  });

  test('loads where a foreign key cannot be checked, as its parent is missing or not unique', async () => {
    const path = files.make([
      'CREATE TABLE p (x INT)',
      'CREATE TABLE c (a INT REFERENCES p (x), b INT REFERENCES nowhere)',
    ]);
    const target = await openSqliteTarget(path);
    const load = await target.begin(APPEND);
    await load.write(tableOf(await target.introspect(), 'c'), aBatch({ a: [1], b: [2] }));
    await load.finish();
    await load.commit();
    await target.close();
    expect(lookInto(path, 'SELECT a, b FROM c')).toEqual([[1, 2]]);
  });

  test('leaves nothing behind when the disk is full', async (context) => {
    const disk = smallDisk();
    if (disk === null) return context.skip('mounting a small file system takes root');
    try {
      const existing = files.make(
        ['CREATE TABLE t (a, b)', `INSERT INTO t VALUES (1, 'mine')`],
        `${disk.path}/old.db`,
      );
      const source = await openSqliteSource(existing);
      const t = tableOf(await source.introspect(), 't');
      await source.close();
      for (const path of [existing, `${disk.path}/new.db`]) {
        const target = await openSqliteTarget(path);
        const load = await target.begin(path === existing ? APPEND : { ...APPEND, create: ONE_TABLE });
        const b = Array.from({ length: 100 }, () => 'x'.repeat(100_000));
        const fill = async (): Promise<void> => {
          for (let i = 0; i < 10; i++) await load.write(t, aBatch({ a: b.map((_, n) => n), b }));
          await load.finish();
          await load.commit();
        };
        await expect(fill()).rejects.toMatchObject({ code: 'E_DISK_FULL' });
        await load.rollback();
        await target.close();
      }
      expect(readdirSync(disk.path)).toEqual(['old.db']);
      expect(lookInto(existing, 'SELECT a, b FROM t')).toEqual([[1, 'mine']]);
    } finally {
      disk.remove();
    }
  });
});

describe('storing numbers', () => {
  test('stores whole numbers as integers and others as reals, whatever the affinity', async () => {
    const target = await files.target([
      'CREATE TABLE t (i INT, n NUMERIC, r REAL, x, t TEXT, b BLOB)',
      'CREATE TABLE s (i INT, r REAL, t TEXT, a ANY) STRICT',
    ]);
    const catalog = await target.introspect();
    const load = await target.begin(APPEND);
    const values = [5, 2.5, -(2 ** 53) + 1];
    await load.write(
      tableOf(catalog, 't'),
      aBatch({ i: values, n: values, r: values, x: values, t: values, b: values }),
    );
    await load.write(tableOf(catalog, 't'), aBatch({ x: [5, 'a'], t: [5, 'a'], b: [2 ** 53 - 1, null] }));
    await load.write(tableOf(catalog, 's'), aBatch({ i: [5], r: [5], t: [5], a: [5] }));
    expect(
      await load.query('SELECT typeof(i), typeof(n), typeof(r), typeof(x), t, typeof(b) FROM t LIMIT 3'),
    ).toEqual([
      ['integer', 'integer', 'real', 'integer', '5', 'integer'],
      ['real', 'real', 'real', 'real', '2.5', 'real'],
      ['integer', 'integer', 'real', 'integer', '-9007199254740991', 'integer'],
    ]);
    expect(await load.query('SELECT x, t, b FROM t WHERE i IS NULL')).toEqual([
      [5, '5', 9007199254740991],
      ['a', 'a', null],
    ]);
    expect(await load.query('SELECT typeof(i), typeof(r), t, typeof(a) FROM s')).toEqual([
      ['integer', 'real', '5', 'integer'],
    ]);
    await expect(load.write(tableOf(catalog, 's'), aBatch({ i: [2.5] }))).rejects.toMatchObject({
      code: 'E_CONSTRAINT',
    });
    await load.rollback();
    await target.close();
  });

  test('takes tables of two thousand columns, and rows of nothing but defaults', async () => {
    const names = Array.from({ length: 2000 }, (_, i) => `c${i}`);
    const target = await files.target([
      `CREATE TABLE wide (${names.join(', ')})`,
      'CREATE TABLE d (id INTEGER PRIMARY KEY)',
    ]);
    const catalog = await target.introspect();
    const load = await target.begin(APPEND);
    await load.write(
      tableOf(catalog, 'wide'),
      aBatch(Object.fromEntries(names.map((n, i) => [n, [i, i + 1]]))),
    );
    expect(await load.query('SELECT c0, c1999 FROM wide')).toEqual([
      [0, 1999],
      [1, 2000],
    ]);
    await load.write(tableOf(catalog, 'd'), { rows: 3, names: [], columns: [] });
    expect(await load.query('SELECT id FROM d')).toEqual([[1], [2], [3]]);
    await load.rollback();
    await target.close();
  });
});

describe('a SQLite source when things go wrong', () => {
  test('is missing, a directory, a pipe, or a path that ends in white space', async () => {
    await expect(openSqliteSource(files.path('none.db'))).rejects.toMatchObject({ code: 'E_SOURCE_MISSING' });
    expect(existsSync(files.path('none.db'))).toBe(false);
    await expect(openSqliteSource(dirname(files.path()))).rejects.toMatchObject({ code: 'E_IS_DIRECTORY' });
    execFileSync('mkfifo', [files.path('pipe')]);
    await expect(openSqliteSource(files.path('pipe'))).rejects.toMatchObject({ code: 'E_NOT_A_DATABASE' });
    await expect(openSqliteSource(`${files.make(['CREATE TABLE t (a)'])} `)).rejects.toMatchObject({
      code: 'E_URL',
    });
  });

  test('says that a file is damaged', async () => {
    const path = files.make(['CREATE TABLE t (a)', 'CREATE TABLE u (a)', `INSERT INTO t VALUES ('x')`]);
    const content = readFileSync(path);
    writeFileSync(
      path,
      Buffer.concat([content.subarray(0, 4096), Buffer.alloc(content.length - 4096, 0xff)]),
    );
    const source = await openSqliteSource(path);
    const t = tableOf(await source.introspect(), 't');
    await expect(source.countRows(t)).rejects.toMatchObject({ code: 'E_NOT_A_DATABASE' });
    await source.close();
  });

  test('is read as it was when opened, though another program writes in WAL mode', async () => {
    const source = await files.source([
      'PRAGMA journal_mode = WAL',
      'CREATE TABLE t (a INT)',
      'INSERT INTO t VALUES (1)',
    ]);
    const t = tableOf(await source.introspect(), 't');
    await files.execute(source, 'INSERT INTO t VALUES (2)');
    expect(await source.countRows(t)).toBe(1);
    await source.close();
  });

  test('never shows half a transaction of a program that keeps writing', async () => {
    const path = files.make(['CREATE TABLE a (n)', 'CREATE TABLE b (n)']);
    const stop = files.path('stop');
    const writing = spawnWriter(path, stop);
    for (let seen = 0; seen < 15;) {
      const source = await openSqliteSource(path);
      const [[a]] = (await source.query('SELECT count(*) FROM a')) as [[number]];
      await new Promise((resolve) => setTimeout(resolve, 5));
      expect(await source.query('SELECT count(*) FROM b')).toEqual([[a]]);
      if (a > 0) seen++;
      await source.close();
    }
    writeFileSync(stop, '');
    await writing;
  });

  test('is left as it was, byte by byte, with nothing beside it', async () => {
    const path = files.make(['CREATE TABLE t (a INT)', 'INSERT INTO t VALUES (1)']);
    const before = { content: readFileSync(path), time: statSync(path).mtimeMs };
    const source = await openSqliteSource(path);
    await source.introspect();
    await source.close();
    expect(readFileSync(path).equals(before.content)).toBe(true);
    expect(statSync(path).mtimeMs).toBe(before.time);
    expect(readdirSync(dirname(path))).toEqual([basename(path)]);
  });

  test('is read in WAL mode from a directory that may not be written to', () => {
    const directory = aClosedDirectory((open) => {
      const statements = ['PRAGMA journal_mode = WAL', 'CREATE TABLE t (a INT)', 'INSERT INTO t VALUES (7)'];
      files.make(statements, `${open}/test.db`);
    });
    const rows = asNobody(`
      const source = await openSqliteSource('${directory}/test.db');
      console.log(JSON.stringify(await source.query('SELECT a FROM t')));
      await source.close();`);
    expect(rows).toBe('[[7]]');
  });

  test('is refused there while its write-ahead log holds rows', () => {
    const directory = aClosedDirectory((open) => {
      const live = new Sqlite(`${open}/live.db`);
      live.pragma('journal_mode = WAL');
      live.exec('CREATE TABLE t (a INT)');
      for (const part of ['', '-wal']) copyFileSync(`${open}/live.db${part}`, `${open}/test.db${part}`);
      live.close();
    });
    expect(asNobody(codeOfOpening('openSqliteSource', `${directory}/test.db`))).toBe('E_PERMISSION');
  });

  test('is refused without permission, for reading and for writing', () => {
    const directory = aClosedDirectory((open) => {
      for (const name of ['fixed.db', 'secret.db']) files.make(['CREATE TABLE t (a INT)'], `${open}/${name}`);
      chmodSync(`${open}/fixed.db`, 0o444);
      chmodSync(`${open}/secret.db`, 0o000);
    });
    const attempts = [
      codeOfOpening('openSqliteSource', `${directory}/fixed.db`),
      codeOfOpening('openSqliteTarget', `${directory}/fixed.db`),
      codeOfOpening('openSqliteTarget', `${directory}/new.db`),
      codeOfOpening('openSqliteSource', `${directory}/secret.db`),
    ];
    const codes = asNobody(attempts.join('\n')).split('\n');
    expect(codes).toEqual(['opened', 'E_PERMISSION', 'E_PERMISSION', 'E_PERMISSION']);
  });

  test('that an interrupted program left half written says how to repair it', async () => {
    const path = files.make(['CREATE TABLE t (a, b)', `INSERT INTO t VALUES (1, 'mine')`]);
    await killInChild(writeMuch(path, '{ create: null, truncate: [], deferForeignKeys: false }'));
    expect(await errorOf(openSqliteSource(path))).toMatchObject({
      code: 'E_LOCKED',
      hint: expect.stringContaining('repair') as string,
    });
    expect(lookInto(path, 'PRAGMA schema_version')).toEqual([[1]]);
    const source = await openSqliteSource(path);
    expect(await source.query('SELECT a, b FROM t')).toEqual([[1, 'mine']]);
    await source.close();
  });

  test('is the same database by a relative path, a symbolic link or a hard link', async () => {
    const path = files.make(['CREATE TABLE t (a)']);
    symlinkSync(path, files.path('link.db'));
    linkSync(path, files.path('hard.db'));
    const source = await openSqliteSource(path);
    const identity = await source.identity();
    await source.close();
    for (const other of [relative(process.cwd(), path), files.path('link.db'), files.path('hard.db')]) {
      const target = await openSqliteTarget(other);
      expect(await target.identity()).toBe(identity);
      await target.close();
    }
    const copy = files.path('copy.db');
    copyFileSync(path, copy);
    const target = await openSqliteTarget(copy);
    expect(await target.identity()).not.toBe(identity);
    await target.close();
  });
});

function codeOfOpening(open: string, path: string): string {
  return `
    try { const database = await ${open}(${JSON.stringify(path)}); console.log('opened'); await database.close(); }
    catch (error) { console.log(error.code); }`;
}

/** A directory that only its owner may write to, after it was filled. */
function aClosedDirectory(fill: (directory: string) => void): string {
  const directory = files.path('closed');
  chmodSync(dirname(directory), 0o755);
  mkdirSync(directory);
  fill(directory);
  chmodSync(directory, 0o555);
  closedDirectories.push(directory);
  return directory;
}

/** Root may do everything, so the child becomes a user who may not. */
function asNobody(code: string): string {
  return runInChild(`if (process.getuid() === 0) { process.setgid(65534); process.setuid(65534); }\n${code}`);
}

/** A program that adds a row to two tables in one transaction, again and again. */
function spawnWriter(path: string, stop: string): Promise<void> {
  const code = `
    const { default: Sqlite } = await import(${JSON.stringify(import.meta.resolve('better-sqlite3'))});
    const { existsSync } = await import('node:fs');
    const database = new Sqlite(${JSON.stringify(path)}, { timeout: 10000 });
    const add = database.transaction(() => { database.exec('INSERT INTO a VALUES (1)'); database.exec('INSERT INTO b VALUES (1)'); });
    while (!existsSync(${JSON.stringify(stop)})) { add.immediate(); await new Promise((resolve) => setTimeout(resolve, 3)); }`;
  return startInChild(code);
}

interface Disk {
  path: string;
  remove(): void;
}

function smallDisk(): Disk | null {
  const path = files.path('disk');
  mkdirSync(path);
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=2m', 'tmpfs', path]).status === 0;
  return mounted ? { path, remove: () => void spawnSync('umount', ['-l', path]) } : null;
}
