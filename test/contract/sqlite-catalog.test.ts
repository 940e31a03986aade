import Sqlite from 'better-sqlite3';
import { afterEach, describe, expect, test } from 'vitest';
import type { Catalog, Table } from '../../src/introspect/catalog.js';
import { batchesOf, columnOf, rowsOf, tableOf } from './adapter-contract.js';
import { aBatch } from '../batch-builder.js';
import { lookInto, SqliteFiles } from './sqlite-files.js';

const files = new SqliteFiles();
afterEach(() => files.cleanUp());

async function catalogOf(...statements: string[]): Promise<Catalog> {
  const source = await files.source(statements);
  const catalog = await source.introspect();
  await source.close();
  return catalog;
}

async function tableFrom(name: string, ...statements: string[]): Promise<Table> {
  return tableOf(await catalogOf(...statements), name);
}

describe('the catalog of a SQLite database', () => {
  test('shows stored and virtual generated columns, which table_info hides', async () => {
    const t = await tableFrom(
      't',
      `CREATE TABLE t (a INT, v INT AS (a + 1), s TEXT GENERATED ALWAYS AS (a || '!') STORED, z INT)`,
    );
    expect(t.columns.map((column) => [column.name, column.generated])).toEqual([
      ['a', false],
      ['v', 'virtual'],
      ['s', 'stored'],
      ['z', false],
    ]);
  });

  test.each([
    ['id INTEGER PRIMARY KEY', true],
    ['id integer PRIMARY KEY ASC', true],
    ['id INTEGER PRIMARY KEY AUTOINCREMENT', true],
    ['id INTEGER, PRIMARY KEY (id)', true],
    ['id INTEGER, PRIMARY KEY (id DESC)', true],
    ['id "INTEGER" PRIMARY KEY', true],
    ['id INT PRIMARY KEY', false],
    ['id BIGINT PRIMARY KEY', false],
    ['id INTEGER PRIMARY KEY DESC', false],
    ['id INTEGER UNIQUE', false],
    ['id INTEGER, other INTEGER, PRIMARY KEY (id, other)', false],
  ])('calls %s an identity: %s', async (definition, expected) => {
    const path = files.make([
      `CREATE TABLE t (v TEXT, ${definition})`,
      definition.includes('other')
        ? 'INSERT INTO t (rowid, other) VALUES (77, 1)'
        : 'INSERT INTO t (rowid) VALUES (77)',
    ]);
    const source = await files.openSource(path);
    const t = tableOf(await source.introspect(), 't');
    expect(columnOf(t, 'id').identity).toBe(expected);
    // SQLite's own word: only a real alias follows the rowid.
    expect(await source.query('SELECT id FROM t')).toEqual([[expected ? 77 : null]]);
    await source.close();
  });

  test('calls the key of a WITHOUT ROWID table no identity', async () => {
    const t = await tableFrom('t', 'CREATE TABLE t (id INTEGER PRIMARY KEY, v) WITHOUT ROWID');
    expect(columnOf(t, 'id')).toMatchObject({ identity: false, nullable: false });
    expect(t.uniques).toMatchObject([{ primary: true, columns: ['id'] }]);
  });

  test('treats the columns of a primary key as NOT NULL, though SQLite does not', async () => {
    const t = await tableFrom('t', 'CREATE TABLE t (a TEXT, b TEXT, c TEXT, PRIMARY KEY (c, a))');
    expect(t.columns.map((column) => column.nullable)).toEqual([false, true, false]);
    expect(t.primaryKey).toEqual(['c', 'a']);
  });

  test('reads STRICT tables, and ANY as a type of its own', async () => {
    const t = await tableFrom('t', 'CREATE TABLE t (a INT, b REAL, c TEXT, d BLOB, e ANY) STRICT');
    expect(t.columns.map((column) => column.type.name)).toEqual([
      'integer',
      'real',
      'text',
      'bytes',
      'other',
    ]);
  });

  test('resolves a foreign key that names no columns to the primary key of the parent', async () => {
    const catalog = await catalogOf(
      'CREATE TABLE p (x TEXT, y TEXT, PRIMARY KEY (y, x))',
      'CREATE TABLE c (a TEXT, b TEXT, FOREIGN KEY (a, b) REFERENCES p)',
    );
    expect(tableOf(catalog, 'c').foreignKeys).toMatchObject([
      { columns: ['a', 'b'], parent: 'p', parentColumns: ['y', 'x'] },
    ]);
    expect(catalog.warnings).toEqual([]);
  });

  test('resolves names of other case to the exact spelling', async () => {
    const c = await tableFrom(
      'Child',
      'CREATE TABLE Parent (Id INTEGER PRIMARY KEY)',
      'CREATE TABLE Child (PARENT_ID INTEGER, foreign key (parent_id) REFERENCES pARENT (iD))',
    );
    expect(c.foreignKeys).toMatchObject([
      { columns: ['PARENT_ID'], parent: 'Parent', parentColumns: ['Id'] },
    ]);
  });

  test('tells names apart that differ in the case of letters beyond A to Z', async () => {
    const catalog = await catalogOf(
      'CREATE TABLE "Ärzte" (id INTEGER PRIMARY KEY)',
      'CREATE TABLE "ärzte" (id INTEGER PRIMARY KEY, "Ö" INT REFERENCES "Ärzte", "ö" INT REFERENCES "äRZTE")',
    );
    expect(tableOf(catalog, 'ärzte').foreignKeys).toMatchObject([
      { columns: ['Ö'], parent: 'Ärzte' },
      { columns: ['ö'], parent: 'ärzte' },
    ]);
  });

  test('keeps several foreign keys apart and in the order of the DDL, with names, actions and deferral', async () => {
    const c = await tableFrom(
      'c',
      'CREATE TABLE p (a INT, b INT, id INTEGER PRIMARY KEY, UNIQUE (a, b))',
      `CREATE TABLE c (
         one INT CONSTRAINT first_one REFERENCES p (id) ON DELETE CASCADE ON UPDATE SET NULL,
         two INT REFERENCES p ON DELETE NO ACTION DEFERRABLE INITIALLY DEFERRED, x INT, y INT,
         CONSTRAINT pair FOREIGN KEY (y, x) REFERENCES p (b, a) MATCH FULL NOT DEFERRABLE,
         FOREIGN KEY (one) REFERENCES p (id))`,
    );
    expect(c.foreignKeys).toEqual([
      ref('first_one', ['one'], ['id'], { onDelete: 'CASCADE', onUpdate: 'SET NULL' }),
      ref('c_two_fkey', ['two'], ['id'], { deferrable: true }),
      ref('pair', ['y', 'x'], ['b', 'a']),
    ]);
  });

  test('warns of a foreign key to a table that does not exist and leaves it out', async () => {
    const catalog = await catalogOf(
      'CREATE TABLE c (a INT REFERENCES nowhere (id), b INT REFERENCES v (id))',
      'CREATE VIEW v AS SELECT 1 AS id',
    );
    expect(tableOf(catalog, 'c').foreignKeys).toEqual([]);
    expect(catalog.warnings).toMatchObject([
      { table: 'c', column: 'a', message: expect.stringContaining('"nowhere"') as string },
      { table: 'c', column: 'b', message: expect.stringContaining('"v"') as string },
    ]);
  });

  test('warns of a foreign key whose parent columns are missing or do not pair up', async () => {
    const catalog = await catalogOf(
      'CREATE TABLE p (x INT, y INT, PRIMARY KEY (x, y))',
      'CREATE TABLE c (a INT REFERENCES p, b INT REFERENCES p (z))',
    );
    expect(tableOf(catalog, 'c').foreignKeys).toEqual([]);
    expect(catalog.warnings).toHaveLength(2);
  });

  test.each([
    ['nothing', ''],
    ['a partial unique index', 'CREATE UNIQUE INDEX u ON p (x) WHERE x > 0'],
    ['an index that is not unique', 'CREATE INDEX u ON p (x)'],
    ['a unique index over more', 'CREATE UNIQUE INDEX u ON p (x, y)'],
  ])('warns of a foreign key to columns that have %s, and keeps it', async (_, index) => {
    const catalog = await catalogOf(
      'CREATE TABLE p (x INT, y INT)',
      index,
      'CREATE TABLE c (a INT REFERENCES p (x))',
    );
    expect(tableOf(catalog, 'c').foreignKeys).toMatchObject([{ parent: 'p', parentColumns: ['x'] }]);
    expect(catalog.warnings).toMatchObject([{ table: 'c', column: 'a' }]);
  });

  test('takes a plain unique index as the target of a foreign key', async () => {
    const catalog = await catalogOf(
      'CREATE TABLE p (x INT, y INT)',
      'CREATE UNIQUE INDEX u ON p (y, x)',
      'CREATE TABLE c (a INT, b INT, FOREIGN KEY (a, b) REFERENCES p (x, y))',
    );
    expect(tableOf(catalog, 'c').foreignKeys).toHaveLength(1);
    expect(catalog.warnings).toEqual([]);
  });

  test('reads the predicate of a partial unique index and the text of an expression index', async () => {
    const t = await tableFrom(
      't',
      'CREATE TABLE t (a TEXT, b TEXT, deleted INT)',
      `CREATE UNIQUE INDEX u1 ON t (a, lower(b) DESC) WHERE deleted IS NULL -- only living ones`,
      `CREATE UNIQUE INDEX u2 ON t (coalesce(a, 'x, (y)'), "b" COLLATE NOCASE ASC)`,
    );
    expect(t.uniques).toEqual([
      key('u1', ['a', null], { expressions: [null, 'lower(b)'], predicate: 'deleted IS NULL' }),
      key('u2', [null, 'b'], {
        expressions: [`coalesce(a, 'x, (y)')`, null],
        caseInsensitive: [false, true],
      }),
    ]);
  });

  test('tells per column whether a key ignores case', async () => {
    const t = await tableFrom(
      't',
      'CREATE TABLE t (a TEXT COLLATE NOCASE UNIQUE, b TEXT COLLATE nocase, c TEXT, UNIQUE (b, c))',
      'CREATE UNIQUE INDEX u ON t (c COLLATE NOCASE, b COLLATE BINARY)',
    );
    expect(columnOf(t, 'a')).toMatchObject({ collation: 'NOCASE', caseInsensitive: true });
    expect(columnOf(t, 'c')).toMatchObject({ collation: null, caseInsensitive: false });
    expect(t.uniques.map((unique) => [unique.columns, unique.caseInsensitive])).toEqual([
      [['a'], [true]],
      [
        ['b', 'c'],
        [true, false],
      ],
      [
        ['c', 'b'],
        [true, false],
      ],
    ]);
  });

  test('marks keys that replace or ignore rows silently', async () => {
    const t = await tableFrom(
      't',
      `CREATE TABLE t (id INTEGER PRIMARY KEY ON CONFLICT REPLACE, a INT UNIQUE ON CONFLICT IGNORE, b INT UNIQUE,
         c INT, UNIQUE (c, b) ON CONFLICT ROLLBACK, CONSTRAINT r UNIQUE (b, c) ON CONFLICT REPLACE)`,
    );
    expect(t.uniques.map((unique) => [unique.name, unique.silentConflict])).toEqual([
      ['t_pkey', true],
      ['t_a_key', true],
      ['t_b_key', false],
      ['t_c_b_key', false],
      ['r', true],
    ]);
  });

  test('reads checks out of any style of SQL', async () => {
    const t = await tableFrom(
      'the "table"',
      `CREATE TABLE "the ""table""" ( -- a comment with a ) in it
         [a b] INT CHECK ([a b] > 0 /* ( */), \`c\` TEXT NOT NULL DEFAULT ('x)') CONSTRAINT "c's" CHECK (c <> ')' AND length(c) < 9),
         'd' DECIMAL(8, 2) DEFAULT -1.5 CHECK (d BETWEEN -9 AND 9), e INT DEFAULT CURRENT_TIMESTAMP,
         CONSTRAINT both CHECK ( -- first
           [a b] < d -- last
         ) CHECK (e IS NULL OR e IN (1, 2)))`,
    );
    expect(t.checks).toEqual([
      { name: 'the "table"_a b_check', sql: '[a b] > 0' },
      { name: "c's", sql: `c <> ')' AND length(c) < 9` },
      { name: 'the "table"_d_check', sql: 'd BETWEEN -9 AND 9' },
      { name: 'both', sql: '[a b] < d' },
      { name: 'the "table"_check', sql: 'e IS NULL OR e IN (1, 2)' },
    ]);
    expect(columnOf(t, 'c').defaultSql).toBe(`'x)'`);
    expect(columnOf(t, 'd').defaultSql).toBe('-1.5');
    expect(columnOf(t, 'e').defaultSql).toBe('CURRENT_TIMESTAMP');
  });

  test('takes a text column whose check lists its values for an enum', async () => {
    const t = await tableFrom(
      't',
      `CREATE TABLE t (a TEXT CHECK (a IN ('new', 'it''s')), b VARCHAR(9) CHECK ("b" IN ('x') OR b IS NULL),
         c TEXT COLLATE NOCASE CHECK (c IN ('x')), d INT CHECK (d IN ('1', '2')), e TEXT CHECK (e IN ('x') OR e = a))`,
    );
    expect(columnOf(t, 'a').type).toEqual({ name: 'enum', labels: ['new', "it's"] });
    expect(columnOf(t, 'b').type).toEqual({ name: 'enum', labels: ['x'] });
    expect(t.columns.slice(2).map((column) => column.type.name)).toEqual(['text', 'integer', 'text']);
  });

  test('skips views, virtual tables and their shadow tables, each with its reason', async () => {
    const catalog = await catalogOf(
      'CREATE TABLE docs (id INTEGER PRIMARY KEY, body TEXT)',
      `CREATE VIRTUAL TABLE docs_fts USING fts5(body, content='docs', content_rowid=id)`,
      'CREATE VIRTUAL TABLE notes USING fts5(text)',
      'CREATE VIRTUAL TABLE places USING rtree(id, x0, x1)',
      'CREATE TABLE notes_by_hand (a INT)',
      'CREATE VIEW bodies AS SELECT body FROM docs',
    );
    expect(catalog.tables.map((table) => table.id)).toEqual(['docs', 'notes_by_hand']);
    const reasons = new Map(catalog.skipped.map(({ name, reason }) => [name, reason]));
    expect(reasons.get('docs_fts')).toBe('a virtual table (fts5): indexed again from "docs" after the load');
    expect(reasons.get('notes')).toBe('a virtual table (fts5): made again, without rows');
    expect(reasons.get('docs_fts_data')).toBe('a shadow table of the virtual table "docs_fts"');
    expect(reasons.get('places_node')).toBe('a shadow table of the virtual table "places"');
    expect(reasons.get('bodies')).toContain('view');
    expect([...reasons.keys()].filter((name) => name.startsWith('sqlite_'))).toEqual([]);
  });

  test('leaves out a virtual table of a module that it does not have, with what may be its shadow tables', async () => {
    const path = files.make([
      'CREATE TABLE t (a INT)',
      'CREATE TABLE vec_chunks (a INT)',
      'CREATE INDEX i ON vec_chunks (a)',
    ]);
    editSchema(
      path,
      `INSERT INTO sqlite_schema VALUES ('table', 'vec', 'vec', 0, 'CREATE VIRTUAL TABLE vec USING vec0(a)')`,
    );
    const source = await files.openSource(path);
    const catalog = await source.introspect();
    await source.close();
    expect(catalog.tables.map((table) => table.id)).toEqual(['t']);
    expect(catalog.skipped.map(({ name }) => name)).toEqual(['vec_chunks', 'vec']);
    expect(catalog.warnings).toMatchObject([{ message: expect.stringContaining('vec0') as string }]);
    expect(catalog.script.afterLoad).toEqual([]);
  });

  test('leaves out the tables of SQLite itself', async () => {
    const catalog = await catalogOf(
      'CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT, a INT)',
      'CREATE INDEX i ON t (a)',
      'INSERT INTO t (a) VALUES (1), (2)',
      'ANALYZE',
    );
    expect(catalog.tables.map((table) => table.id)).toEqual(['t']);
    expect(catalog.script.tables.map(({ name }) => name)).toEqual(['t']);
    expect(catalog.skipped).toEqual([]);
  });

  test('lists the triggers that fire when rows come or change', async () => {
    const t = await tableFrom(
      't',
      'CREATE TABLE t (a INT, b INT)',
      'CREATE TRIGGER "on delete" BEFORE DELETE ON t BEGIN SELECT 1; END',
      'CREATE TRIGGER ins AFTER INSERT ON T BEGIN SELECT 1; END',
      'CREATE TRIGGER IF NOT EXISTS main."update" UPDATE OF a, b ON t WHEN new.a > 1 BEGIN SELECT 1; END',
    );
    expect(t.triggers).toEqual(['ins', 'update']);
  });

  test('reads names of every kind', async () => {
    const names = [
      'select',
      'a b',
      "it's",
      'say "hi"',
      'Ünï©ode',
      '[x]',
      '`',
      '1st',
      'a.b',
      'ROWID?',
      '日本',
      '%_\\',
    ];
    const q = (name: string): string => `"${name.replaceAll('"', '""')}"`;
    const statements = names.map(
      (name) => `CREATE TABLE ${q(name)} (${names.map((n) => `${q(n)} INT`).join(', ')})`,
    );
    const references = `CREATE TABLE refs (${names.map((name, i) => `c${i} INT REFERENCES ${q(name)} (${q(name)})`).join(', ')})`;
    const uniques = names.map(
      (name, i) => `CREATE UNIQUE INDEX ${q(`u${i} ${name}`)} ON ${q(name)} (${q(name)})`,
    );
    const catalog = await catalogOf(...statements, ...uniques, references);
    expect(catalog.warnings).toEqual([]);
    for (const name of names) {
      const table = tableOf(catalog, name);
      expect(table.columns.map((column) => column.name)).toEqual(names);
      expect(table.uniques[0]!.columns).toEqual([name]);
    }
    const { foreignKeys } = tableOf(catalog, 'refs');
    expect(foreignKeys.map((foreignKey) => foreignKey.parentColumns[0])).toEqual(names);
  });

  test('turns strings in double quotes into strings where only old SQLite took them for some', async () => {
    const path = files.make([
      `CREATE TABLE t (a TEXT CHECK (a IN ('x', 'y')), b TEXT CHECK (b <> "a" AND b <> 'it is'), "c" INT)`,
      `CREATE INDEX i ON t (b) WHERE a = 'x' AND "c" > 1`,
    ]);
    for (const text of ['x', 'y', 'it is']) {
      editSchema(path, `UPDATE sqlite_schema SET sql = replace(sql, '''${text}''', '"${text}"')`);
    }
    expect(lookInto(path, 'SELECT sql FROM sqlite_schema')![1]).toEqual([
      'CREATE INDEX i ON t (b) WHERE a = "x" AND "c" > 1',
    ]);
    const source = await files.openSource(path);
    const catalog = await source.introspect();
    await source.close();
    expect(tableOf(catalog, 't').checks.map((check) => check.sql)).toEqual([
      `a IN ('x', 'y')`,
      `b <> "a" AND b <> 'it is'`,
    ]);
    expect(columnOf(tableOf(catalog, 't'), 'a').type).toEqual({ name: 'enum', labels: ['x', 'y'] });
    expect(catalog.script.afterLoad[0]!.sql).toBe(`CREATE INDEX i ON t (b) WHERE a = 'x' AND "c" > 1`);
    expect(catalog.warnings).toHaveLength(2);
    const target = await files.emptyTarget();
    const load = await target.begin({ create: catalog.script, truncate: [], deferForeignKeys: false });
    await load.write(tableOf(catalog, 't'), aBatch({ a: ['x'], b: ['z'], c: [2] }));
    await load.finish();
    await load.commit();
    await target.close();
  });

  test('reads a table whose index needs a collation that only its program has', async () => {
    const path = files.make([
      'CREATE TABLE t (a TEXT, b INT)',
      'CREATE UNIQUE INDEX u ON t (a COLLATE NOCASE)',
      `INSERT INTO t VALUES ('x', 1), ('y', 2)`,
    ]);
    editSchema(path, `UPDATE sqlite_schema SET sql = replace(sql, 'NOCASE', 'LOCALIZED')`);
    const source = await files.openSource(path);
    const catalog = await source.introspect();
    const t = tableOf(catalog, 't');
    expect(catalog.warnings).toMatchObject([
      { table: 't', column: 'a', message: expect.stringContaining('LOCALIZED') as string },
      { table: 't', column: null, message: expect.stringContaining('left out') as string },
    ]);
    expect(catalog.script.afterLoad).toEqual([]);
    expect(await source.countRows(t)).toBe(2);
    expect(await rowsOf(source, t)).toEqual([
      ['x', 1],
      ['y', 2],
    ]);
    await source.close();
  });

  test('knows the REGEXP operator, which SQLite leaves to the program', async () => {
    const path = files.make([`CREATE TABLE t (a TEXT CHECK (a LIKE '^x[0-9\\-]+$'))`, 'CREATE TABLE u (b)']);
    editSchema(path, `UPDATE sqlite_schema SET sql = replace(sql, 'LIKE', 'REGEXP')`);
    const target = await files.openTarget(path);
    const t = tableOf(await target.introspect(), 't');
    const load = await target.begin({ create: null, truncate: [], deferForeignKeys: false });
    await load.write(t, aBatch({ a: ['x1-2', null] }));
    await expect(load.write(t, aBatch({ a: ['y1'] }))).rejects.toMatchObject({ code: 'E_CONSTRAINT' });
    await target.close();
  });

  test('says which table cannot be made, as it needs a function that only its program has', async () => {
    const path = files.make(['CREATE TABLE t (a TEXT CHECK (length(a) > 1))']);
    editSchema(path, `UPDATE sqlite_schema SET sql = replace(sql, 'length', 'is_valid')`);
    const source = await files.openSource(path);
    const { script } = await source.introspect();
    const target = await files.emptyTarget();
    const begin = target.begin({ create: script, truncate: [], deferForeignKeys: false });
    await expect(begin).rejects.toMatchObject({
      code: 'E_SCHEMA_MISMATCH',
      message: expect.stringContaining('"t"') as string,
    });
    await source.close();
    await target.close();
  });

  test('carries over the version of the schema, the mark of a program, and the encoding', async () => {
    const catalog = await catalogOf(
      `PRAGMA encoding = 'UTF-16le'`,
      'PRAGMA user_version = 42',
      'PRAGMA application_id = 1196444487',
      'CREATE TABLE t (a TEXT)',
    );
    const target = await files.emptyTarget();
    const load = await target.begin({ create: catalog.script, truncate: [], deferForeignKeys: false });
    await load.write(tableOf(catalog, 't'), aBatch({ a: ['ü'] }));
    await load.finish();
    await load.commit();
    expect(await target.query('PRAGMA encoding')).toEqual([['UTF-16le']]);
    expect(await target.query('PRAGMA user_version')).toEqual([[42]]);
    expect(await target.query('PRAGMA application_id')).toEqual([[1196444487]]);
    expect((await target.introspect()).script).toEqual(catalog.script);
    await target.close();
  });

  test('makes the same schema again, whatever it holds', async () => {
    const statements = [
      'CREATE TABLE docs (id INTEGER PRIMARY KEY AUTOINCREMENT, title TEXT COLLATE NOCASE, body TEXT, n INT AS (length(body)) STORED)',
      `CREATE VIRTUAL TABLE docs_fts USING fts5(title, body, content='docs', content_rowid='id')`,
      'CREATE VIRTUAL TABLE places USING rtree(id, x0, x1)',
      'CREATE TABLE "order" (a INT, b INT, PRIMARY KEY (b, a)) STRICT, WITHOUT ROWID',
      'CREATE TABLE /* odd */ log (what TEXT, id INT REFERENCES docs ON DELETE CASCADE)',
      'CREATE UNIQUE INDEX by_title ON docs (lower(title)) WHERE n > 3',
      'CREATE VIEW long AS SELECT * FROM docs WHERE n > 10',
      `CREATE TRIGGER docs_ai AFTER INSERT ON docs BEGIN
         INSERT INTO docs_fts(rowid, title, body) VALUES (new.id, new.title, new.body);
         INSERT INTO log VALUES ('insert', new.id); END`,
      `CREATE TRIGGER long_ii INSTEAD OF INSERT ON long BEGIN INSERT INTO docs (title, body) VALUES (new.title, new.body); END`,
    ];
    const path = files.make(statements);
    const source = await files.openSource(path);
    const catalog = await source.introspect();
    const copy = files.path();
    const target = await files.openTarget(copy);
    const load = await target.begin({ create: catalog.script, truncate: [], deferForeignKeys: false });
    const docs = tableOf(catalog, 'docs');
    await load.write(docs, aBatch({ id: [1, 7], title: ['One', 'Two'], body: ['quick brown', 'lazy dog'] }));
    await load.finish();
    await load.commit();
    const all = 'SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY type, name';
    expect(lookInto(copy, all)).toEqual(lookInto(path, all));
    expect(lookInto(copy, 'SELECT count(*) FROM log')).toEqual([[0]]);
    expect(lookInto(copy, `SELECT rowid FROM docs_fts WHERE docs_fts MATCH 'lazy'`)).toEqual([[7]]);
    expect(lookInto(copy, 'SELECT seq FROM sqlite_sequence')).toEqual([[7]]);
    await files.execute(target, `INSERT INTO docs (title, body) VALUES ('Three', 'new')`);
    expect(lookInto(copy, 'SELECT max(id) FROM docs')).toEqual([[8]]);
    await files.execute(target, `INSERT INTO docs_fts(docs_fts, rank) VALUES ('integrity-check', 1)`);
    await source.close();
    await target.close();
  });
});

describe('reading a SQLite table', () => {
  test('tells integers, reals, text and bytes of one untyped column apart', async () => {
    const source = await files.source([
      'CREATE TABLE t (a)',
      `INSERT INTO t VALUES (1), (2.5), ('x'), (x'00'), (NULL), (9007199254740993)`,
    ]);
    const t = tableOf(await source.introspect(), 't');
    expect(await rowsOf(source, t)).toEqual([[1], [2.5], ['x'], [Buffer.of(0)], [null], [9007199254740993n]]);
    expect((await batchesOf(source, t))[0]!.columns[0]!.kind).toBe('mixed');
    await source.close();
  });

  test('reads generated columns and WITHOUT ROWID tables', async () => {
    const source = await files.source([
      'CREATE TABLE t (a TEXT PRIMARY KEY, b INT, c AS (b * 2)) WITHOUT ROWID',
      `INSERT INTO t VALUES ('y', 2), ('x', 1)`,
    ]);
    expect(await rowsOf(source, tableOf(await source.introspect(), 't'))).toEqual([
      ['x', 1, 2],
      ['y', 2, 4],
    ]);
    await source.close();
  });

  test('lets other work go on between batches', async () => {
    const source = await files.source([
      'CREATE TABLE t (a)',
      'WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < 5000) INSERT INTO t SELECT x FROM n',
    ]);
    const t = tableOf(await source.introspect(), 't');
    let turns = 0;
    const timer = setInterval(() => turns++, 0);
    for await (const _ of source.read(t, ['a'], { batchRows: 10 }));
    clearInterval(timer);
    expect(turns).toBeGreaterThan(2);
    await source.close();
  });
});

function ref(name: string, columns: string[], parentColumns: string[], rest: object = {}): object {
  const usual = { match: 'simple', deferrable: false, onDelete: 'NO ACTION', onUpdate: 'NO ACTION' };
  return { name, columns, parent: 'p', parentColumns, ...usual, ...rest };
}

function key(name: string, columns: (string | null)[], rest: object = {}): object {
  const plain = columns.map(() => null);
  const usual = { predicate: null, nullsDistinct: true, primary: false, silentConflict: false };
  return { name, columns, expressions: plain, caseInsensitive: columns.map(() => false), ...usual, ...rest };
}

/** Makes a schema that this SQLite would not make itself, but that others do. */
function editSchema(path: string, sql: string): void {
  const database = new Sqlite(path);
  database.unsafeMode();
  database.pragma('writable_schema = ON');
  database.exec(sql);
  database.close();
}
