import Database from 'better-sqlite3';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openSqliteSource } from '../../../adapters/sqlite/index.js';
import type { Catalog } from '../../../src/introspect/catalog.js';
import { checkSchema } from '../../../src/plan/check-schema.js';
import type { Plan } from '../../../src/plan/plan.js';

let folder: string;
let files = 0;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'dbsynth-test-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function catalogOf(sql: string): Promise<Catalog> {
  const path = join(folder, `${files++}.db`);
  new Database(path).exec(sql).close();
  const source = await openSqliteSource(path);
  try {
    return await source.introspect();
  } finally {
    await source.close();
  }
}

async function check(model: string, target: string, ...tables: string[]): Promise<void> {
  const plan = { tables: tables.map((id) => ({ id })) } as unknown as Plan;
  checkSchema(plan, await catalogOf(model), await catalogOf(target));
}

const MODEL = 'CREATE TABLE t (id INTEGER PRIMARY KEY, name TEXT, twice AS (id * 2)); CREATE TABLE u (x)';

describe('checkSchema', () => {
  it('takes a target with the same tables, in any case, with more columns that need no value', async () => {
    await check(
      MODEL,
      `CREATE TABLE T (ID INTEGER PRIMARY KEY, Name TEXT, note TEXT, made TEXT NOT NULL DEFAULT 'x')`,
      't',
    );
  });

  it.each([
    ['lacks a table', 'CREATE TABLE t (id INTEGER PRIMARY KEY, name TEXT)', '"u"'],
    ['lacks a column', 'CREATE TABLE t (id INTEGER PRIMARY KEY); CREATE TABLE u (x)', '"name"'],
    [
      'computes a column',
      'CREATE TABLE t (id INTEGER PRIMARY KEY, name AS (id)); CREATE TABLE u (x)',
      '"name"',
    ],
    [
      'needs a value for another column',
      'CREATE TABLE t (id INTEGER PRIMARY KEY, name TEXT, must TEXT NOT NULL); CREATE TABLE u (x)',
      '"must"',
    ],
  ])('refuses a target that %s', async (_, target, named) => {
    const refused = expect.objectContaining({
      code: 'E_SCHEMA_MISMATCH',
      message: expect.stringContaining(named),
    });
    await expect(check(MODEL, target, 't', 'u')).rejects.toEqual(refused);
  });
});
