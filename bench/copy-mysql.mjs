// How fast rows are read from and written to MySQL or MariaDB, next to what their own programs do with the same rows.
//
//   node bench/copy-mysql.mjs 'mysql://root@localhost/?socket=/run/mysqld/mysqld.sock' [rows]
//
// The user may make databases; dbsynth_bench is made and dropped. Reading is compared with a dump of the same rows to
// /dev/null, writing ready-made batches into a bare table with LOAD DATA LOCAL from a finished text file.

import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openMysqlSource, openMysqlTarget } from '../dist/adapters/mysql/index.js';
import { mysqlClient } from './mysql-client.mjs';
import { compare, keepBatches, readAll, writeAll } from './side-by-side.mjs';

const [url, rows = '2000000'] = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), 'dbsynth-bench-'));
const file = join(folder, 'rows.txt');
const { address, run, clientArguments, program } = mysqlClient(url, 'dbsynth_bench');

const TABLE = `CREATE TABLE t (id int, pid int NOT NULL, at datetime(6) NOT NULL, price decimal(10,2) NOT NULL,
  category varchar(40) NOT NULL, name varchar(40), flag boolean NOT NULL, score double NOT NULL)`;
const DIGITS =
  '(SELECT 0 d UNION SELECT 1 UNION SELECT 2 UNION SELECT 3 UNION SELECT 4 UNION SELECT 5 UNION SELECT 6 UNION SELECT 7 UNION SELECT 8 UNION SELECT 9)';
const NUMBERS = `SELECT a.d + 10 * b.d + 100 * c.d + 1000 * e.d + 10000 * f.d + 100000 * g.d + 1000000 * h.d + 1 n
  FROM ${['a', 'b', 'c', 'e', 'f', 'g', 'h'].map((alias) => `${DIGITS} ${alias}`).join(' JOIN ')} HAVING n <= ${rows}`;
const FILL = `INSERT INTO t SELECT n, n % 50000, timestamp '2020-01-01 00:00:00' + INTERVAL n * 17001000 MICROSECOND,
  (n * 7919 % 1000000) / 100, concat('category ', n % 8), IF(n % 20 > 0, md5(n), NULL), n % 3 = 0, n / 3e0 FROM (${NUMBERS}) numbers`;

try {
  run('DROP DATABASE IF EXISTS dbsynth_bench; CREATE DATABASE dbsynth_bench');
  run(`USE dbsynth_bench; ${TABLE}; ${FILL}; CREATE TABLE u LIKE t`);
  dumpTexts();
  await compare(
    `reading ${rows} rows`,
    'dump',
    dumpAll,
    () => using(openMysqlSource, (source) => readAll(source, 't')),
    { goal: 1.5 },
  );
  const batches = await using(openMysqlSource, (source) => keepBatches(source, 't', 20));
  await compare(
    `writing ${rows} rows`,
    'LOAD DATA',
    () =>
      run(
        `USE dbsynth_bench; TRUNCATE u; LOAD DATA LOCAL INFILE '${file}' INTO TABLE u CHARACTER SET utf8mb4`,
      ),
    () => {
      run('TRUNCATE dbsynth_bench.u');
      return using(openMysqlTarget, (target) => writeAll(target, 'u', batches, Number(rows)));
    },
    { goal: 1.2 },
  );
  console.log(`peak memory ${process.resourceUsage().maxRSS >> 10} MB`);
} finally {
  run('DROP DATABASE IF EXISTS dbsynth_bench');
  rmSync(folder, { recursive: true });
}

/** The rows as the client prints them, which is how LOAD DATA reads them. */
function dumpTexts() {
  const client = [program, ...clientArguments].map((argument) => `'${argument}'`).join(' ');
  const select = `${client} --batch --quick -N -e 'SELECT * FROM dbsynth_bench.t'`;
  execFileSync('bash', ['-c', `set -o pipefail; ${select} | sed 's/\\tNULL\\t/\\t\\\\N\\t/g' >'${file}'`]);
}

function dumpAll() {
  const args = [...clientArguments, '--single-transaction', '--no-create-info', 'dbsynth_bench', 't'];
  execFileSync(`${program}-dump`.replace('mysql-dump', 'mysqldump'), args, {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}

async function using(open, step) {
  const database = await open(address);
  try {
    return await step(database);
  } finally {
    await database.close();
  }
}
