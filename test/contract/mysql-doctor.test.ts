import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { diagnoseMysql, openMysqlSource, openMysqlTarget } from '../../adapters/mysql/index.js';
import { isUsable, type Finding } from '../../src/diagnosis.js';
import type { LoadMode } from '../../src/plan/plan.js';
import type { GenerateReport } from '../../src/write/generate.js';
import { whyNoMariaDb } from '../servers/start-mariadb.js';
import { cloneBetween } from './clone-between.js';
import { MysqlDatabases } from './mysql-databases.js';

const reason = whyNoMariaDb();

const SHOP = [
  'CREATE TABLE customers (id INT PRIMARY KEY AUTO_INCREMENT, name VARCHAR(20) NOT NULL)',
  `CREATE TABLE orders (id INT PRIMARY KEY AUTO_INCREMENT, customer_id INT NOT NULL,
     FOREIGN KEY (customer_id) REFERENCES customers (id))`,
];
const ROWS = [
  `INSERT INTO customers (name) SELECT CONCAT('n', seq) FROM seq_1_to_60`,
  `INSERT INTO orders (customer_id) SELECT 1 + seq % 60 FROM seq_1_to_200`,
];

describe.skipIf(reason !== null)(reason ?? 'the doctor of a MySQL database', () => {
  const databases = new MysqlDatabases();
  const user = `dbsynth_${process.pid}`;
  beforeAll(async () => {
    await databases.start();
    await databases.run(`CREATE USER '${user}'@'%' IDENTIFIED BY 'secret'`);
  }, 300_000);
  afterAll(async () => {
    await databases.run(`DROP USER '${user}'@'%'`);
    await databases.stop();
  });
  afterEach(async () => {
    await databases.run('SET GLOBAL local_infile = 1, GLOBAL read_only = 0');
    await databases.run(`REVOKE ALL PRIVILEGES, GRANT OPTION FROM '${user}'@'%'`);
    await databases.cleanUp();
  });

  const as = (name: string): string => {
    const url = new URL(databases.url(name));
    url.username = user;
    url.password = 'secret';
    return url.href;
  };

  const problems = (findings: readonly Finding[]): string =>
    findings.flatMap(({ level, sentence }) => (level === 'good' ? [] : [sentence])).join('; ');

  async function clone(from: string, to: string, mode: LoadMode): Promise<GenerateReport> {
    const [source, target] = [await openMysqlSource(from), await openMysqlTarget(to)];
    try {
      return await cloneBetween(source, target, mode);
    } finally {
      await source.close();
      await target.close();
    }
  }

  test('prints grants that are enough to be a source, and a target that stands', async () => {
    const [source, target] = [await databases.make([...SHOP, ...ROWS]), await databases.make(SHOP)];
    const before = await diagnoseMysql(as(source));
    expect(isUsable(before.asSource)).toBe(false);
    await databases.run(...before.grants.source);
    expect(problems((await diagnoseMysql(as(source))).asSource)).toBe('');
    expect(isUsable((await diagnoseMysql(as(source))).asTarget)).toBe(false);
    // Who is shown no tables is told what a target without tables needs; SELECT shows them.
    await databases.run(`GRANT SELECT ON ${target}.* TO '${user}'@'%'`);
    const { grants } = await diagnoseMysql(as(target));
    await databases.run(...grants.target);
    expect(problems((await diagnoseMysql(as(target))).asTarget)).toBe('');
    const report = await clone(as(source), as(target), 'fill');
    expect(report).toMatchObject({ rows: 260, verification: { ok: true } });
  });

  test('prints grants that are enough to make a database and fill it', async () => {
    const [source, target] = [await databases.make([...SHOP, ...ROWS]), databases.name()];
    const { asTarget, grants } = await diagnoseMysql(as(target));
    expect(problems(asTarget)).toMatch(/lacks SELECT, INSERT.* on the database; lacks .*_dbsynth_…/);
    expect(isUsable(asTarget)).toBe(false);
    await databases.run(...grants.target);
    expect(problems((await diagnoseMysql(as(target))).asTarget)).toBe('');
    const report = await clone(databases.url(source), as(target), 'create');
    expect(report).toMatchObject({ rows: 260, verification: { ok: true } });
  });

  test('counts what was granted on single tables', async () => {
    const name = await databases.make(SHOP);
    await databases.run(
      `GRANT SELECT, INSERT, UPDATE, DELETE ON ${name}.customers TO '${user}'@'%'`,
      `GRANT SELECT ON ${name}.orders TO '${user}'@'%'`,
    );
    const { asSource, asTarget } = await diagnoseMysql(as(name));
    expect(isUsable(asSource)).toBe(true);
    expect(problems(asSource)).toBe(
      'lacks SHOW VIEW and TRIGGER: views or triggers are left out of the copy',
    );
    expect(problems(asTarget)).toMatch(/^may not both write and read "orders"; may not empty "orders"/);
  });

  test('tells which fast way is closed, and of a server that is read-only', async () => {
    const name = await databases.make(SHOP);
    await databases.run('SET GLOBAL local_infile = 0, GLOBAL read_only = 1');
    const { asTarget, isReplica } = await diagnoseMysql(databases.url(name));
    expect(isReplica).toBe(true);
    expect(isUsable(asTarget)).toBe(false);
    expect(problems(asTarget)).toMatch(/read-only.*local_infile is off/);
  });

  test('tells what the server is, and changes nothing', async () => {
    const name = await databases.make(SHOP);
    const found = await diagnoseMysql(databases.url(name));
    const [[version]] = (await databases.run('SELECT version()')) as [[string]];
    expect(found).toMatchObject({ version, isPooled: false, isReplica: false });
    expect(found.product).toBe(version.includes('MariaDB') ? 'MariaDB' : 'MySQL');
    expect(found.label).not.toContain('@');
    expect(await databases.databases()).toEqual([name]);
    expect(await databases.lookInto(name, 'SELECT COUNT(*) FROM customers')).toEqual([[0]]);
  });
});
