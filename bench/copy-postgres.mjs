// How fast rows are read from and written to PostgreSQL, next to what psql does with the same rows.
//
//   node bench/copy-postgres.mjs postgres://postgres@127.0.0.1:5432/scratch [rows]
//
// The database is one that may be written to; the schema dbsynth_bench in it is made and dropped. Reading is compared
// with `\copy … to /dev/null`, writing ready-made batches into a bare table with `\copy … from` a finished text file.

import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openPostgresSource, openPostgresTarget } from '../dist/adapters/postgres/index.js';
import { compare, keepBatches, readAll, writeAll } from './side-by-side.mjs';

const [url, rows = '2000000'] = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), 'dbsynth-bench-'));
const file = join(folder, 'rows.txt');
const address = `${url}${url.includes('?') ? '&' : '?'}schema=dbsynth_bench`;

const TABLE = `CREATE TABLE dbsynth_bench.t (id int, pid int NOT NULL, at timestamp NOT NULL, price numeric(10,2) NOT NULL,
  category text NOT NULL, name text, flag boolean NOT NULL, score double precision NOT NULL)`;
const FILL = `INSERT INTO dbsynth_bench.t SELECT n, n % 50000, timestamp '2020-01-01' + n * interval '17.001 seconds',
  (n::bigint * 7919 % 1000000) / 100.0, 'category ' || n % 8, CASE WHEN n % 20 > 0 THEN md5(n::text) END, n % 3 = 0, n / 3.0
  FROM generate_series(1, ${rows}) AS n`;

try {
  psql('DROP SCHEMA IF EXISTS dbsynth_bench CASCADE', `CREATE SCHEMA dbsynth_bench`, TABLE, FILL);
  psql('VACUUM ANALYZE dbsynth_bench.t', `CREATE TABLE dbsynth_bench.u (LIKE dbsynth_bench.t)`);
  psql(`\\copy dbsynth_bench.t to '${file}'`);
  await compare(
    `reading ${rows} rows`,
    'psql',
    () => psql(`\\copy dbsynth_bench.t to '/dev/null'`),
    () => using(openPostgresSource, (source) => readAll(source, 't')),
    { goal: 1.5 },
  );
  const batches = await using(openPostgresSource, (source) => keepBatches(source, 't', 20));
  await compare(
    `writing ${rows} rows`,
    'psql',
    () => psql('TRUNCATE dbsynth_bench.u', `\\copy dbsynth_bench.u from '${file}'`),
    () => using(openPostgresTarget, (target) => writeAll(target, 'u', batches, Number(rows))),
    { goal: 1.2 },
  );
  console.log(`peak memory ${process.resourceUsage().maxRSS >> 10} MB`);
} finally {
  psql('DROP SCHEMA IF EXISTS dbsynth_bench CASCADE');
  rmSync(folder, { recursive: true });
}

async function using(open, step) {
  const database = await open(address);
  try {
    return await step(database);
  } finally {
    await database.close();
  }
}

function psql(...commands) {
  const options = commands.flatMap((command) => ['-c', command]);
  execFileSync(
    'psql',
    ['-qX', '-c', 'SET client_min_messages = warning', '-v', 'ON_ERROR_STOP=1', url, ...options],
    { stdio: ['ignore', 'ignore', 'inherit'] },
  );
}
