import Database from 'better-sqlite3';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openSqliteSource } from '../../../adapters/sqlite/index.js';
import type { SqlValue } from '../../../src/batch/batch.js';
import { learn } from '../../../src/calibrate/learn.js';
import { makePlan } from '../../../src/plan/make-plan.js';
import { planInputOf } from '../../../src/plan/plan-input-of.js';
import { KeyHasher } from '../../../src/sample/key-hasher.js';
import { KeySet } from '../../../src/sample/key-set.js';
import type { ExistingKeys } from '../../../src/sample/plan-keys.js';
import { readExistingKeys } from '../../../src/sample/read-existing-keys.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'dbsynth-test-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** The keys in a database that a script makes, as a run that appends to it would read them. */
async function readKeys(sql: string, rows: Record<string, number> = {}): Promise<ExistingKeys> {
  const path = join(folder, 'target.db');
  new Database(path).exec(sql).close();
  const target = await openSqliteSource(path);
  try {
    const model = await learn(target);
    const input = planInputOf(model);
    const plan = makePlan(
      { ...input, existingRows: input.sourceRows },
      { mode: 'append', abilities: target.can, rows },
    );
    return await readExistingKeys(target, model, plan);
  } finally {
    await target.close();
  }
}

function holds(slots: Float64Array | undefined, ...values: SqlValue[]): boolean {
  const hasher = new KeyHasher();
  hasher.reset();
  for (const value of values) hasher.add(value, false);
  return new KeySet(slots).has(hasher.finish());
}

function sizeOf(slots: Float64Array | undefined): number {
  return new KeySet(slots).size;
}

const NUMBERS = 'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 60)';

describe('readExistingKeys', () => {
  it('goes on counting behind the largest number', async () => {
    const keys = await readKeys(
      'CREATE TABLE t (id INTEGER PRIMARY KEY); INSERT INTO t VALUES (3), (70), (5)',
    );
    expect(keys.get('t')!.first).toEqual(new Map([['id', 71]]));
  });

  it('counts before the smallest number when the largest has no room behind it', async () => {
    const keys = await readKeys(
      'CREATE TABLE t (id INTEGER PRIMARY KEY); INSERT INTO t VALUES (1000), (9223372036854775807)',
    );
    expect(keys.get('t')!.first).toEqual(new Map([['id', 1]]));
  });

  it('refuses when neither side has room', async () => {
    const sql = 'CREATE TABLE t (id INTEGER PRIMARY KEY); INSERT INTO t VALUES (5), (9223372036854775807)';
    await expect(readKeys(sql, { t: 100 })).rejects.toMatchObject({ code: 'E_CAPACITY' });
  });

  it('finds the largest of numbers that are kept as texts', async () => {
    const keys = await readKeys(
      `CREATE TABLE t (code TEXT PRIMARY KEY); ${NUMBERS} INSERT INTO t SELECT CAST(i AS TEXT) FROM n`,
    );
    expect(keys.get('t')!.first.get('code') ?? 61).toBe(61);
  });

  it('holds watched keys of several columns, but none in which a null makes the row different', async () => {
    const keys = await readKeys(
      `CREATE TABLE t (a INTEGER, b INTEGER, UNIQUE (a, b)); INSERT INTO t VALUES (1, 7), (1, 8), (NULL, 8)`,
    );
    const [taken] = keys.get('t')!.taken.values();
    expect(sizeOf(taken)).toBe(2);
    expect([holds(taken, 1, 7), holds(taken, 1, 8), holds(taken, 8, 1)]).toEqual([true, true, false]);
  });

  it('leaves out rows that a partial index does not cover', async () => {
    const keys = await readKeys(
      `CREATE TABLE t (a INTEGER, gone INTEGER); CREATE UNIQUE INDEX u ON t (abs(a)) WHERE gone = 0;
       INSERT INTO t VALUES (-3, 0), (4, 1)`,
    );
    const taken = keys.get('t')!.taken.get('u');
    expect([sizeOf(taken), holds(taken, 3)]).toEqual([1, true]);
  });

  it('holds the texts of a numbered column without regard to case', async () => {
    const keys = await readKeys(
      `CREATE TABLE t (name TEXT UNIQUE); ${NUMBERS} INSERT INTO t SELECT 'Word' || char(65 + i) FROM n`,
    );
    const texts = keys.get('t')!.texts.get('name');
    expect(holds(texts, 'wordb')).toBe(true);
  });

  it('reads only rows without a parent where a key holds a whole foreign key', async () => {
    const keys = await readKeys(
      `PRAGMA foreign_keys = OFF; CREATE TABLE p (id INTEGER PRIMARY KEY); INSERT INTO p VALUES (1), (2);
       CREATE TABLE c (p_id INTEGER REFERENCES p (id), kind INTEGER, UNIQUE (p_id, kind));
       INSERT INTO c VALUES (1, 1), (2, 1), (99, 5)`,
    );
    const [taken] = keys.get('c')!.taken.values();
    expect([sizeOf(taken), holds(taken, 99, 5)]).toEqual([1, true]);
  });

  it('has nothing to say of a table without rows', async () => {
    expect((await readKeys('CREATE TABLE t (id INTEGER PRIMARY KEY)')).size).toBe(0);
  });
});
