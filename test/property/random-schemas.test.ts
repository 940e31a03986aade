import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import fc from 'fast-check';
import { openSqliteSource, openSqliteTarget } from '../../adapters/sqlite/index.js';
import type { Source, Target } from '../../src/database.js';
import { afterAll, describe, expect, it, test } from 'vitest';
import {
  decodeModel,
  encodeModel,
  generate,
  learn,
  makePlan,
  planInputOf,
  sample,
  readExistingKeys,
  DbsynthError,
  type Model,
  type Plan,
  type PlanInput,
  type PlanOptions,
} from '../../src/index.js';
import { PostgresDatabases } from '../contract/postgres-databases.js';
import { startPostgres } from '../servers/postgres-server.js';
import { aRandomSchema, type RandomSchema } from './random-schema.js';
import { writeDdl } from './random-ddl.js';
import { fillSqlite } from './random-rows.js';

/**
 * DBSYNTH_RANDOM_SCHEMAS=500 for the long run, which takes new schemas each time; DBSYNTH_RANDOM_SEED=n repeats one. The short
 * run is always the same, so that it fails only where something has changed.
 */
const LONG_RUN = process.env['DBSYNTH_RANDOM_SCHEMAS'];
const RUNS = Number(LONG_RUN ?? 12);
const SEED = Number(
  process.env['DBSYNTH_RANDOM_SEED'] ?? (LONG_RUN === undefined ? 11 : Date.now() % 1_000_000),
);
const SCALES = [1, 0.1, 5];
const HOUR = 3_600_000;

async function isCloned(
  schema: RandomSchema,
  open: { source: () => Promise<Source>; target: () => Promise<Target> },
): Promise<void> {
  const source = await open.source();
  let model: Model;
  try {
    model = decodeModel(encodeModel(await learn(source)));
  } finally {
    await source.close();
  }
  for (const scale of SCALES) {
    const target = await open.target();
    try {
      const wishes = { scale, seed: schema.seed };
      const input = planInputOf(model);
      const rows = await write(
        model,
        makePlan(input, { ...wishes, mode: 'create', abilities: target.can }),
        target,
      );
      if (scale === 1)
        for (const [id, sourceRows] of input.sourceRows) expect(rows.get(id), id).toBe(sourceRows);
      if (scale === 5) continue;
      for (const seed of [schema.seed, schema.seed + 1]) {
        const existingRows = new Map((await target.state()).tables.map((table) => [table.id, table.rows]));
        const plan = planAppending(
          { ...input, existingRows },
          { ...wishes, seed, mode: 'append', abilities: target.can },
        );
        if (plan !== null) await write(model, plan, target);
      }
    } finally {
      await target.close();
    }
  }
}

/** @returns rows per table that were written */
async function write(model: Model, plan: Plan, target: Target): Promise<Map<string, number>> {
  const existing = await readExistingKeys(target, model, plan);
  const { tables, verification } = await generate(model, plan, target, sample(model, plan, { existing }), {
    clock: () => performance.now(),
  });
  expect(verification.ok).toBe(true);
  return new Map(tables.map(({ id, rows }) => [id, rows]));
}

/** Null where the standing schema checks a cycle of NOT NULL keys at once, which is refused beforehand. */
function planAppending(input: PlanInput, options: PlanOptions): Plan | null {
  try {
    return makePlan(input, options);
  } catch (error) {
    if (error instanceof DbsynthError && error.code === 'E_CYCLE') return null;
    throw error;
  }
}

function explain(schema: RandomSchema): string {
  const { tables, late } = writeDdl(schema, 'sqlite');
  return `seed ${schema.seed}\n${[...tables, ...late].join(';\n')}\n${schema.tables.map(({ name, rows }) => `${name}: ${rows}`).join(', ')}`;
}

async function assertCloned(clone: (schema: RandomSchema) => Promise<void>): Promise<void> {
  const failures = await fc.check(fc.asyncProperty(aRandomSchema, clone), {
    numRuns: RUNS,
    seed: SEED,
    interruptAfterTimeLimit: HOUR,
    markInterruptAsFailure: true,
  });
  if (!failures.failed) return;
  const [smallest] = failures.counterexample ?? [];
  throw new Error(
    `seed ${failures.seed}, path ${String(failures.counterexamplePath)}, after ${failures.numRuns} schemas\n${smallest ? explain(smallest) : ''}`,
    { cause: failures.errorInstance },
  );
}

describe(`random schemas (DBSYNTH_RANDOM_SEED=${SEED})`, () => {
  it(
    `are cloned intact by SQLite, ${RUNS} of ${RUNS}`,
    async () => {
      await assertCloned(async (schema) => {
        const folder = mkdtempSync(join(tmpdir(), 'dbsynth-random-'));
        try {
          let count = 0;
          fillSqlite(schema, join(folder, 'real.db'));
          await isCloned(schema, {
            source: () => openSqliteSource(join(folder, 'real.db')),
            target: () => openSqliteTarget(join(folder, `synth-${++count}.db`)),
          });
          for (; count > 0; count--) expectIntact(join(folder, `synth-${count}.db`));
        } finally {
          rmSync(folder, { recursive: true, force: true });
        }
      });
    },
    HOUR,
  );
});

function expectIntact(path: string): void {
  const database = new Sqlite(path, { readonly: true });
  try {
    expect(database.pragma('integrity_check', { simple: true })).toBe('ok');
    expect(database.pragma('foreign_key_check')).toEqual([]);
  } finally {
    database.close();
  }
}

const server = await startPostgres();
if ('reason' in server) {
  test.skip(`random schemas on PostgreSQL: ${server.reason}`);
} else {
  const databases = new PostgresDatabases(server);
  afterAll(async () => {
    await databases.cleanUp();
    await server.stop();
  });
  describe(`random schemas (DBSYNTH_RANDOM_SEED=${SEED})`, () => {
    it(
      `are cloned intact by PostgreSQL, ${RUNS} of ${RUNS}`,
      async () => {
        await assertCloned(async (schema) => {
          const folder = mkdtempSync(join(tmpdir(), 'dbsynth-random-'));
          try {
            fillSqlite(schema, join(folder, 'real.db'));
            const { tables, late } = writeDdl(schema, 'postgres');
            const url = await databases.make([
              ...tables,
              ...insertsOf(schema, join(folder, 'real.db')),
              ...late,
            ]);
            await isCloned(schema, {
              source: () => databases.openSource(url),
              target: () => databases.emptyTarget(),
            });
          } finally {
            await databases.cleanUp();
            rmSync(folder, { recursive: true, force: true });
          }
        });
      },
      HOUR,
    );
  });
}

/** The rows of a SQLite database as INSERT statements of PostgreSQL. */
function insertsOf({ tables }: RandomSchema, path: string): string[] {
  const database = new Sqlite(path, { readonly: true });
  try {
    return tables.flatMap(({ name, columns }) => {
      const written = columns.filter(({ computedOf }) => computedOf === null);
      if (written.length === 0) return [];
      const rows = database
        .prepare<[], (string | number | null)[]>(
          `SELECT ${written.map((column) => column.name).join(', ')} FROM ${name}`,
        )
        .raw()
        .all();
      const literal = (value: string | number | null, i: number): string =>
        value === null
          ? 'NULL'
          : written[i]!.kind === 'flag'
            ? String(value === 1)
            : typeof value === 'number'
              ? String(value)
              : `'${value}'`;
      return rows.length === 0
        ? []
        : [
            `INSERT INTO ${name} (${written.map((column) => column.name).join(', ')}) VALUES ${rows
              .map((row) => `(${row.map(literal).join(', ')})`)
              .join(', ')}`,
          ];
    });
  } finally {
    database.close();
  }
}
