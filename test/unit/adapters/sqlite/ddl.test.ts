import { describe, expect, test } from 'vitest';
import {
  enumLabels,
  parseCreateIndex,
  parseCreateTable,
  parseCreateTrigger,
  parseCreateVirtualTable,
} from '../../../../adapters/sqlite/ddl.js';

describe('parseCreateTable', () => {
  test('reads options behind the columns', () => {
    expect(parseCreateTable('CREATE TABLE t (a INT) WITHOUT ROWID, STRICT')).toMatchObject({
      withoutRowid: true,
      strict: true,
    });
    expect(parseCreateTable('create table t(a int)strict')).toMatchObject({
      withoutRowid: false,
      strict: true,
    });
    expect(parseCreateTable('CREATE TABLE strict ("without" INT)')).toMatchObject({
      withoutRowid: false,
      strict: false,
    });
  });

  test('reads keys with what happens on a conflict', () => {
    const { keys, autoincrement } = parseCreateTable(
      `CREATE TABLE t (a INTEGER CONSTRAINT pk PRIMARY KEY ASC ON CONFLICT REPLACE AUTOINCREMENT,
         b TEXT NOT NULL ON CONFLICT IGNORE UNIQUE ON CONFLICT FAIL, UNIQUE (b COLLATE NOCASE DESC, "a") ON CONFLICT ignore)`,
    );
    expect(autoincrement).toBe(true);
    expect(keys).toEqual([
      { name: 'pk', primary: true, columns: ['a'], onConflict: 'replace' },
      { name: null, primary: false, columns: ['b'], onConflict: 'fail' },
      { name: null, primary: false, columns: ['b', 'a'], onConflict: 'ignore' },
    ]);
  });

  test('reads AUTOINCREMENT in a constraint of the table', () => {
    expect(parseCreateTable('CREATE TABLE t (a INTEGER, PRIMARY KEY (a AUTOINCREMENT))').autoincrement).toBe(
      true,
    );
  });

  test('reads types of several words, defaults of every form, and what stands behind them', () => {
    const { columns, checks } = parseCreateTable(
      `CREATE TABLE t (a UNSIGNED BIG INT DEFAULT -5 COLLATE nocase, b DOUBLE PRECISION (10, 2) DEFAULT (1 + (2)) CHECK (b),
         c DEFAULT 'x,)' COLLATE "R""TRIM", d DEFAULT "check" CHECK (d > 1), e DEFAULT x'00' CHECK (e), f)`,
    );
    expect(columns.map(({ name, collation }) => [name, collation])).toEqual([
      ['a', 'nocase'],
      ['b', null],
      ['c', 'R"TRIM'],
      ['d', null],
      ['e', null],
      ['f', null],
    ]);
    expect(checks.map(({ column, expression }) => [column, expression.sql])).toEqual([
      ['b', 'b'],
      ['d', 'd > 1'],
      ['e', 'e'],
    ]);
  });

  test('reads constraints of the table that stand without commas between them', () => {
    const ddl = parseCreateTable(
      `CREATE TABLE t (a, b, PRIMARY KEY (a) CONSTRAINT c CHECK (a < b) ON CONFLICT IGNORE UNIQUE (b)
         FOREIGN KEY (a) REFERENCES p (x) ON DELETE SET NULL ON UPDATE NO ACTION DEFERRABLE INITIALLY DEFERRED CHECK (b))`,
    );
    expect(ddl.columns.map((column) => column.name)).toEqual(['a', 'b']);
    expect(ddl.keys.map((key) => key.columns)).toEqual([['a'], ['b']]);
    expect(ddl.checks.map((check) => [check.name, check.expression.sql])).toEqual([
      ['c', 'a < b'],
      [null, 'b'],
    ]);
    expect(ddl.foreignKeys).toEqual([{ name: null, columns: ['a'], deferrable: true }]);
  });

  test('reads generated columns in both ways of writing', () => {
    const { columns } = parseCreateTable(
      'CREATE TABLE t (a INT AS (b * (2)) STORED, b INT GENERATED ALWAYS AS (1) VIRTUAL NOT NULL, c TEXT COLLATE nocase AS (a))',
    );
    expect(columns.map((column) => column.generated?.sql)).toEqual(['b * (2)', '1', 'a']);
    expect(columns[2]!.collation).toBe('nocase');
  });

  test('cuts comments out of an expression and keeps what looks like one', () => {
    const { checks } = parseCreateTable(
      `CREATE TABLE t (a CHECK (a /* ) */ <> '--x' -- it's )\n AND a <> '/*'))`,
    );
    expect(checks[0]!.expression.sql).toBe(`a <> '--x' AND a <> '/*'`);
  });

  test.each([
    '',
    'CREATE TABLE t',
    'CREATE TABLE t (',
    'CREATE TABLE t (a CHECK (',
    `CREATE TABLE t (a 'x`,
    'CREATE TABLE t (a, /*',
    ')))(((',
  ])('survives what is cut off: %s', (sql) => {
    expect(() => parseCreateTable(sql)).not.toThrow();
  });
});

describe('parseCreateIndex', () => {
  test('cuts parts at their own commas and drops the direction', () => {
    const { parts, predicate } = parseCreateIndex(
      `CREATE UNIQUE INDEX IF NOT EXISTS "on" ON "a,b" (coalesce(x, ')', "y,") DESC, "desc" ASC, z COLLATE NOCASE) WHERE x IN (1, 2);`,
    );
    expect(parts.map((part) => part.sql)).toEqual([`coalesce(x, ')', "y,")`, '"desc"', 'z COLLATE NOCASE']);
    expect(predicate?.sql).toBe('x IN (1, 2)');
  });
});

describe('parseCreateTrigger', () => {
  test.each([
    ['CREATE TRIGGER x DELETE ON t BEGIN SELECT 1; END', 'delete'],
    ['CREATE TEMP TRIGGER IF NOT EXISTS main."insert" AFTER UPDATE OF a ON t BEGIN SELECT 1; END', 'update'],
    ['CREATE TRIGGER "before" INSTEAD OF INSERT ON v BEGIN SELECT 1; END', 'insert'],
  ])('finds the event of %s', (sql, event) => {
    expect(parseCreateTrigger(sql).event).toBe(event);
  });
});

describe('parseCreateVirtualTable', () => {
  test.each([
    [`CREATE VIRTUAL TABLE f USING fts5(a, b, content='my docs', content_rowid=id)`, 'fts5', 'my docs'],
    [`CREATE VIRTUAL TABLE f USING fts4(content="docs", a)`, 'fts4', 'docs'],
    [`CREATE VIRTUAL TABLE f USING fts5(a, content='')`, 'fts5', null],
    [`CREATE VIRTUAL TABLE f USING fts5(content)`, 'fts5', null],
    [`CREATE VIRTUAL TABLE IF NOT EXISTS main."using" USING dbstat`, 'dbstat', null],
  ])('reads %s', (sql, module, content) => {
    expect(parseCreateVirtualTable(sql)).toEqual({ module, content });
  });
});

describe('enumLabels', () => {
  test.each([
    [`status IN ('a', 'b')`, ['a', 'b']],
    [`"Status" in ('a','a')`, ['a']],
    [`status IS NULL OR status IN ('x')`, ['x']],
    [`status IN ('x') OR status IS NULL`, ['x']],
  ])('reads %s', (sql, labels) => {
    expect(enumLabels(sql, 'status')).toEqual(labels);
  });

  test.each([
    `other IN ('a')`,
    `status IN ()`,
    `status IN (1, 2)`,
    `status IN ('a') AND x > 1`,
    `status NOT IN ('a')`,
    `status IN (SELECT 'a')`,
    `status IN ('a' || 'b')`,
    `lower(status) IN ('a')`,
    `status = 'a'`,
    '',
  ])('finds no labels in %s', (sql) => {
    expect(enumLabels(sql, 'status')).toBeNull();
  });
});
