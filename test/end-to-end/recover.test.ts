import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { openMysqlTarget } from '../../adapters/mysql/index.js';
import type { RecoverResult } from '../../commands/recover.js';
import type { SchemaScript } from '../../src/introspect/catalog.js';
import { aBatch } from '../batch-builder.js';
import { errorOf, tableOf } from '../contract/adapter-contract.js';
import { MysqlDatabases } from '../contract/mysql-databases.js';
import { startCutProxy } from '../servers/cut-proxy.js';
import { whyNoMariaDb } from '../servers/start-mariadb.js';
import { makeBookshop } from './bookshop.js';
import { inFolder } from './in-folder.js';
import { runForError, runForResult } from './run-dbsynth.js';

const reason = whyNoMariaDb();
const at = inFolder();

/** Many triggers, so that the moment in which some of them are missing is long enough to be hit. */
const SHOP = [
  'CREATE TABLE customers (id INT PRIMARY KEY, name VARCHAR(100))',
  'CREATE TABLE orders (id INT PRIMARY KEY, customer_id INT, FOREIGN KEY (customer_id) REFERENCES customers (id))',
  'CREATE FUNCTION twice(n INT) RETURNS INT DETERMINISTIC RETURN 2 * n',
  'CREATE VIEW doubles AS SELECT twice(id) AS id FROM customers',
  ...Array.from(
    { length: 50 },
    (_, n) => `CREATE TRIGGER t${n} BEFORE INSERT ON orders FOR EACH ROW SET NEW.id = NEW.id + ${n}`,
  ),
];

describe.skipIf(reason !== null)(reason ?? 'dbsynth recover', () => {
  const databases = new MysqlDatabases();
  beforeAll(() => databases.start(), 300_000);
  afterAll(() => databases.stop());
  afterEach(() => databases.cleanUp());

  async function scriptOf(name: string): Promise<SchemaScript> {
    const source = await databases.openSource(name);
    try {
      return (await source.introspect()).script;
    } finally {
      await source.close();
    }
  }

  /** Loads a shop and loses the server for good when the tables have just been moved to the target. */
  async function interrupt(name: string): Promise<{ error: Error; script: SchemaScript }> {
    const source = await databases.source(SHOP);
    const catalog = await source.introspect();
    await source.close();
    const url = new URL(databases.tcpUrl(name));
    const proxy = await startCutProxy(Number(url.port));
    url.port = String(proxy.port);
    const target = await openMysqlTarget(url.href);
    const load = await target.begin({ create: catalog.script, truncate: [], deferForeignKeys: false });
    await load.write(tableOf(catalog, 'customers'), aBatch({ id: [1, 2], name: ['a', 'b'] }));
    await load.write(tableOf(catalog, 'orders'), aBatch({ id: [1], customer_id: [2] }));
    await load.finish();
    const committing = errorOf(load.commit());
    const moved = `SELECT 1 FROM information_schema.triggers WHERE trigger_schema = '${name}' LIMIT 1`;
    while ((await databases.run(moved)).length === 0) await databases.run('DO SLEEP(0.01)');
    await proxy.stop();
    const error = await committing;
    await load.rollback();
    await target.close();
    return { error, script: catalog.script };
  }

  const CONTENT = 'SELECT (SELECT COUNT(*) FROM customers), (SELECT COUNT(*) FROM orders)';

  test('says what stands after a move that was interrupted, and completes it', async () => {
    const name = databases.name();
    const { error, script } = await interrupt(name);
    expect(error).toMatchObject({ code: 'E_UNFINISHED' });
    expect(error.message).toContain('trigger "t49"');
    const here = { cwd: at(), env: {} };
    const url = databases.url(name);
    const found = await runForResult<RecoverResult>(['recover', url], here);
    expect(found).toMatchObject({ tables: ['customers', 'orders'], done: 'nothing' });
    expect(found.missing).toContain('trigger "t49"');
    expect(found.missing).not.toContain('view "doubles"');
    makeBookshop(at('real.db'));
    const refused = await runForError(['clone', 'real.db', '--to', url, '--truncate', '--yes'], here);
    expect(refused).toMatchObject({ code: 'E_UNFINISHED', exitCode: 6 });
    const { done } = await runForResult<RecoverResult>(['recover', url, '--resume'], here);
    expect(done).toBe('resumed');
    expect(await databases.lookInto(name, CONTENT)).toEqual([[2, 1]]);
    expect(await scriptOf(name)).toEqual(script);
    expect((await databases.databases()).filter((other) => other.startsWith(`${name}_`))).toEqual([]);
    expect(await runForResult(['recover', url], here)).toMatchObject({ tables: [], done: 'nothing' });
  });

  test('drops what an interrupted move left, and nothing else', async () => {
    const name = await databases.make([]);
    await interrupt(name);
    await databases.run(`CREATE TABLE ${name}.mine (a INT)`);
    const here = { cwd: at(), env: {} };
    const unasked = await runForError(['recover', databases.url(name), '--discard'], here);
    expect(unasked).toMatchObject({ code: 'E_NOT_CONFIRMED' });
    const args = ['recover', databases.url(name), '--discard', '--yes'];
    expect(await runForResult(args, here)).toMatchObject({ done: 'discarded' });
    expect(await scriptOf(name)).toMatchObject({ tables: [{ name: 'mine' }], afterLoad: [] });
    expect((await databases.databases()).filter((other) => other.startsWith(name))).toEqual([name]);
  });
});
