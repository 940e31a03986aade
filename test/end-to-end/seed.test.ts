import { writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { SeedResult } from '../../commands/seed.js';
import { querySql, runSql } from './bookshop.js';
import { inFolder } from './in-folder.js';
import { runForError, runForResult } from './run-dbsynth.js';

const at = inFolder();
const here = () => ({ cwd: at() });

const SHOP = `
  CREATE TABLE schema_migrations (version TEXT PRIMARY KEY);
  INSERT INTO schema_migrations VALUES ('20260101');
  CREATE TABLE users (
    id INTEGER PRIMARY KEY,
    email VARCHAR(60) NOT NULL UNIQUE,
    first_name TEXT NOT NULL,
    last_name TEXT NOT NULL,
    role TEXT NOT NULL CHECK (role IN ('reader', 'writer')),
    manager_id INTEGER REFERENCES users (id),
    created_at DATETIME NOT NULL,
    updated_at DATETIME NOT NULL,
    deleted_at DATETIME
  );
  CREATE TABLE profiles (user_id INTEGER PRIMARY KEY REFERENCES users (id), bio TEXT, website TEXT);
  CREATE TABLE products (
    id INTEGER PRIMARY KEY,
    sku VARCHAR(12) NOT NULL UNIQUE,
    price DECIMAL(8, 2) NOT NULL CHECK (price > 0),
    available_from DATE,
    available_until DATE,
    CHECK (available_until > available_from)
  );
  CREATE TABLE orders (
    id INTEGER PRIMARY KEY,
    user_id INTEGER NOT NULL REFERENCES users (id),
    created_at DATETIME NOT NULL
  );
  CREATE TABLE order_items (
    order_id INTEGER NOT NULL REFERENCES orders (id),
    product_id INTEGER NOT NULL REFERENCES products (id),
    quantity INTEGER NOT NULL CHECK (quantity BETWEEN 1 AND 9),
    PRIMARY KEY (order_id, product_id)
  );`;

const count = (name: string, sql: string): number =>
  Number(querySql(at(name), `SELECT count(*) FROM ${sql}`)[0]![0]);

describe('dbsynth seed', () => {
  it('fills a migrated, empty database with plausible rows that keep its constraints', async () => {
    runSql(at('shop.db'), SHOP);
    const result = await runForResult<SeedResult>(['seed', 'shop.db'], here());
    expect(result.report!.verification).toMatchObject({ ok: true, failed: 0 });
    expect(result.leftAlone).toEqual(['schema_migrations']);
    expect(querySql(at('shop.db'), 'SELECT version FROM schema_migrations')).toEqual([['20260101']]);
    expect(querySql(at('shop.db'), 'PRAGMA foreign_key_check')).toEqual([]);
    expect(
      ['users', 'profiles', 'products', 'orders', 'order_items'].map((table) => count('shop.db', table)),
    ).toEqual([100, 80, 100, 200, 400]);
    expect(count('shop.db', "users WHERE email NOT LIKE '%_@_%._%'")).toBe(0);
    expect(count('shop.db', 'users WHERE updated_at < created_at OR deleted_at < created_at')).toBe(0);
    expect(
      count('shop.db', 'orders JOIN users ON users.id = user_id WHERE orders.created_at < users.created_at'),
    ).toBe(0);
    expect(count('shop.db', 'users WHERE deleted_at IS NOT NULL')).toBeGreaterThan(0);
    expect(count('shop.db', 'users WHERE deleted_at IS NULL')).toBeGreaterThan(
      count('shop.db', 'users WHERE deleted_at IS NOT NULL'),
    );
    expect(count('shop.db', 'users WHERE instr(email, lower(last_name)) > 0')).toBeGreaterThan(50);
    expect(count('shop.db', '(SELECT DISTINCT first_name FROM users)')).toBeGreaterThan(30);
  });

  it('gives parents different numbers of children', async () => {
    runSql(at('shop.db'), SHOP);
    await runForResult(['seed', 'shop.db'], here());
    const families = querySql(
      at('shop.db'),
      'SELECT DISTINCT (SELECT count(*) FROM orders WHERE user_id = users.id) FROM users',
    );
    expect(families.length).toBeGreaterThan(3);
  });

  it('gives the same rows for the same seed, other ones for another', async () => {
    for (const [name, seed] of [
      ['a.db', '3'],
      ['b.db', '3'],
      ['c.db', '4'],
    ] as const) {
      runSql(at(name), SHOP);
      await runForResult(['seed', name, '--seed', seed], here());
    }
    const [a, b, c] = ['a.db', 'b.db', 'c.db'].map((name) => querySql(at(name), 'SELECT * FROM users'));
    expect(b).toEqual(a);
    expect(c).not.toEqual(a);
  });

  it('takes a number of rows for all tables, and another one for some', async () => {
    runSql(at('shop.db'), SHOP);
    await runForResult(['seed', 'shop.db', '--rows', '30', '--rows', 'products=7'], here());
    expect(['users', 'orders', 'products'].map((table) => count('shop.db', table))).toEqual([30, 30, 7]);
  });

  it('makes the schema first from a file or from another database', async () => {
    writeFileSync(at('shop.sql'), `PRAGMA foreign_keys = OFF;\nBEGIN TRANSACTION;\n${SHOP}\nCOMMIT;\n`);
    const fromFile = await runForResult<SeedResult>(['seed', 'a.db', '--schema-from', 'shop.sql'], here());
    expect(fromFile).toMatchObject({ schemaFrom: 'shop.sql', report: { verification: { ok: true } } });
    await runForResult(['seed', 'b.db', '--schema-from', 'a.db', '--rows', '10'], here());
    const schemaOf = (name: string) =>
      querySql(at(name), 'SELECT name, sql FROM sqlite_schema ORDER BY name');
    expect(schemaOf('b.db')).toEqual(schemaOf('a.db'));
    expect(count('b.db', 'users')).toBe(10);
    expect(count('b.db', 'schema_migrations')).toBe(0);
  });

  it('gives texts that the schema reads as JSON documents, and takes strings in double quotes from a file', async () => {
    writeFileSync(
      at('search.sql'),
      `CREATE TABLE runs (
         id INTEGER PRIMARY KEY,
         attributes TEXT NOT NULL,
         status TEXT NOT NULL CHECK (status IN ("open", "closed")),
         build TEXT GENERATED ALWAYS AS (json_extract(attributes, "$.build")) STORED,
         batch TEXT GENERATED ALWAYS AS (upper(extra ->> '$.batch')),
         extra VARCHAR(200)
       );`,
    );
    await runForResult(['seed', 'search.db', '--schema-from', 'search.sql'], here());
    await runForResult(['seed', 'copy.db', '--schema-from', 'search.db'], here());
    for (const name of ['search.db', 'copy.db']) {
      const isDocument = "json_type(attributes) = 'object' AND coalesce(json_valid(extra), 1)";
      expect(count(name, `runs WHERE ${isDocument}`)).toBe(100);
      expect(count(name, "runs WHERE status = 'open'")).toBeGreaterThan(10);
    }
  });

  it('keeps nothing of a file that cannot be run as a whole', async () => {
    writeFileSync(at('half.sql'), 'CREATE TABLE a (id INTEGER PRIMARY KEY); CREATE TABLE b (id NONSENSE (;');
    const error = await runForError(['seed', 'new.db', '--schema-from', 'half.sql'], here());
    expect(error.code).toBe('E_SCHEMA_MISMATCH');
    expect(await runForError(['seed', 'new.db'], here())).toMatchObject({ code: 'E_EMPTY_SOURCE' });
  });

  it.each([
    [
      'a cycle without a last row, before anything is drawn',
      `CREATE TABLE a (id INTEGER PRIMARY KEY, b_id INTEGER NOT NULL REFERENCES b (id), CONSTRAINT up CHECK (b_id > id));
       CREATE TABLE b (id INTEGER PRIMARY KEY, a_id INTEGER NOT NULL REFERENCES a (id), CONSTRAINT on_top CHECK (a_id > id))`,
      ['up', 'on_top', 'no rows', '100'],
    ],
    [
      'rows that CHECKs of several columns forbid',
      `CREATE TABLE t (id INTEGER PRIMARY KEY, x INTEGER NOT NULL CHECK (x <= 2), y INTEGER NOT NULL CHECK (y <= 2), CHECK (x + y > 10))`,
      ['"t"', 'not one', '100'],
    ],
  ])('refuses %s', async (_, sql, words) => {
    runSql(at('none.db'), sql);
    const error = await runForError(['seed', 'none.db'], here());
    expect(error).toMatchObject({ code: 'E_CONSTRAINT', exitCode: 4 });
    for (const word of words) expect(error.message).toContain(word);
  });

  it('touches no rows that stand unless it may, and plans without writing', async () => {
    runSql(at('shop.db'), SHOP);
    const planned = await runForResult<SeedResult>(['seed', 'shop.db', '--dry-run'], here());
    expect(planned).toMatchObject({ report: null, plan: { rows: 880 } });
    expect(count('shop.db', 'users')).toBe(0);
    await runForResult(['seed', 'shop.db', '--tables', 'products', '--rows', '5'], here());
    const error = await runForError(['seed', 'shop.db'], here());
    expect(error.code).toBe('E_TARGET_NOT_EMPTY');
    await runForResult(['seed', 'shop.db', '--append'], here());
    expect(count('shop.db', 'products')).toBe(105);
  });
});
