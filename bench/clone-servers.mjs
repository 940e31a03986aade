// How long a whole clone takes on a server, next to a dump of the same database that is piped into the client.
//
//   node bench/clone-servers.mjs postgres://postgres@127.0.0.1:5432/postgres [employees|sales] [rows]
//   node bench/clone-servers.mjs 'mysql://root@localhost/?socket=/run/mysqld/mysqld.sock' [employees|sales] [rows]
//
// The user may make databases; dbsynth_bench and dbsynth_bench_copy are made and dropped. Learning reads its default
// sample, all rows are generated, and verified, which the dump does not do. `employees` needs the databases beside this
// repository; `sales` is 50,000 customers with two million sales.

import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { mysqlClient } from './mysql-client.mjs';
import { compare } from './side-by-side.mjs';

const SHARED = fileURLToPath(new URL('../../shared/data/load.mjs', import.meta.url));
const DBSYNTH = fileURLToPath(new URL('../dist/commands/main.js', import.meta.url));
const [SOURCE, COPY] = ['dbsynth_bench', 'dbsynth_bench_copy'];
const [url, only, rows = '2000000'] = process.argv.slice(2);
const server = url.startsWith('postgres') ? postgresServer() : mysqlServer();

try {
  for (const name of only === undefined ? ['employees', 'sales'] : [only]) {
    server.make(SOURCE);
    if (name === 'employees') shell(['node', SHARED, name, server.address(SOURCE), '--quiet']);
    else server.fill();
    let told = '';
    await compare(
      `cloning ${name}`,
      'dump',
      () => {
        server.make(COPY);
        server.dump();
      },
      () => {
        server.make(COPY);
        const args = [DBSYNTH, 'clone', server.address(SOURCE), '--to', server.address(COPY), '--json'];
        const { learnSeconds, report } = JSON.parse(
          execFileSync(process.execPath, args, { maxBuffer: 2 ** 28, stdio: ['ignore', 'pipe', 'inherit'] }),
        );
        const stages = Object.entries(report.stages).map(
          ([stage, seconds]) => `${stage} ${seconds.toFixed(1)}`,
        );
        told = `${report.rows} rows; seconds: learn ${learnSeconds}, ${stages.join(', ')}`;
      },
      { goal: 2.5 },
    );
    console.log(`  ${told}`);
  }
} finally {
  for (const name of [SOURCE, COPY]) server.drop(name);
}

function postgresServer() {
  const address = (name) => {
    const found = new URL(url);
    found.pathname = `/${name}`;
    return found.href;
  };
  const psql = (database, ...commands) =>
    shell(['psql', '-qX', '-v', 'ON_ERROR_STOP=1', database, ...commands.flatMap((sql) => ['-c', sql])]);
  const drop = (name) => psql(url, 'SET client_min_messages = warning', `DROP DATABASE IF EXISTS ${name}`);
  return {
    address,
    drop,
    make(name) {
      drop(name);
      psql(url, `CREATE DATABASE ${name}`);
    },
    fill() {
      psql(
        address(SOURCE),
        `CREATE TABLE customers (id int PRIMARY KEY, name text NOT NULL, city text NOT NULL)`,
        `INSERT INTO customers SELECT n, md5(n::text), 'city ' || n % 100 FROM generate_series(0, 49999) AS n`,
        `CREATE TABLE sales (id int PRIMARY KEY, customer_id int NOT NULL, at timestamp NOT NULL, price numeric(10,2) NOT NULL,
           category text NOT NULL, name text, flag boolean NOT NULL, score double precision NOT NULL)`,
        `INSERT INTO sales SELECT n, n::bigint * 7919 % 50000, timestamp '2020-01-01' + n * interval '17.001 seconds',
           (n::bigint * 7919 % 1000000) / 100.0, 'category ' || n % 8, CASE WHEN n % 20 > 0 THEN md5(n::text) END, n % 3 = 0, n / 3.0
           FROM generate_series(1, ${rows}) AS n`,
        `ALTER TABLE sales ADD FOREIGN KEY (customer_id) REFERENCES customers`,
        `CREATE INDEX ON sales (customer_id)`,
        `ANALYZE`,
      );
    },
    dump() {
      shell([
        'bash',
        '-c',
        `set -o pipefail; pg_dump '${address(SOURCE)}' | psql -qX -v ON_ERROR_STOP=1 '${address(COPY)}'`,
      ]);
    },
  };
}

function mysqlServer() {
  const { program, clientArguments, run, addressOf } = mysqlClient(url, SOURCE);
  const client = clientArguments.map((argument) => `'${argument}'`).join(' ');
  const dumper = program === 'mariadb' ? 'mariadb-dump' : 'mysqldump';
  const drop = (name) => run(`DROP DATABASE IF EXISTS ${name}`);
  return {
    address: addressOf,
    drop,
    make(name) {
      drop(name);
      run(`CREATE DATABASE ${name}`);
    },
    fill() {
      const digits = `(${[...'0123456789'].map((digit) => `SELECT ${digit} d`).join(' UNION ')})`;
      const numbers = `SELECT a.d + 10 * b.d + 100 * c.d + 1000 * e.d + 10000 * f.d + 100000 * g.d + 1000000 * h.d + 1 n
        FROM ${[...'abcefgh'].map((alias) => `${digits} ${alias}`).join(' JOIN ')} HAVING n <= ${rows}`;
      run(`USE ${SOURCE};
        CREATE TABLE customers (id int PRIMARY KEY, name varchar(40) NOT NULL, city varchar(40) NOT NULL);
        INSERT INTO customers SELECT n - 1, md5(n), concat('city ', n % 100) FROM (${numbers}) numbers WHERE n <= 50000;
        CREATE TABLE sales (id int PRIMARY KEY, customer_id int NOT NULL, at datetime(6) NOT NULL, price decimal(10,2) NOT NULL,
          category varchar(40) NOT NULL, name varchar(40), flag boolean NOT NULL, score double NOT NULL,
          FOREIGN KEY (customer_id) REFERENCES customers (id));
        INSERT INTO sales SELECT n, n * 7919 % 50000, timestamp '2020-01-01 00:00:00' + INTERVAL n * 17001000 MICROSECOND,
          (n * 7919 % 1000000) / 100, concat('category ', n % 8), IF(n % 20 > 0, md5(n), NULL), n % 3 = 0, n / 3e0
          FROM (${numbers}) numbers`);
    },
    dump() {
      shell([
        'bash',
        '-c',
        `set -o pipefail; ${dumper} ${client} --single-transaction ${SOURCE} | ${program} ${client} ${COPY}`,
      ]);
    },
  };
}

function shell([program, ...args]) {
  execFileSync(program, args, { stdio: ['ignore', 'ignore', 'inherit'] });
}
