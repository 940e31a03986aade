import { mkdtempSync, readFileSync, rmSync, existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openSqliteSource, openSqliteTarget } from '../../../adapters/sqlite/index.js';
import type { Batch, Vector } from '../../../src/batch/batch.js';
import type { Target } from '../../../src/database.js';
import { DbsynthError } from '../../../src/errors.js';
import { chooseOwners } from '../../../src/graph/choose-owners.js';
import { findLoadOrder } from '../../../src/graph/find-load-order.js';
import type { Catalog } from '../../../src/introspect/catalog.js';
import { makePlan } from '../../../src/plan/make-plan.js';
import type { PlanOptions } from '../../../src/plan/make-plan.js';
import type { Plan } from '../../../src/plan/plan.js';
import type { SampleEvent } from '../../../src/sample/sample.js';
import { generate } from '../../../src/write/generate.js';
import type { GenerateOptions, GenerateReport } from '../../../src/write/generate.js';
import { VerificationError } from '../../../src/write/verification-error.js';

const SCHEMA = `
  CREATE TABLE customers (id INTEGER PRIMARY KEY, email TEXT NOT NULL, favourite INTEGER REFERENCES orders);
  CREATE TABLE orders (id INTEGER PRIMARY KEY, customer INTEGER NOT NULL REFERENCES customers, total REAL CHECK (total >= 0));
  CREATE TABLE log (line TEXT);
  CREATE UNIQUE INDEX by_email ON customers (email COLLATE NOCASE);`;

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'dbsynth-write-'));
  path = join(folder, 'target.db');
});
afterEach(() => rmSync(folder, { recursive: true }));

async function catalogOf(sql: string): Promise<Catalog> {
  const file = join(mkdtempSync(join(folder, 'source-')), 'source.db');
  new Sqlite(file).exec(sql).close();
  const source = await openSqliteSource(file);
  const catalog = await source.introspect();
  await source.close();
  return catalog;
}

function planFor(
  catalog: Catalog,
  rows: Record<string, number>,
  options: Partial<PlanOptions>,
  existing = {},
): Plan {
  const loadOrder = findLoadOrder(catalog);
  const sourceRows = new Map(Object.entries(rows));
  const owners = chooseOwners(catalog, loadOrder, sourceRows);
  return makePlan(
    { catalog, loadOrder, owners, sourceRows, existingRows: new Map(Object.entries(existing)) },
    { mode: 'create', abilities: { deferForeignKeys: true }, ...options },
  );
}

function batch(columns: Record<string, (number | string | null)[]>): Batch {
  const vectors = Object.values(columns).map((values): Vector => ({ kind: 'mixed', values }));
  return { rows: Object.values(columns)[0]!.length, names: Object.keys(columns), columns: vectors };
}
const rowsInto = (table: string, columns: Parameters<typeof batch>[0]): SampleEvent => ({
  type: 'rows',
  table,
  batch: batch(columns),
});

const people = rowsInto('customers', { id: [1, 2], email: ['a@x', 'b@x'], favourite: [null, null] });
const orders = rowsInto('orders', { id: [10, 11, 12], customer: [1, 1, 2], total: [5, 0, null] });
const favourites: SampleEvent = {
  type: 'update',
  table: 'customers',
  key: ['id'],
  batch: batch({ id: [2], favourite: [12] }),
};
const fine = [people, orders, favourites];

/** A clock that ticks one second per look. */
function ticking(): () => number {
  let ticks = 0;
  return () => 1000 * ticks++;
}

interface Run {
  options?: Partial<PlanOptions>;
  generateOptions?: Partial<GenerateOptions>;
  existing?: Record<string, number>;
  schema?: string;
}

async function run(events: Iterable<SampleEvent>, { options, generateOptions, existing, schema }: Run = {}) {
  const catalog = await catalogOf(schema ?? SCHEMA);
  const plan = planFor(catalog, { customers: 2, orders: 3, log: 0 }, options ?? {}, existing);
  const target = await openSqliteTarget(path);
  try {
    return await generate({ catalog }, plan, target, events, { clock: ticking(), ...generateOptions });
  } finally {
    await target.close();
  }
}

function read(sql: string): unknown[] {
  const handle = new Sqlite(path, { readonly: true });
  try {
    return handle.prepare(sql).raw().all();
  } finally {
    handle.close();
  }
}

/** The code that a run ends in, and that nothing of it is left. */
async function expectUndone(
  ran: Promise<GenerateReport>,
  code: string,
  before?: Buffer,
): Promise<DbsynthError> {
  const error: unknown = await ran.catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ code });
  if (before) expect(readFileSync(path).equals(before)).toBe(true);
  else expect(existsSync(path)).toBe(false);
  return error as DbsynthError;
}

describe('a run', () => {
  test('writes rows, closes cycles, makes indexes and reports', async () => {
    const report = await run(fine);
    expect(read('SELECT * FROM customers')).toEqual([
      [1, 'a@x', null],
      [2, 'b@x', 12],
    ]);
    expect(read('SELECT count(*), sum(total) FROM orders')).toEqual([[3, 5]]);
    expect(read(`SELECT count(*) FROM sqlite_schema WHERE name = 'by_email'`)).toEqual([[1]]);
    expect(report).toMatchObject({
      rows: 5,
      tables: [
        { id: 'customers', rows: 2 },
        { id: 'orders', rows: 3 },
        { id: 'log', rows: 0 },
      ],
      verification: { ok: true, failed: 0, notChecked: 0 },
    });
  });

  test('tells the time of every stage and table, which add up', async () => {
    const report = await run(fine);
    expect(report.stages).toEqual({ begin: 1, sample: 3, write: 3, finish: 1, verify: 1, commit: 1 });
    expect(report.seconds).toBe(10);
    expect(report.rowsPerSecond).toBe(1);
    expect(report.tables.map(({ seconds }) => seconds)).toEqual([4, 2, 0]);
    expect(report.tables[2]!.rowsPerSecond).toBe(null);
    expect(JSON.parse(JSON.stringify(report))).toEqual(report);
  });

  test('takes rows from an asynchronous sampler too', async () => {
    async function* draw() {
      yield* fine;
    }
    expect((await run(draw() as unknown as Iterable<SampleEvent>)).rows).toBe(5);
  });

  test('reports progress per batch', async () => {
    const seen: unknown[] = [];
    await run(fine, { generateOptions: { onProgress: (progress) => seen.push(progress) } });
    expect(seen).toContainEqual({ stage: 'write', table: 'orders', done: 3, total: 3 });
    expect(seen).toContainEqual(expect.objectContaining({ stage: 'verify' }));
  });

  test('empties planned tables first, or adds to what is there', async () => {
    await run(fine);
    await run(fine, { options: { mode: 'truncate' } });
    expect(read('SELECT count(*) FROM orders')).toEqual([[3]]);
    const more = [
      rowsInto('customers', { id: [3, 4], email: ['c@x', 'd@x'], favourite: [null, null] }),
      rowsInto('orders', { id: [13, 14, 15], customer: [3, 3, 4], total: [1, 1, 1] }),
    ];
    await run(more, { options: { mode: 'append' }, existing: { customers: 2, orders: 3 } });
    expect(read('SELECT count(*) FROM orders')).toEqual([[6]]);
  });

  test('fills a schema that stands empty', async () => {
    new Sqlite(path).exec(SCHEMA).close();
    await run(fine, { options: { mode: 'fill' } });
    expect(read('SELECT count(*) FROM orders')).toEqual([[3]]);
  });
});

describe('a violation is found before the commit, and nothing is kept:', () => {
  test.each<[string, SampleEvent[], RegExp]>([
    ['rows are missing', [people], /"orders" has 0 rows, 3 expected/],
    ['there are too many', [...fine, rowsInto('log', { line: ['x'] })], /"log" has 1 row, 0 expected/],
    [
      'a row is an orphan',
      [people, rowsInto('orders', { id: [1, 2, 3], customer: [1, 2, 9], total: [1, 1, 1] })],
      /"orders".*foreign key/,
    ],
    [
      'a key is there twice, which shows when its index is made',
      [rowsInto('customers', { id: [1, 2], email: ['a@x', 'A@X'], favourite: [null, null] }), orders],
      /by_email/,
    ],
  ])('%s', async (_, events, sentence) => {
    const error = await expectUndone(run(events), 'E_VERIFICATION');
    expect(error).toBeInstanceOf(VerificationError);
    expect(error.message).toMatch(sentence);
    expect(error.message).not.toMatch(/a@x/i);
  });

  test('a target that held rows is as it was', async () => {
    await run(fine);
    const before = readFileSync(path);
    await expectUndone(run([people], { options: { mode: 'truncate' } }), 'E_VERIFICATION', before);
  });

  test('the message names five violations and counts the rest', () => {
    const error = new VerificationError(['a', 'b', 'c', 'd', 'e', 'f', 'g'], null);
    expect(error.message).toBe('the rows break the rules of the schema: a; b; c; d; e; and 2 more');
  });
});

describe('anything else that goes wrong leaves the target as it was:', () => {
  test('a row that the database refuses', async () => {
    const negative = rowsInto('orders', { id: [1], customer: [1], total: [-1] });
    await expectUndone(run([people, negative]), 'E_CONSTRAINT');
  });

  test('a sampler that throws', async () => {
    function* draw(): Generator<SampleEvent> {
      yield people;
      throw new DbsynthError('E_CAPACITY', 'no room');
    }
    await expectUndone(run(draw()), 'E_CAPACITY');
  });

  test('an interruption between two batches, which also ends the sampler', async () => {
    const controller = new AbortController();
    let hasEnded = false;
    function* draw(): Generator<SampleEvent> {
      try {
        yield people;
        controller.abort();
        yield orders;
        throw new Error('nobody asks for more');
      } finally {
        hasEnded = true;
      }
    }
    await expectUndone(run(draw(), { generateOptions: { signal: controller.signal } }), 'E_INTERRUPTED');
    expect(hasEnded).toBe(true);
  });

  test('an interruption while verifying', async () => {
    const controller = new AbortController();
    const onProgress: GenerateOptions['onProgress'] = ({ stage }) => stage === 'verify' && controller.abort();
    await expectUndone(
      run(fine, { generateOptions: { signal: controller.signal, onProgress } }),
      'E_INTERRUPTED',
    );
  });

  test('a target that may not be touched', async () => {
    await run(fine);
    const before = readFileSync(path);
    await expectUndone(run(fine), 'E_TARGET_NOT_EMPTY', before);
    await expectUndone(run(fine, { generateOptions: { isSource: true } }), 'E_TARGET_IS_SOURCE', before);
  });
});

test('says so when not even the rollback succeeds', async () => {
  const catalog = await catalogOf(SCHEMA);
  const plan = planFor(catalog, { customers: 2, orders: 3, log: 0 }, {});
  const real = await openSqliteTarget(path);
  const target: Target = Object.assign(Object.create(real) as Target, {
    begin: async (...options: Parameters<Target['begin']>) => {
      const load = await real.begin(...options);
      const rollback = async () => {
        throw new Error('the connection is gone');
      };
      return Object.assign(Object.create(load) as typeof load, { rollback });
    },
  });
  await expect(generate({ catalog }, plan, target, [people], { clock: ticking() })).rejects.toMatchObject({
    code: 'E_VERIFICATION',
    message: expect.stringMatching(
      /3 expected; and sqlite:.* could not be rolled back: the connection is gone/,
    ),
  });
  await real.close();
});
