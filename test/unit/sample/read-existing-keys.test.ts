import Database from 'better-sqlite3';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openSqliteSource } from '../../../adapters/sqlite/index.js';
import { makePlan } from '../../../src/plan/make-plan.js';
import { readPlanInput } from '../../../src/plan/read-plan-input.js';
import { readExistingKeys } from '../../../src/sample/read-existing-keys.js';
import type { ExistingTable } from '../../../src/sample/plan-keys.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'dbsynth-test-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** The keys of the only table that a script makes. */
async function readKeys(sql: string): Promise<ExistingTable | undefined> {
  const path = join(folder, 'target.db');
  new Database(path).exec(sql).close();
  const target = await openSqliteSource(path);
  try {
    const input = await readPlanInput(target);
    const existingRows = input.sourceRows;
    const plan = makePlan({ ...input, existingRows }, { mode: 'append', abilities: target.can });
    const keys = await readExistingKeys(target, input.catalog, plan);
    return keys.get(input.catalog.tables[0]!.id);
  } finally {
    await target.close();
  }
}

describe('readExistingKeys', () => {
  it('finds the largest number of a key that is one', async () => {
    const keys = await readKeys(
      'CREATE TABLE t (id INTEGER PRIMARY KEY); INSERT INTO t VALUES (3), (70), (5)',
    );
    expect(keys?.largest).toEqual(new Map([['id', 70]]));
  });

  it('holds keys of texts and of several columns, without case where the column has none', async () => {
    const keys = await readKeys(
      `CREATE TABLE t (mail TEXT COLLATE NOCASE UNIQUE, a INTEGER, b TEXT, UNIQUE (a, b));
       INSERT INTO t VALUES ('A@B.c', 1, 'x'), (NULL, 1, 'X'), ('d', NULL, 'x')`,
    );
    const sizes = [...keys!.taken.values()].map((taken) => taken.size);
    expect(sizes.sort()).toEqual([2, 2]);
    expect([...keys!.taken.values()].flatMap((taken) => [...taken]).join()).toContain('a@b.c');
  });

  it('leaves out rows that a partial index does not cover', async () => {
    const keys = await readKeys(
      `CREATE TABLE t (name TEXT, gone INTEGER); CREATE UNIQUE INDEX u ON t (lower(name)) WHERE gone = 0;
       INSERT INTO t VALUES ('A', 0), ('B', 1)`,
    );
    expect([...keys!.taken.get('u')!].join()).toContain('a');
    expect(keys!.taken.get('u')!.size).toBe(1);
  });

  it('has nothing to say of a table without rows', async () => {
    expect(await readKeys('CREATE TABLE t (id INTEGER PRIMARY KEY)')).toBeUndefined();
  });
});
