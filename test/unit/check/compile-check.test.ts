import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import type { SqlValue } from '../../../src/batch/batch.js';
import { compileCheck } from '../../../src/check/compile-check.js';
import type { CheckColumn } from '../../../src/check/semantics.js';
import type { Dialect, LogicalType } from '../../../src/introspect/catalog.js';

const TEXT: LogicalType = { name: 'text', maxLength: null, fixed: false };
const INTEGER: LogicalType = { name: 'integer', min: -(2n ** 63n), max: 2n ** 63n - 1n };

describe('compileCheck', () => {
  /** DDL of a table, rows that its CHECKs take, rows that they refuse: as SQLite has it, and so as we must. */
  it.each<[string, string, unknown[][], unknown[][]]>([
    ['bounds', 'n INTEGER CHECK (n > 0 AND n <= 100)', [[1], [100], [null]], [[0], [101], [-5]]],
    ['text in a number column', 'n INTEGER CHECK (n >= 0)', [['7'], ['abc'], [7]], [['-7'], [-1]]],
    ['a list', "s TEXT NOT NULL CHECK (s IN ('M','F'))", [['M']], [['m'], [''], ['X']]],
    ['a list of other types', "s TEXT CHECK (s IN (1, '2', 3.0))", [['1'], ['2'], ['3.0']], [['3'], ['4']]],
    ['a list in any case', "s TEXT COLLATE NOCASE CHECK (s IN ('a','b'))", [['A'], ['b']], [['c']]],
    ['a list with NULL', "s TEXT CHECK (s IN ('a', NULL))", [['a'], ['b'], [null]], []],
    [
      'an order',
      'a DATE, b DATE CHECK (b > a)',
      [
        ['2020-01-01', '2020-01-02'],
        [null, '2020-01-01'],
      ],
      [
        ['2020-01-02', '2020-01-01'],
        ['2020-01-01', '2020-01-01'],
      ],
    ],
    [
      'a sum',
      'a INT, b INT, c INT, CHECK (a = b + c)',
      [
        [3, 1, 2],
        [3, null, 2],
      ],
      [[3, 1, 1]],
    ],
    [
      'exactly one',
      'a INT, b INT, CHECK ((a IS NULL) <> (b IS NULL))',
      [
        [1, null],
        [null, 1],
      ],
      [
        [1, 1],
        [null, null],
      ],
    ],
    [
      'a count of values',
      'a INT, b INT, c INT, CHECK ((a IS NOT NULL) + (b IS NOT NULL) + (c IS NOT NULL) = 1)',
      [[1, null, null]],
      [
        [1, 1, null],
        [null, null, null],
      ],
    ],
    [
      'a hash',
      "h TEXT CHECK (length(h) = 4 AND h NOT GLOB '*[^0-9a-f]*')",
      [['09af']],
      [['09aF'], ['09a'], ['09afg']],
    ],
    [
      'a mail address',
      "e TEXT CHECK (e LIKE '%_@_%._%')",
      [['a@b.c'], ['A@B.CD']],
      [['a@b'], ['@b.c'], ['']],
    ],
    [
      'a date',
      'd TEXT CHECK (d IS date(d))',
      [['2020-02-29'], [null]],
      [['2021-02-29'], ['2020-2-1'], ['x']],
    ],
    ['storage classes', "x CHECK (typeof(x) IN ('integer','null'))", [[1n], [null]], [['1'], [1.5]]],
    [
      'JSON',
      "j TEXT CHECK (json_valid(j) AND json_type(j) = 'object')",
      [['{"a":1}']],
      [['[1]'], ["{'a':1}"]],
    ],
    [
      'an upper case code',
      'c TEXT CHECK (c = upper(c) AND length(trim(c)) > 0)',
      [['ABC'], ['1']],
      [['aBC'], ['  ']],
    ],
    [
      'a shape by state',
      "s TEXT, t INT, CHECK ((s = 'open' AND t IS NULL) OR (s <> 'open' AND t IS NOT NULL))",
      [
        ['open', null],
        ['done', 1],
      ],
      [
        ['open', 1],
        ['done', null],
      ],
    ],
    [
      'a case',
      'k INT, a INT, CHECK (CASE k WHEN 1 THEN a > 0 WHEN 2 THEN a < 0 ELSE 1 END)',
      [
        [1, 5],
        [2, -5],
        [3, 0],
      ],
      [
        [1, -5],
        [2, 5],
      ],
    ],
    ['whole division', 'a INT CHECK (a / 2 = 3)', [[6], [7]], [[8], [5]]],
    [
      'a name in another case',
      'Amount REAL CHECK ("AMOUNT" >= 0 AND [amount] < 1e3)',
      [[0], [999.5]],
      [[-0.5], [1000]],
    ],
    ['a qualified name', 'a INT, CHECK (t.a <> 5)', [[4]], [[5]]],
  ])('takes and refuses what SQLite takes and refuses: %s', (_, columns, taken, refused) => {
    const database = new Database(':memory:');
    database.exec(`CREATE TABLE t (${columns})`);
    const checks = [...columns.matchAll(/CHECK \(/g)].map(({ index }) =>
      bodyAt(columns, index + 'CHECK ('.length),
    );
    const scope = scopeOf(database);
    const insert = database.prepare(`INSERT INTO t VALUES (${scope.map(() => '?').join(',')})`);
    const rows = [
      ...taken.map((row) => [row, true] as const),
      ...refused.map((row) => [row, false] as const),
    ];
    for (const [row, isTaken] of rows) {
      const taking = (): unknown =>
        insert.run(...row.map((value) => (Number.isInteger(value) ? BigInt(value as number) : value)));
      if (isTaken) expect(taking).not.toThrow();
      else expect(taking).toThrow(/CHECK/);
      const read = (name: string): SqlValue =>
        row[scope.findIndex((column) => column.name === name)] as SqlValue;
      const answers = checks.map((sql) => compileCheck(sql, 'sqlite', scope).evaluate(read));
      expect(answers).not.toContain('unknown');
      expect(!answers.includes(false), JSON.stringify(row.map(String))).toBe(isTaken);
    }
  });

  it('names the columns that it reads, as the table spells them', () => {
    const columns = [column('Id', INTEGER), column('Name', TEXT), column('other', TEXT)];
    expect(compileCheck('id > 0 AND t."NAME" <> \'\'', 'sqlite', columns).columns).toEqual(['Id', 'Name']);
    expect(compileCheck('"Id" > 0', 'postgres', columns).columns).toEqual(['Id']);
  });

  it('answers unknown for what only the database can tell, but false where that does not matter', () => {
    const columns = [column('a', INTEGER), column('s', TEXT)];
    const answer = (sql: string, dialect: Dialect, a: SqlValue): unknown =>
      compileCheck(sql, dialect, columns).evaluate((name) => (name === 'a' ? a : 'x'));
    expect(answer('my_function(s) = 1', 'sqlite', 1)).toBe('unknown');
    expect(answer('my_function(s) = 1 AND a > 5', 'sqlite', 1)).toBe(false);
    expect(answer('my_function(s) = 1 OR a < 5', 'sqlite', 1)).toBe(true);
    expect(answer('a > CURRENT_TIMESTAMP', 'sqlite', 1)).toBe('unknown');
    expect(answer("s REGEXP '^x$'", 'sqlite', 1)).toBe('unknown');
    expect(answer("s > 'Ä'", 'postgres', 1)).toBe('unknown');
    expect(answer('a IN (SELECT 1)', 'sqlite', 1)).toBe('unknown');
  });

  it('gives the reason for what it does not understand', () => {
    const check = compileCheck({ name: 'ck_a', sql: 'a IN (SELECT 1)' }, 'sqlite', [column('a', INTEGER)]);
    expect(check).toMatchObject({ name: 'ck_a', expression: null, reason: 'a subquery', columns: [] });
  });

  it('takes an unknown name in double quotes for a text, in SQLite alone', () => {
    const columns = [column('s', TEXT)];
    expect(compileCheck('s IN ("a", "b")', 'sqlite', columns).evaluate(() => 'b')).toBe(true);
    expect(compileCheck('s IN ("a", "b")', 'postgres', columns).evaluate(() => 'b')).toBe('unknown');
  });

  it('gives the value of an indexed expression', () => {
    const columns = [column('email', TEXT), column('n', INTEGER)];
    expect(compileCheck('lower(email)', 'sqlite', columns).value(() => 'A@B.C')).toBe('a@b.c');
    expect(compileCheck('n IS NOT NULL', 'sqlite', columns).value(() => 5)).toBe(1);
    expect(compileCheck('lower((email)::text)', 'postgres', columns).value(() => 'A@B.C')).toBe('a@b.c');
  });

  it('keeps decimals exact in PostgreSQL and MySQL, and doubles inexact in SQLite', () => {
    const decimal: LogicalType = { name: 'decimal', precision: 10, scale: 2 };
    const columns = [column('net', decimal), column('tax', decimal), column('total', decimal)];
    const row = (name: string): SqlValue => ({ net: 0.1, tax: 0.2, total: 0.3 })[name]!;
    const answers = (['sqlite', 'postgres', 'mysql'] as const).map((dialect) =>
      compileCheck('total = net + tax', dialect, columns).evaluate(row),
    );
    expect(answers).toEqual([false, true, true]);
  });

  it('compares moments given as text or as microseconds', () => {
    const columns = [
      column('d', { name: 'date' }),
      column('t', { name: 'timestamp', precision: null, timeZone: false }),
    ];
    const check = compileCheck("t >= d AND d > '1999-12-31'::date", 'postgres', columns);
    const micros = Date.UTC(2020, 0, 31, 12) * 1000;
    expect(check.evaluate((name) => (name === 'd' ? '2020-01-31' : micros))).toBe(true);
    expect(check.evaluate((name) => (name === 'd' ? '2020-02-01' : micros))).toBe(false);
  });

  it('orders enum labels as the type does, not by their letters', () => {
    const columns = [column('mood', { name: 'enum', labels: ['sad', 'ok', 'happy'] })];
    const check = compileCheck("mood > 'ok'::mood", 'postgres', columns);
    expect(['sad', 'ok', 'happy'].map((label) => check.evaluate(() => label))).toEqual([false, false, true]);
  });

  it.each([
    ['a >= 0 AND b > a', { a: 1, b: 2 }, ['a', 'b', 'a']],
    ['a >= 0 AND b > a', { a: -1, b: 2 }, ['a']],
    ['a = 1 OR b = 1', { a: 1, b: 2 }, ['a']],
    ['a IN (1, 2, 3, 4, 5)', { a: 5, b: 2 }, ['a']],
    ['CASE WHEN a > 0 THEN b ELSE a END > 0', { a: 1, b: 2 }, ['a', 'b']],
  ])('reads no more of a row than the answer takes: %s with %o', (sql, values, expected) => {
    const check = compileCheck(sql, 'sqlite', [column('a', INTEGER), column('b', INTEGER)]);
    const read: string[] = [];
    check.evaluate((name) => {
      read.push(name);
      return values[name as 'a' | 'b'];
    });
    expect(read).toEqual(expected);
  });
});

function column(name: string, type: LogicalType): CheckColumn {
  return { name, type };
}

/** The columns of a table as SQLite declares them. */
function scopeOf(database: Database.Database): CheckColumn[] {
  const columns = database.pragma('table_info(t)') as { name: string; type: string }[];
  const ddl = database.prepare("SELECT sql FROM sqlite_schema WHERE name = 't'").pluck().get() as string;
  return columns.map(({ name, type }) => ({
    name,
    declaredType: type,
    type: { name: 'other' },
    collation: new RegExp(`\\b${name} \\w+ COLLATE NOCASE`).test(ddl) ? 'NOCASE' : null,
  }));
}

function bodyAt(sql: string, start: number): string {
  let depth = 1;
  let end = start;
  for (; depth > 0; end++) depth += sql[end] === '(' ? 1 : sql[end] === ')' ? -1 : 0;
  return sql.slice(start, end - 1);
}
