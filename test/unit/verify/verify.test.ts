import Sqlite from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import { sqliteProduct } from '../../../adapters/sqlite/product.js';
import type { SqlValue } from '../../../src/batch/batch.js';
import type { Database } from '../../../src/database.js';
import { DbsynthError } from '../../../src/errors.js';
import { describeViolations } from '../../../src/verify/describe-violations.js';
import { verify } from '../../../src/verify/verify.js';
import type { VerifyOptions, VerifyReport } from '../../../src/verify/verify.js';
import { aCatalog, aTable } from '../../catalog-builder.js';
import type { TableBuilder } from '../../catalog-builder.js';

/** A real database without any constraint, so that rows can break the rules of the catalog. */
function databaseOf(sql: string): Pick<Database, 'query' | 'quote' | 'qualify' | 'product'> {
  const handle = new Sqlite(':memory:');
  handle.exec(sql);
  const quote = (name: string) => `"${name.replaceAll('"', '""')}"`;
  return {
    query: async (text) => handle.prepare(text).raw().all() as SqlValue[][],
    quote,
    qualify: ({ name }) => quote(name),
    product: sqliteProduct,
  };
}

function check(sql: string, tables: TableBuilder[], options?: VerifyOptions): Promise<VerifyReport> {
  return verify(databaseOf(sql), aCatalog(...tables), options);
}

/** [kind, name, violations] of everything that did not pass. */
const broken = ({ answers }: VerifyReport) =>
  answers
    .filter(({ status }) => status !== 'passed')
    .map(({ kind, name, violations }) => [kind, name, violations]);

describe('a database that keeps its rules', () => {
  const tables = [
    aTable('a').key('id').unique('code').check('id > 0', 'positive'),
    aTable('b').key('id').references('a', { nullable: true }),
  ];
  const sql = `
    CREATE TABLE a (id, code); INSERT INTO a VALUES (1, 'x'), (2, 'y'), (3, NULL), (4, NULL);
    CREATE TABLE b (id, a_id); INSERT INTO b VALUES (1, 1), (2, NULL)`;

  test('passes every question', async () => {
    const report = await check(sql, [
      aTable('a').key('id').column('code').unique('code').check('id > 0'),
      tables[1]!,
    ]);
    expect(report).toMatchObject({ ok: true, passed: 9, failed: 0, notChecked: 0 });
    expect(report.tables).toEqual([
      { id: 'a', rows: 4, expectedRows: null },
      { id: 'b', rows: 2, expectedRows: null },
    ]);
    expect(JSON.parse(JSON.stringify(report))).toEqual(report);
  });

  test('is asked about the chosen tables only', async () => {
    const report = await check(sql, tables, { tables: ['b'] });
    expect(new Set(report.answers.map(({ table }) => table))).toEqual(new Set(['b']));
  });

  test('reports progress up to the last question', async () => {
    const seen: number[] = [];
    const report = await check(sql, tables, { onProgress: ({ done, total }) => seen.push(done / total!) });
    expect(seen.at(-1)).toBe(1);
    expect(seen).toHaveLength(report.answers.length - 2);
  });
});

describe('rows', () => {
  const sql = 'CREATE TABLE t (id); INSERT INTO t VALUES (1), (2)';
  test.each([
    [2, []],
    [3, [['rows', 'rows', 1]]],
    [0, [['rows', 'rows', 2]]],
  ])('%i expected, 2 there', async (expected, violations) => {
    const report = await check(sql, [aTable('t').key('id')], { expectedRows: new Map([['t', expected]]) });
    expect(broken(report)).toEqual(violations);
  });

  test('of a table that does not exist are a failure, and its constraints are not checked', async () => {
    const report = await check(sql, [aTable('gone').key('id')]);
    expect(report).toMatchObject({ ok: false, failed: 1, notChecked: 2 });
    expect(describeViolations(report)).toEqual(['table "gone" cannot be read: no such table: gone']);
  });
});

describe('foreign keys', () => {
  const parent = 'CREATE TABLE p (x, y); INSERT INTO p VALUES (1, 1), (1, 2);';
  const pair = (match: 'simple' | 'full') => [
    aTable('p').key('x', 'y'),
    aTable('c')
      .column('a')
      .column('b')
      .references('p', { columns: ['a', 'b'], match, name: 'to_p' }),
  ];

  test('an orphan is found, a half-null key is none under MATCH SIMPLE', async () => {
    const sql = `${parent} CREATE TABLE c (a, b); INSERT INTO c VALUES (1, 2), (2, 1), (NULL, 7), (NULL, NULL)`;
    expect(broken(await check(sql, pair('simple')))).toEqual([['foreign-key', 'to_p', 1]]);
    expect(broken(await check(sql, pair('full')))).toEqual([['foreign-key', 'to_p', 2]]);
  });

  test('pairs composite columns by position', async () => {
    const sql = `${parent} CREATE TABLE c (a, b); INSERT INTO c VALUES (2, 1)`;
    const swapped = [
      aTable('p').key('x', 'y'),
      aTable('c').references('p', { columns: ['a', 'b'], to: ['y', 'x'], name: 'to_p' }),
    ];
    expect((await check(sql, swapped)).ok).toBe(true);
  });

  test('to the same table are followed', async () => {
    const sql = 'CREATE TABLE e (id, boss); INSERT INTO e VALUES (1, NULL), (2, 1), (3, 3), (4, 9)';
    const table = aTable('e')
      .key('id')
      .references('e', { columns: ['boss'], nullable: true, name: 'boss' });
    expect(broken(await check(sql, [table]))).toEqual([['foreign-key', 'boss', 1]]);
  });
});

describe('unique keys', () => {
  const cases = 'CREATE TABLE t (a, b); INSERT INTO t VALUES';
  const t = () => aTable('t').column('a').column('b');

  test('count the rows beyond the first of each key', async () => {
    const report = await check(`${cases} (1, 1), (1, 1), (1, 1), (1, 2), (2, 1), (2, 1)`, [
      t().unique('a', 'b'),
    ]);
    expect(broken(report)).toEqual([['unique', 't_a_b_key', 3]]);
  });

  test('take nulls as different, unless they collide', async () => {
    const sql = `${cases} (NULL, 1), (NULL, 1)`;
    expect((await check(sql, [t().unique('a', 'b')])).ok).toBe(true);
    const colliding = t().uniqueIndex(['a', 'b'], { nullsDistinct: false });
    expect(broken(await check(sql, [colliding]))).toEqual([['unique', 't_a_b_key', 1]]);
  });

  test('hold only among the rows of a partial index', async () => {
    const partial = () => t().uniqueIndex(['a'], { predicate: 'b IS NULL -- open ones' });
    expect((await check(`${cases} (1, NULL), (1, 5), (1, 6)`, [partial()])).ok).toBe(true);
    expect((await check(`${cases} (1, NULL), (1, NULL)`, [partial()])).ok).toBe(false);
  });

  test('ignore case where the key does, and only there', async () => {
    const sql = `${cases} ('x@y', 1), ('X@Y', 2)`;
    expect((await check(sql, [t().unique('a')])).ok).toBe(true);
    expect((await check(sql, [t().uniqueIndex(['a'], { caseInsensitive: [true] })])).ok).toBe(false);
  });

  test('tell case where the key does although the column does not', async () => {
    const sql = `CREATE TABLE t (a TEXT COLLATE NOCASE); INSERT INTO t VALUES ('x'), ('X')`;
    const table = (sensitive: boolean) =>
      aTable('t')
        .column('a', { caseInsensitive: true })
        .uniqueIndex(['a'], { caseInsensitive: [!sensitive] });
    expect((await check(sql, [table(true)])).ok).toBe(true);
    expect((await check(sql, [table(false)])).ok).toBe(false);
  });

  test('may be over expressions', async () => {
    const key = { columns: [null, 'b'], expressions: ['lower(a)', null], caseInsensitive: [false, false] };
    const table = t().uniqueIndex(['a', 'b'], { ...key, name: 'by_expression' });
    expect(
      broken(await check(`${cases} ('x', 1), ('X', 1), ('X', 2), (NULL, 1), (NULL, 1)`, [table])),
    ).toEqual([['unique', 'by_expression', 1]]);
  });

  test('do not mistake a column for a count of theirs', async () => {
    const sql = 'CREATE TABLE t (dbsynth_rows); INSERT INTO t VALUES (1), (2), (2)';
    expect(broken(await check(sql, [aTable('t').column('dbsynth_rows').unique('dbsynth_rows')]))).toEqual([
      ['unique', 't_dbsynth_rows_key', 1],
    ]);
  });
});

describe('columns', () => {
  test('that may not be NULL are named', async () => {
    const sql = 'CREATE TABLE t (id, n); INSERT INTO t VALUES (1, NULL), (2, NULL), (3, 1)';
    expect(broken(await check(sql, [aTable('t').key('id').column('n', { nullable: false })]))).toEqual([
      ['not-null', 'n', 2],
    ]);
  });

  test('are quoted, whatever their name', async () => {
    const sql = 'CREATE TABLE "or""der" ("gr""oup", "select"); INSERT INTO "or""der" VALUES (1, 1), (2, 3)';
    const table = aTable('or"der')
      .key('gr"oup')
      .references('or"der', { columns: ['select'] })
      .unique('select');
    expect(broken(await check(sql, [table]))).toEqual([['foreign-key', 'or"der_select_fk', 1]]);
  });
});

describe('CHECK', () => {
  const sql = 'CREATE TABLE t (a, b); INSERT INTO t VALUES (1, 2), (2, 1), (NULL, 1)';
  const t = () => aTable('t').column('a').column('b');

  test('is violated by rows for which it is false, not by unknown ones', async () => {
    expect(broken(await check(sql, [t().check('a <= b -- in order', 'ordered')]))).toEqual([
      ['check', 'ordered', 1],
    ]);
  });

  test('may name the table', async () => {
    expect(broken(await check(sql, [t().check('t.a <= "t".b', 'ordered')]))).toEqual([
      ['check', 'ordered', 1],
    ]);
  });

  test('that the database cannot evaluate is not checked, and says why', async () => {
    const report = await check(sql, [t().check("is_fine(a, 'secret')", 'odd')]);
    expect(report).toMatchObject({ ok: true, notChecked: 1 });
    expect(report.answers.at(-1)).toEqual({
      kind: 'check',
      table: 't',
      name: 'odd',
      columns: [],
      status: 'not-checked',
      violations: null,
      reason: 'no such function: is_fine',
    });
  });
});

test('says what is wrong in sentences without values', async () => {
  const sql = `
    CREATE TABLE t (id, n, up); INSERT INTO t VALUES (1, NULL, 5), (1, 'secret', 1);`;
  const table = aTable('t')
    .key('id')
    .column('n', { nullable: false })
    .references('t', { columns: ['up'], name: 'up' })
    .check("n <> 'secret'", 'public');
  const report = await check(sql, [table], { expectedRows: new Map([['t', 1000]]) });
  expect(describeViolations(report)).toEqual([
    'table "t" has 2 rows, 1,000 expected',
    'table "t": 1 row with NULL in "n"',
    'table "t": 1 row without the parent of foreign key "up" (up)',
    'table "t": 1 row too many for unique key "t_pk" (id)',
    'table "t": 1 row against CHECK "public"',
  ]);
});

test('stops when interrupted', async () => {
  const signal = AbortSignal.abort();
  await expect(check('CREATE TABLE t (id)', [aTable('t').key('id')], { signal })).rejects.toMatchObject({
    code: 'E_INTERRUPTED',
  });
});

test('passes on the loss of the connection instead of calling it a violation', async () => {
  const query = async () => {
    throw new DbsynthError('E_CONNECTION', 'lost');
  };
  const database = { ...databaseOf(''), query };
  await expect(verify(database, aCatalog(aTable('t').key('id')))).rejects.toMatchObject({
    code: 'E_CONNECTION',
  });
});

test('leaves out what a message of the database quotes', async () => {
  const query = async (sql: string) => {
    if (sql.includes('NOT (')) throw new Error('invalid input syntax for type integer: "Jane Roe"');
    return [[0]];
  };
  const report = await verify({ ...databaseOf(''), query }, aCatalog(aTable('t').key('id').check('x')));
  expect(report.answers.at(-1)!.reason).toBe('invalid input syntax for type integer: ...');
});
