import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { openMysqlSource, openMysqlTarget } from '../../adapters/mysql/index.js';
import type { Database, Load, LoadOptions, Target } from '../../src/database.js';
import type { Catalog, Table } from '../../src/introspect/catalog.js';
import { aBatch } from '../batch-builder.js';
import { startCutProxy, type CutProxy } from '../servers/cut-proxy.js';
import { whyNoMariaDb } from '../servers/start-mariadb.js';
import { errorOf, tableOf } from './adapter-contract.js';
import { MysqlDatabases } from './mysql-databases.js';

const reason = whyNoMariaDb();

const APPEND: LoadOptions = { create: null, truncate: [], deferForeignKeys: false };

const TWO_TABLES = [
  'CREATE TABLE first (a INT, b LONGTEXT)',
  'CREATE TABLE second (a INT, b LONGTEXT)',
  `INSERT INTO first VALUES (1, 'mine')`,
];
const CONTENT = 'SELECT a, b FROM first UNION ALL SELECT a, b FROM second';
const UNCHANGED = [[1, 'mine']];

const SLOW_FILE = 'CREATE TABLE a (id INT);\nDO SLEEP(3);\nCREATE TABLE b (id INT);';

describe.skipIf(reason !== null)(reason ?? 'a MySQL database behind a bad network', () => {
  const databases = new MysqlDatabases();
  const opened: Database[] = [];
  const proxies: CutProxy[] = [];
  beforeAll(() => databases.start(), 300_000);
  afterAll(() => databases.stop());
  afterEach(async () => {
    for (const database of opened.splice(0)) await database.close();
    for (const proxy of proxies.splice(0)) await proxy.stop();
    await databases.cleanUp();
  });

  async function aProxy(name: string): Promise<{ proxy: CutProxy; through: string }> {
    const url = new URL(databases.tcpUrl(name));
    const proxy = await startCutProxy(Number(url.port));
    proxies.push(proxy);
    url.port = String(proxy.port);
    return { proxy, through: url.href };
  }

  async function open(url: string): Promise<Target> {
    const target = await openMysqlTarget(url, { lockTimeoutMs: 1000 });
    opened.push(target);
    return target;
  }

  /** A load into a schema that stands, which has emptied its first table. */
  async function startLoad(url: string): Promise<{ load: Load; table: (id: string) => Table }> {
    const target = await open(url);
    const catalog = await target.introspect();
    const load = await target.begin({ ...APPEND, truncate: [tableOf(catalog, 'first')] });
    return { load, table: (id) => tableOf(catalog, id) };
  }

  async function aCatalog(): Promise<Catalog> {
    const source = await databases.source(TWO_TABLES);
    opened.push(source);
    return source.introspect();
  }

  async function writeMuch(load: Load, table: Table): Promise<void> {
    const b = Array.from({ length: 100 }, () => 'x'.repeat(100_000));
    for (let i = 0; i < 3; i++) await load.write(table, aBatch({ a: b.map((_, n) => n), b }));
  }

  const shadowsOf = async (name: string): Promise<string[]> =>
    (await databases.databases()).filter((found) => found.startsWith(`${name}_dbsynth_`));

  test('is as it was, and free for others, when the connection is cut while rows are written', async () => {
    const name = await databases.make(TWO_TABLES);
    const { proxy, through } = await aProxy(name);
    const { load, table } = await startLoad(through);
    await writeMuch(load, table('first'));
    const writing = errorOf(writeMuch(load, table('second')));
    proxy.cut();
    expect(await writing).toMatchObject({ code: 'E_CONNECTION' });
    await load.rollback();
    expect(await databases.lookInto(name, CONTENT)).toEqual(UNCHANGED);
    const again = await startLoad(through);
    await again.load.write(again.table('first'), aBatch({ a: [2], b: ['new'] }));
    await again.load.finish();
    await again.load.commit();
    expect(await databases.lookInto(name, CONTENT)).toEqual([[2, 'new']]);
  });

  test('does not exist, nor anything beside it, when the connection is cut while its schema is filled', async () => {
    const { script, tables } = await aCatalog();
    const name = databases.name();
    const { proxy, through } = await aProxy(name);
    const load = await (await open(through)).begin({ ...APPEND, create: script });
    await load.write(tables[0]!, aBatch({ a: [1], b: ['x'] }));
    expect(await shadowsOf(name)).toHaveLength(1);
    proxy.cut();
    expect(await errorOf(load.finish())).toMatchObject({ code: 'E_CONNECTION' });
    await load.rollback();
    expect((await databases.databases()).filter((found) => found.startsWith(name))).toEqual([]);
  });

  test('is as it was when the server is out of reach for good, and what stands beside it is named and dropped by the next run', async () => {
    const { script, tables } = await aCatalog();
    const name = databases.name();
    const { proxy, through } = await aProxy(name);
    const load = await (await open(through)).begin({ ...APPEND, create: script });
    await load.write(tables[0]!, aBatch({ a: [1], b: ['x'] }));
    const [shadow] = await shadowsOf(name);
    await proxy.stop();
    const error = (await errorOf(load.rollback())) as Error & { hint?: string };
    expect(error).toMatchObject({ code: 'E_CONNECTION' });
    expect(error.message).toContain(shadow);
    expect(error.hint).toContain(`DROP DATABASE \`${shadow!}\``);
    expect(await databases.databases()).not.toContain(name);
    await databases.run('DO SLEEP(0.2)');
    const next = await (await open(databases.url(name))).begin({ ...APPEND, create: script });
    expect(await databases.databases()).not.toContain(shadow);
    await next.rollback();
    expect(await shadowsOf(name)).toEqual([]);
  });

  test.each(['new', 'empty'])(
    'is as it was when the connection is cut while a file of SQL runs in a %s database',
    async (kind) => {
      const name = kind === 'new' ? databases.name() : await databases.make([]);
      const { proxy, through } = await aProxy(name);
      const making = errorOf((await open(through)).makeSchema(SLOW_FILE));
      await untilSlow(name);
      proxy.cut();
      expect(await making).toMatchObject({ code: 'E_CONNECTION' });
      if (kind === 'new') expect(await databases.databases()).not.toContain(name);
      else expect(await databases.run(`SHOW TABLES FROM ${name}`)).toEqual([]);
    },
  );

  test('is said to hold what a file of SQL made when the server is out of reach for good', async () => {
    const name = await databases.make([]);
    const { proxy, through } = await aProxy(name);
    const making = errorOf((await open(through)).makeSchema(SLOW_FILE));
    await untilSlow(name);
    await proxy.stop();
    const error = await making;
    expect(error).toMatchObject({ code: 'E_UNFINISHED' });
    expect(error.message).toContain('line 2');
  });

  /** Waits until the second statement of the slow file runs. */
  async function untilSlow(name: string): Promise<void> {
    const find = `SELECT 1 FROM information_schema.processlist WHERE db = '${name}' AND info LIKE 'DO SLEEP(3)%'`;
    while ((await databases.run(find)).length === 0) await databases.run('DO SLEEP(0.02)');
  }

  test('is as it was when another program keeps a table locked for too long', async () => {
    const name = await databases.make(TWO_TABLES);
    const { load, table } = await startLoad(databases.url(name));
    await load.write(table('first'), aBatch({ a: [2], b: ['new'] }));
    const other = await databases.connect(name);
    await other.query('LOCK TABLES second WRITE');
    const error = await errorOf(load.write(table('second'), aBatch({ a: [3], b: ['new'] })));
    expect(error).toMatchObject({ code: 'E_LOCKED' });
    expect(error.message).toContain('"second"');
    await other.end();
    await load.rollback();
    expect(await databases.lookInto(name, CONTENT)).toEqual(UNCHANGED);
  });

  test('is as it was when a permission is missing in mid-load', async () => {
    const name = await databases.make(TWO_TABLES);
    const user = `dbsynth_writer_${process.pid}`;
    await databases.run(
      `CREATE USER '${user}'@'%' IDENTIFIED BY 'secret'`,
      `GRANT SELECT, INSERT, DELETE ON ${name}.first TO '${user}'@'%'`,
      `GRANT SELECT ON ${name}.second TO '${user}'@'%'`,
    );
    try {
      const url = new URL(databases.url(name));
      url.username = user;
      url.password = 'secret';
      const { load, table } = await startLoad(url.href);
      await load.write(table('first'), aBatch({ a: [2], b: ['new'] }));
      const error = await errorOf(load.write(table('second'), aBatch({ a: [3], b: ['new'] })));
      expect(error).toMatchObject({ code: 'E_PERMISSION' });
      expect(error.message).toContain('"second"');
      expect(error.message).not.toContain('secret');
      await load.rollback();
      expect(await databases.lookInto(name, CONTENT)).toEqual(UNCHANGED);
    } finally {
      await databases.run(`DROP USER '${user}'@'%'`);
    }
  });

  test('is as it was when an administrator ends a statement', async () => {
    const name = await databases.make([
      ...TWO_TABLES,
      'CREATE TRIGGER waits BEFORE INSERT ON second FOR EACH ROW SET NEW.a = NEW.a + SLEEP(20)',
    ]);
    const { load, table } = await startLoad(databases.url(name));
    await load.write(table('first'), aBatch({ a: [2], b: ['new'] }));
    const writing = errorOf(load.write(table('second'), aBatch({ a: [3, 4], b: ['new', 'new'] })));
    const find = `SELECT id FROM information_schema.processlist WHERE db = '${name}' AND command = 'Query'`;
    let found = await databases.run(find);
    for (; found.length === 0; found = await databases.run(find)) await databases.run('DO SLEEP(0.05)');
    await databases.run('DO SLEEP(0.2)', `KILL QUERY ${String(found[0]![0])}`);
    const error = await writing;
    expect(error).toMatchObject({ code: 'E_CONNECTION' });
    expect(error.message).toMatch(/ended/);
    await load.rollback();
    expect(await databases.lookInto(name, CONTENT)).toEqual(UNCHANGED);
  });

  test('is read whole whatever time the server allows a statement by default', async (context) => {
    const [limit] = await databases.run(`SHOW GLOBAL VARIABLES LIKE 'max_statement_time'`);
    if (limit === undefined) return context.skip('MySQL limits only what the user sets');
    const name = await databases.make([
      'CREATE TABLE t (a INT)',
      'INSERT INTO t SELECT seq FROM seq_1_to_100',
      'CREATE VIEW slow AS SELECT a, SLEEP(0.01 + a * 0) AS s FROM t',
    ]);
    await databases.run('SET GLOBAL max_statement_time = 0.2');
    try {
      const source = await openMysqlSource(databases.url(name));
      opened.push(source);
      expect(await source.query('SELECT COUNT(s) FROM slow')).toEqual([[100]]);
    } finally {
      await databases.run(`SET GLOBAL max_statement_time = ${String(limit[1])}`);
    }
  });

  test('says that the connection was lost when it is cut in the middle of a table', async () => {
    const name = await databases.make([
      'CREATE TABLE t (a INT PRIMARY KEY, b TEXT)',
      `INSERT INTO t SELECT seq, REPEAT('x', 1000) FROM seq_1_to_50000`,
    ]);
    const { proxy, through } = await aProxy(name);
    const source = await openMysqlSource(through);
    opened.push(source);
    const [t] = (await source.introspect()).tables;
    const reading = source.read(t!, ['a', 'b'], { batchRows: 100 })[Symbol.asyncIterator]();
    await reading.next();
    proxy.cut();
    const readOn = async (): Promise<void> => {
      while ((await reading.next()).done !== true);
    };
    expect(await errorOf(readOn())).toMatchObject({ code: 'E_CONNECTION' });
  });
});
