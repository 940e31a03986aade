import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { openPostgresSource, openPostgresTarget } from '../../adapters/postgres/index.js';
import type { Load, LoadOptions, Source, Target } from '../../src/database.js';
import type { Table } from '../../src/introspect/catalog.js';
import { aBatch } from '../batch-builder.js';
import { startCutProxy, type CutProxy } from '../servers/cut-proxy.js';
import { startPostgres } from '../servers/postgres-server.js';
import { errorOf, rowsOf, tableOf } from './adapter-contract.js';
import { PostgresDatabases } from './postgres-databases.js';

const server = await startPostgres();
if ('reason' in server) {
  test.skip(`a PostgreSQL database behind a bad network: ${server.reason}`);
} else {
  afterAll(() => server.stop());
  postgresFaults(new PostgresDatabases(server));
}

const APPEND: LoadOptions = { create: null, truncate: [], deferForeignKeys: false };

const TWO_TABLES = [
  'CREATE TABLE first (a int, b text)',
  'CREATE TABLE second (a int, b text)',
  `INSERT INTO first VALUES (1, 'mine')`,
];
const CONTENT = ['SELECT a, b FROM first UNION ALL SELECT a, b FROM second'];
const UNCHANGED = [[1, 'mine']];

function postgresFaults(databases: PostgresDatabases): void {
  const opened: (Source | Target)[] = [];
  const proxies: CutProxy[] = [];

  async function aProxy(url: string): Promise<{ proxy: CutProxy; through: string }> {
    const address = new URL(url);
    const proxy = await startCutProxy(Number(address.port));
    proxies.push(proxy);
    address.port = String(proxy.port);
    return { proxy, through: address.href };
  }

  async function startLoad(
    url: string,
    lockTimeoutMs?: number,
  ): Promise<{ load: Load; table: (id: string) => Table }> {
    const target = await openPostgresTarget(url, lockTimeoutMs === undefined ? {} : { lockTimeoutMs });
    opened.push(target);
    const catalog = await target.introspect();
    const [first] = catalog.tables;
    const load = await target.begin({ ...APPEND, truncate: [first!] });
    return { load, table: (id) => tableOf(catalog, id) };
  }

  /** More than the sockets between take, so that the server has begun to read. */
  async function writeMuch(load: Load, table: Table): Promise<void> {
    const b = Array.from({ length: 100 }, () => 'x'.repeat(100_000));
    for (let i = 0; i < 5; i++) await load.write(table, aBatch({ a: b.map((_, n) => n), b }));
  }

  afterEach(async () => {
    for (const database of opened.splice(0)) await database.close();
    for (const proxy of proxies.splice(0)) await proxy.stop();
    await databases.cleanUp();
  });

  describe('a PostgreSQL target', () => {
    test('is as it was, and free for others, when the connection is cut in mid-COPY', async () => {
      const url = await databases.make(TWO_TABLES);
      const { proxy, through } = await aProxy(url);
      const { load, table } = await startLoad(through);
      await writeMuch(load, table('first'));
      proxy.cut();
      const goOn = async (): Promise<void> => {
        await writeMuch(load, table('first'));
        await load.finish();
      };
      expect(await errorOf(goOn())).toMatchObject({ code: 'E_CONNECTION' });
      await load.rollback();
      expect(await databases.run(url, CONTENT)).toEqual(UNCHANGED);
      const again = await startLoad(through);
      await again.load.write(again.table('first'), aBatch({ a: [2], b: ['new'] }));
      await again.load.finish();
      await again.load.commit();
      expect(await databases.run(url, CONTENT)).toEqual([[2, 'new']]);
    });

    test('is as it was when the connection is cut before the commit', async () => {
      const url = await databases.make(TWO_TABLES);
      const { proxy, through } = await aProxy(url);
      const { load, table } = await startLoad(through);
      await load.write(table('first'), aBatch({ a: [2], b: ['new'] }));
      await load.finish();
      await proxy.stop();
      expect(await errorOf(load.commit())).toMatchObject({ code: 'E_CONNECTION' });
      await load.rollback();
      expect(await databases.run(url, CONTENT)).toEqual(UNCHANGED);
    });

    test('is as it was when another program keeps a table locked for too long', async () => {
      const url = await databases.make(TWO_TABLES);
      const { load, table } = await startLoad(url, 300);
      await load.write(table('first'), aBatch({ a: [2], b: ['new'] }));
      const other = databases.run(url, ['BEGIN', 'LOCK TABLE second', 'SELECT pg_sleep(2)', 'ROLLBACK']);
      await new Promise((resolve) => setTimeout(resolve, 500));
      const write = async (): Promise<void> => {
        await load.write(table('second'), aBatch({ a: [3], b: ['new'] }));
        await load.finish();
      };
      const error = await errorOf(write());
      expect(error).toMatchObject({ code: 'E_LOCKED' });
      expect(error.message).toContain('"second"');
      await load.rollback();
      await other;
      expect(await databases.run(url, CONTENT)).toEqual(UNCHANGED);
    });

    test('is as it was when a permission is missing in mid-load', async () => {
      const role = `dbsynth_writer_${process.pid}`;
      const url = await databases.make([
        ...TWO_TABLES,
        `DO $$ BEGIN CREATE ROLE ${role} LOGIN; EXCEPTION WHEN duplicate_object THEN END $$`,
        `GRANT SELECT, INSERT, TRUNCATE ON first TO ${role}`,
        `GRANT SELECT ON second TO ${role}`,
      ]);
      const { load, table } = await startLoad(databases.server.url(new URL(url).pathname.slice(1), role));
      await load.write(table('first'), aBatch({ a: [2], b: ['new'] }));
      const write = async (): Promise<void> => {
        await load.write(table('second'), aBatch({ a: [3], b: ['new'] }));
        await load.finish();
      };
      const error = await errorOf(write());
      expect(error).toMatchObject({ code: 'E_PERMISSION' });
      expect(error.message).toContain('"second"');
      await load.rollback();
      expect(await databases.run(url, CONTENT)).toEqual(UNCHANGED);
    });

    test('is as it was when a statement takes longer than the user allows', async () => {
      const url = await databases.make([
        ...TWO_TABLES,
        `CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_sleep(5); RETURN NEW; END $$`,
        'CREATE TRIGGER waits BEFORE INSERT ON second FOR EACH ROW EXECUTE FUNCTION f()',
      ]);
      const limited = new URL(url);
      limited.searchParams.set('options', '-c statement_timeout=500');
      const { load, table } = await startLoad(limited.href);
      await load.write(table('first'), aBatch({ a: [2], b: ['new'] }));
      const write = async (): Promise<void> => {
        await load.write(table('second'), aBatch({ a: [3], b: ['new'] }));
        await load.finish();
      };
      const error = await errorOf(write());
      expect(error).toMatchObject({ code: 'E_CONNECTION' });
      expect(error.message).toMatch(/"second".*time-out/);
      await load.rollback();
      expect(await databases.run(url, CONTENT)).toEqual(UNCHANGED);
    });
  });

  describe('a PostgreSQL source', () => {
    test('says that the connection was lost when it is cut in the middle of a table', async () => {
      const url = await databases.make([
        'CREATE TABLE t (a int, b text)',
        `INSERT INTO t SELECT n, repeat('x', 1000) FROM generate_series(1, 50000) AS n`,
      ]);
      const { proxy, through } = await aProxy(url);
      const source = await openPostgresSource(through);
      opened.push(source);
      const [t] = (await source.introspect()).tables;
      const reading = source.read(t!, ['a', 'b'], { batchRows: 100 })[Symbol.asyncIterator]();
      await reading.next();
      proxy.cut();
      const readOn = async (): Promise<void> => {
        while ((await reading.next()).done !== true);
      };
      expect(await errorOf(readOn())).toMatchObject({ code: 'E_CONNECTION' });
      expect(await errorOf(rowsOf(source, t!))).toMatchObject({ code: 'E_CONNECTION' });
    });
  });
}
