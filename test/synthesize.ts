import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { openSqliteSource } from '../adapters/sqlite/index.js';
import { valueAt, type SqlValue } from '../src/batch/batch.js';
import { learn } from '../src/calibrate/learn.js';
import type { LearnOptions } from '../src/learn/learn-model.js';
import { decodeModel } from '../src/model/decode-model.js';
import { encodeModel } from '../src/model/encode-model.js';
import type { Model } from '../src/model/model.js';
import { makePlan, type PlanOptions } from '../src/plan/make-plan.js';
import { planInputOf } from '../src/plan/plan-input-of.js';
import { sample } from '../src/sample/sample.js';

export type Row = Record<string, SqlValue>;

/** Rows by table, in the order in which they are drawn. */
export type Rows = Record<string, Row[]>;

/** Learns a SQLite database that a script makes; the model has been through its file. */
export async function learnScript(sql: string, options: LearnOptions = {}): Promise<Model> {
  const folder = mkdtempSync(join(tmpdir(), 'dbsynth-test-'));
  try {
    const path = join(folder, 'source.db');
    new Database(path).exec(sql).close();
    const source = await openSqliteSource(path);
    try {
      return decodeModel(encodeModel(await learn(source, options)));
    } finally {
      await source.close();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Draws the rows of a model as a new database would get them. */
export function drawRows(
  model: Model,
  { batchRows, ...options }: Partial<PlanOptions> & { batchRows?: number } = {},
): Rows {
  const plan = makePlan(planInputOf(model), {
    mode: 'create',
    abilities: { deferForeignKeys: true },
    ...options,
  });
  const drawn: Rows = Object.fromEntries(plan.tables.map(({ id }) => [id, []]));
  for (const event of sample(model, plan, { batchRows })) {
    if (event.type === 'cut') continue;
    const { names, columns, rows } = event.batch;
    for (let i = 0; i < rows; i++) {
      const row = Object.fromEntries(names.map((name, at) => [name, valueAt(columns[at]!, i)]));
      if (event.type === 'rows') drawn[event.table]!.push(row);
      else
        Object.assign(
          drawn[event.table]!.find((other) => event.key.every((name) => other[name] === row[name]))!,
          row,
        );
    }
  }
  return drawn;
}
