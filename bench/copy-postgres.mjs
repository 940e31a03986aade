// How fast rows are read from and written to PostgreSQL, next to what psql does with the same rows.
//
//   node bench/copy-postgres.mjs postgres://postgres@127.0.0.1:5432/scratch [rows]
//
// The database is one that may be written to; the schema dbsynth_bench in it is made and dropped. Both sides take
// turns in one run, and the medians of their times are compared: reading with `\copy … to /dev/null`, writing
// ready-made batches into a bare table with `\copy … from` a finished text file.

import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openPostgresSource, openPostgresTarget } from '../dist/adapters/postgres/index.js';

const [url, rows = '2000000'] = process.argv.slice(2);
const TURNS = 3;
const folder = mkdtempSync(join(tmpdir(), 'dbsynth-bench-'));
const file = join(folder, 'rows.txt');
const address = `${url}${url.includes('?') ? '&' : '?'}schema=dbsynth_bench`;

const TABLE = `CREATE TABLE dbsynth_bench.t (id int, pid int NOT NULL, at timestamp NOT NULL, price numeric(10,2) NOT NULL,
  category text NOT NULL, name text, flag boolean NOT NULL, score double precision NOT NULL)`;
const FILL = `INSERT INTO dbsynth_bench.t SELECT n, n % 50000, timestamp '2020-01-01' + n * interval '17.001 seconds',
  (n::bigint * 7919 % 1000000) / 100.0, 'category ' || n % 8, CASE WHEN n % 20 > 0 THEN md5(n::text) END, n % 3 = 0, n / 3.0
  FROM generate_series(1, ${rows}) AS n`;

try {
  psql(
    'DROP SCHEMA IF EXISTS dbsynth_bench CASCADE',
    `CREATE SCHEMA dbsynth_bench`,
    TABLE,
    FILL,
    'VACUUM ANALYZE dbsynth_bench.t',
  );
  psql(`CREATE TABLE dbsynth_bench.u (LIKE dbsynth_bench.t)`, `\\copy dbsynth_bench.t to '${file}'`);
  await compare('reading', () => psql(`\\copy dbsynth_bench.t to '/dev/null'`), readAll);
  const batches = await keepAll();
  await compare(
    'writing',
    () => psql('TRUNCATE dbsynth_bench.u', `\\copy dbsynth_bench.u from '${file}'`),
    () => writeAll(batches),
  );
} finally {
  psql('DROP SCHEMA IF EXISTS dbsynth_bench CASCADE');
  rmSync(folder, { recursive: true });
}

async function compare(what, floor, ours) {
  const times = { floor: [], ours: [] };
  for (let turn = 0; turn < TURNS; turn++) {
    times.floor.push(await secondsOf(floor));
    times.ours.push(await secondsOf(ours));
  }
  const [theirs, own] = [median(times.floor), median(times.ours)];
  const megabytes = Math.round(process.memoryUsage.rss() / 1e6);
  console.log(
    `${what} ${rows} rows: psql ${theirs.toFixed(2)} s, dbsynth ${own.toFixed(2)} s, ratio ${(own / theirs).toFixed(2)}, ${megabytes} MB`,
  );
}

async function readAll() {
  const source = await openPostgresSource(address);
  const table = (await source.introspect()).tables.find(({ name }) => name === 't');
  let count = 0;
  for await (const batch of source.read(
    table,
    table.columns.map(({ name }) => name),
  ))
    count += batch.rows;
  await source.close();
  if (count !== Number(rows)) throw new Error(`${count} rows were read`);
}

async function keepAll() {
  const source = await openPostgresSource(address);
  const table = (await source.introspect()).tables.find(({ name }) => name === 't');
  const batches = [];
  for await (const batch of source.read(
    table,
    table.columns.map(({ name }) => name),
  )) {
    batches.push(batch);
    // Some of the rows again and again, for all of them would not fit.
    if (batches.length === 20) break;
  }
  await source.close();
  return batches;
}

async function writeAll(batches) {
  const target = await openPostgresTarget(address);
  const table = (await target.introspect()).tables.find(({ name }) => name === 'u');
  const load = await target.begin({ create: null, truncate: [table], deferForeignKeys: false });
  let count = 0;
  for (let turn = 0; count < Number(rows); turn++) {
    const batch = batches[turn % batches.length];
    await load.write(table, batch);
    count += batch.rows;
  }
  await load.finish();
  await load.commit();
  await target.close();
}

async function secondsOf(step) {
  const start = performance.now();
  await step();
  return (performance.now() - start) / 1000;
}

function median(values) {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
}

function psql(...commands) {
  const options = commands.flatMap((command) => ['-c', command]);
  execFileSync(
    'psql',
    ['-qX', '-c', 'SET client_min_messages = warning', '-v', 'ON_ERROR_STOP=1', url, ...options],
    { stdio: ['ignore', 'ignore', 'inherit'] },
  );
}
