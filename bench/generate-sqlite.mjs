// How fast rows are drawn and written to SQLite, next to a loop that inserts the same rows ready-made, one by one.
//
//   npm run bench                         databases that the bench finds or makes
//   node bench/generate-sqlite.mjs a.db   these databases
//
// Both sides start with an empty file and end with a complete, committed database; the times of both hold the
// making of tables and indexes. Verification, which only dbsynth does, is told apart. Memory is measured in a
// process of its own for each scale. What a process spends to get going (some 0.3 s, until its code is compiled) counts
// for much at --scale 1 and for little at --scale 10.

import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Sqlite from 'better-sqlite3';
import { openSqliteSource, openSqliteTarget } from '../dist/adapters/sqlite/index.js';
import { learn } from '../dist/src/calibrate/learn.js';
import { decodeModel } from '../dist/src/model/decode-model.js';
import { encodeModel } from '../dist/src/model/encode-model.js';
import { makePlan } from '../dist/src/plan/make-plan.js';
import { planInputOf } from '../dist/src/plan/plan-input-of.js';
import { sampleInThreads } from '../dist/src/sample/sample-in-threads.js';
import { generate } from '../dist/src/write/generate.js';
import { makeSales } from './make-sales.mjs';

const HERE = fileURLToPath(import.meta.url);
const SHARED = fileURLToPath(new URL('../../shared/data/load.mjs', import.meta.url));
/** How often each race is run, by scale. */
const ROUNDS = { 1: 5, 10: 2 };
const GOAL_SHARE = 1 / 3;
const GOAL_MEGABYTES = 600;

if (process.argv[2] === '--run') {
  const [model, target, scale, threads] = process.argv.slice(3);
  console.log(JSON.stringify(await run(model, target, Number(scale), Number(threads))));
} else {
  const folder = mkdtempSync(join(tmpdir(), 'dbsynth-bench-'));
  try {
    for (const path of findDatabases(folder)) await bench(path, folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function findDatabases(folder) {
  if (process.argv.length > 2) return process.argv.slice(2);
  const sales = join(folder, 'sales.db');
  makeSales(sales);
  if (!existsSync(SHARED)) return [sales];
  const employees = join(folder, 'employees.db');
  execFileSync(process.execPath, [SHARED, 'employees', `sqlite:${employees}`, '--quiet']);
  return [sales, employees];
}

async function bench(path, folder) {
  const model = join(folder, 'model');
  const source = await openSqliteSource(path);
  writeFileSync(model, encodeModel(await learn(source)));
  await source.close();
  const target = join(folder, 'synth.db');

  console.log(`\n${basename(path)}`);
  for (const scale of [1, 10]) {
    for (const threads of [1, 2]) {
      const { report, seconds, loopSeconds, megabytes } = race(
        model,
        target,
        threads,
        scale,
        join(folder, 'loop.db'),
      );
      const share = loopSeconds / seconds;
      const isSmall = megabytes < GOAL_MEGABYTES;
      print(`--scale ${scale} --threads ${threads}`, `${speed(report.rows, seconds)} (${stages(report)})`);
      print('  insert ready-made rows', speed(report.rows, loopSeconds));
      print(
        '  share of its speed',
        `${share.toFixed(2)} (goal ${GOAL_SHARE.toFixed(2)}) ${mark(share >= GOAL_SHARE)}`,
      );
      print(
        '  peak memory',
        `${megabytes} MB for ${report.rows} rows (goal ${GOAL_MEGABYTES}) ${mark(isSmall)}`,
      );
    }
  }
}

/** Runs both in turn, and keeps the best time of each: what else the machine does only slows them down. */
function race(model, target, threads, scale, loopTarget) {
  const rounds = Array.from({ length: ROUNDS[scale] }, () => {
    const { report, megabytes } = runApart(model, target, scale, threads);
    const seconds = report.seconds - report.stages.verify;
    return { report, seconds, megabytes, loopSeconds: insertReadyMade(target, loopTarget) };
  });
  const best = rounds.toSorted((a, b) => a.seconds - b.seconds)[0];
  return { ...best, loopSeconds: Math.min(...rounds.map((round) => round.loopSeconds)) };
}

/** Generates in a new process, as the command does. */
function runApart(model, target, scale, threads) {
  const args = [HERE, '--run', model, target, String(scale), String(threads)];
  return JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8' }));
}

async function run(modelPath, path, scale, threads) {
  rmSync(path, { force: true });
  const model = decodeModel(readFileSync(modelPath));
  const target = await openSqliteTarget(path);
  const plan = makePlan(planInputOf(model), { mode: 'create', abilities: target.can, scale });
  const events = sampleInThreads(model, plan, { threads });
  const report = await generate(model, plan, target, events, { clock: () => performance.now() });
  await target.close();
  return { report, megabytes: process.resourceUsage().maxRSS >> 10 };
}

/** Inserts all rows of a database into a new one, each by itself with a prepared statement. */
function insertReadyMade(from, to) {
  const source = new Sqlite(from, { readonly: true });
  const script = source.prepare(`SELECT type, name, sql FROM sqlite_schema WHERE sql IS NOT NULL`).all();
  const tables = script
    .filter(({ type, name }) => type === 'table' && !name.startsWith('sqlite_'))
    .map(({ name, sql }) => ({ name, sql, rows: source.prepare(`SELECT * FROM "${name}"`).raw().all() }));
  source.close();
  rmSync(to, { force: true });

  const start = performance.now();
  const target = new Sqlite(to);
  for (const setting of [
    'journal_mode = MEMORY',
    'synchronous = OFF',
    'foreign_keys = OFF',
    'cache_size = -65536',
  ])
    target.pragma(setting);
  target.exec('BEGIN');
  for (const { sql } of tables) target.exec(sql);
  for (const { name, rows } of tables) {
    if (rows.length === 0) continue;
    const insert = target.prepare(`INSERT INTO "${name}" VALUES (${rows[0].map(() => '?').join(', ')})`);
    for (const row of rows) insert.run(...row);
  }
  for (const { type, sql } of script) if (type === 'index') target.exec(sql);
  target.exec('COMMIT');
  target.close();
  return (performance.now() - start) / 1000;
}

function print(label, text) {
  console.log(`  ${label.padEnd(24)} ${text}`);
}

function speed(rows, seconds) {
  return `${Math.round(rows / seconds).toLocaleString('en')} rows/s`;
}

function stages({ stages: seconds }) {
  return ['sample', 'write', 'finish', 'commit', 'verify']
    .map((stage) => `${stage} ${seconds[stage].toFixed(2)} s`)
    .join(', ');
}

function mark(isGood) {
  return isGood ? 'reached' : 'MISSED';
}
