// What a row of a junction table costs when 95 % of its possible pairs are taken, next to 5 %.
//
//   npm run build && node bench/fill-junction.mjs
//
// 1,000 authors and 200 books, each pair at most once, in SQLite. Once the junction is learned from a source that is as
// full, with a share that follows from the author; once it is filled from its schema alone. Both fills take turns in one
// run, and the best of three turns is kept. Seconds are CPU seconds of this process for drawing and writing the junction's rows, so that other programs
// on the machine do not count.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { openSqliteSource, openSqliteTarget } from '../dist/adapters/sqlite/index.js';
import { inventModel } from '../dist/src/invent/invent-model.js';
import { learn } from '../dist/src/calibrate/learn.js';
import { makePlan } from '../dist/src/plan/make-plan.js';
import { planInputOf } from '../dist/src/plan/plan-input-of.js';
import { sample } from '../dist/src/sample/sample.js';
import { generate } from '../dist/src/write/generate.js';

const [AUTHORS, BOOKS] = [1_000, 200];
const SHARES = [0.05, 0.95];
const TURNS = 3;
const GOAL = 3;

const folder = mkdtempSync(join(tmpdir(), 'dbsynth-bench-'));
try {
  const learned = new Map();
  for (const share of SHARES) learned.set(share, await learnFrom(makeSource(share)));
  await compare('learned', (share) => learned.get(share));
  const invented = inventModel(learned.get(SHARES[0]).catalog);
  await compare('from the schema alone', () => invented);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function makeSource(share) {
  const path = join(folder, `real-${share}.db`);
  const database = new Sqlite(path);
  database.exec(`
    CREATE TABLE authors (id INTEGER PRIMARY KEY, born INTEGER NOT NULL);
    CREATE TABLE books (id INTEGER PRIMARY KEY, pages INTEGER NOT NULL);
    CREATE TABLE writes (
      author_id INTEGER NOT NULL REFERENCES authors (id),
      book_id INTEGER NOT NULL REFERENCES books (id),
      share INTEGER NOT NULL,
      PRIMARY KEY (author_id, book_id)
    );
    WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${AUTHORS})
    INSERT INTO authors SELECT i, 1900 + i * 37 % 90 FROM n;
    WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${BOOKS})
    INSERT INTO books SELECT i, 50 + i * 53 % 700 FROM n;
    INSERT INTO writes SELECT a.id, b.id, a.born % 9 FROM authors a, books b
    WHERE (a.id * 7919 + b.id * 104729) % 1000 < ${1000 * share};`);
  database.close();
  return path;
}

async function learnFrom(path) {
  const source = await openSqliteSource(path);
  try {
    return await learn(source);
  } finally {
    await source.close();
  }
}

async function compare(what, modelOf) {
  const best = new Map(SHARES.map((share) => [share, Infinity]));
  for (let turn = 0; turn < TURNS; turn++)
    for (const share of SHARES)
      best.set(share, Math.min(best.get(share), await microsecondsPerRow(modelOf(share), share)));
  const [few, many] = SHARES.map((share) => best.get(share));
  const ratio = many / few;
  console.log(
    `${what}: ${few.toFixed(1)} µs per row at 5 %, ${many.toFixed(1)} µs at 95 %, ratio ${ratio.toFixed(2)} (goal ${GOAL}) ${ratio <= GOAL ? 'reached' : 'MISSED'}`,
  );
}

async function microsecondsPerRow(model, share) {
  const path = join(folder, 'synth.db');
  rmSync(path, { force: true });
  const target = await openSqliteTarget(path);
  try {
    const rows = { authors: AUTHORS, books: BOOKS, writes: Math.round(AUTHORS * BOOKS * share) };
    const plan = makePlan(planInputOf(model), { mode: 'create', abilities: target.can, rows });
    const report = await generate(model, plan, target, sample(model, plan), { clock: cpuMilliseconds });
    const junction = report.tables.find(({ id }) => id === 'writes');
    return (junction.seconds * 1e6) / junction.rows;
  } finally {
    await target.close();
  }
}

function cpuMilliseconds() {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
