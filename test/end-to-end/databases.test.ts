import Database from 'better-sqlite3';
import { openSqliteSource, openSqliteTarget } from 'dbsynth/adapters/sqlite';
import {
  decodeModel,
  encodeModel,
  generate,
  learn,
  makePlan,
  planInputOf,
  sample,
  type Model,
} from 'dbsynth';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { inFolder } from './in-folder.js';

/** What a folder of test/databases says must hold. */
interface Expectation {
  readonly title: string;
  /** Queries that give the rows for which it does not hold, in the source as in the copy. */
  readonly holds: readonly { readonly that: string; readonly violations: string }[];
  /** Tables that cannot have as many rows as a scale asks for, by scale. */
  readonly limited?: Readonly<Record<string, readonly string[]>>;
  readonly sourceHasOrphans?: boolean;
  /** Tables whose foreign keys SQLite refuses to check, for the parent's key is not unique. */
  readonly mismatched?: readonly string[];
  /** Virtual tables, which are not in the catalog. */
  readonly virtual?: readonly string[];
  /** Why a copy cannot be made yet; the test then fails as soon as it can. */
  readonly stillFails?: string;
}

const FOLDER = fileURLToPath(new URL('../databases', import.meta.url));
const SCALES = [1, 0.1, 5];
const at = inFolder();

describe.each(readdirSync(FOLDER))('a copy of %s', (name) => {
  const expected = JSON.parse(readFileSync(join(FOLDER, name, 'expect.json'), 'utf8')) as Expectation;

  const test = expected.stillFails === undefined ? it : it.fails;
  test(`is intact and has the rows asked for, at any scale: ${expected.title}`, async () => {
    makeSource(name);
    if (!expected.sourceHasOrphans) expectIntact(at('real.db'), expected);
    const model = await learnFrom(at('real.db'));
    for (const scale of SCALES) {
      const path = at(`synth-${scale}.db`);
      const rows = await generateTo(path, model, scale, expected.limited?.[String(scale)] ?? []);
      for (const table of expected.virtual ?? []) expect([...rows.keys()]).not.toContain(table);
      expect(countRows(path, [...rows.keys()]), `at scale ${scale}`).toEqual(Object.fromEntries(rows));
      expectIntact(path, expected);
      expect(schemaOf(path)).toEqual(schemaOf(at('real.db')));
    }
  });
});

function makeSource(name: string): void {
  const database = new Database(at('real.db'));
  for (const file of ['schema.sqlite.sql', 'rows.sql'])
    database.exec(readFileSync(join(FOLDER, name, file), 'utf8'));
  database.close();
}

async function learnFrom(path: string): Promise<Model> {
  const source = await openSqliteSource(path);
  try {
    return decodeModel(encodeModel(await learn(source)));
  } finally {
    await source.close();
  }
}

/** @returns rows per table that the plan says, which are those of the source times the scale unless a key has no room */
async function generateTo(
  path: string,
  model: Model,
  scale: number,
  limited: readonly string[],
): Promise<Map<string, number>> {
  const target = await openSqliteTarget(path);
  try {
    const plan = makePlan(planInputOf(model), { mode: 'create', abilities: target.can, scale, seed: 7 });
    for (const { id, rows, sourceRows } of plan.tables) {
      // Lookup tables do not grow.
      const isKept = model.tables.some((table) => table.id === id && table.kept !== null);
      const factor = isKept ? 1 : scale;
      const asked = sourceRows === 0 ? 0 : Math.max(1, Math.round(sourceRows * factor));
      if (limited.includes(id)) expect(rows, id).toBeLessThan(asked);
      else expect(rows, id).toBe(asked);
    }
    const report = await generate(model, plan, target, sample(model, plan), {
      clock: () => performance.now(),
    });
    expect(report.verification.ok).toBe(true);
    return new Map(plan.tables.map(({ id, rows }) => [id, rows]));
  } finally {
    await target.close();
  }
}

function expectIntact(path: string, { holds, mismatched = [] }: Expectation): void {
  const database = new Database(path, { readonly: true });
  try {
    expect(database.pragma('integrity_check', { simple: true })).toBe('ok');
    for (const table of tablesOf(database)) {
      if (!mismatched.includes(table))
        expect(database.pragma(`foreign_key_check(${quote(table)})`)).toEqual([]);
    }
    for (const { that, violations } of holds) expect(database.prepare(violations).all(), that).toEqual([]);
  } finally {
    database.close();
  }
}

function countRows(path: string, tables: readonly string[]): Record<string, number> {
  const database = new Database(path, { readonly: true });
  const count = (table: string): number =>
    database
      .prepare(`SELECT count(*) FROM ${quote(table)}`)
      .pluck()
      .get() as number;
  const counts = Object.fromEntries(tables.map((table) => [table, count(table)]));
  database.close();
  return counts;
}

function schemaOf(path: string): unknown[] {
  const database = new Database(path, { readonly: true });
  const schema = database.prepare('SELECT type, name, sql FROM sqlite_schema ORDER BY name').all();
  database.close();
  return schema;
}

function tablesOf(database: Database.Database): string[] {
  return database.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").pluck().all() as string[];
}

function quote(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
