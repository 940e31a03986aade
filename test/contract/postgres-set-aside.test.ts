import { afterAll, afterEach, describe, expect, test } from 'vitest';
import type { Load, LoadOptions, Target } from '../../src/database.js';
import type { Table } from '../../src/introspect/catalog.js';
import { aBatch } from '../batch-builder.js';
import { startPostgres } from '../servers/postgres-server.js';
import { errorOf, tableOf } from './adapter-contract.js';
import { PostgresDatabases } from './postgres-databases.js';

const server = await startPostgres();
if ('reason' in server) {
  test.skip(`triggers and constraints that are put out of the way: ${server.reason}`);
} else {
  afterAll(() => server.stop());
  postgresSetAside(new PostgresDatabases(server));
}

/** Every constraint, index and trigger of a database, as the server itself describes them. */
const RULES = `
  SELECT conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid) || ' ' || convalidated
    || coalesce(obj_description(oid, 'pg_constraint'), '') AS rule
  FROM pg_constraint WHERE conrelid <> 0 AND connamespace = 'public'::regnamespace AND conparentid = 0
  UNION ALL SELECT pg_get_indexdef(indexrelid) || indisvalid || coalesce(obj_description(indexrelid, 'pg_class'), '')
  FROM pg_index JOIN pg_class AS c ON c.oid = indrelid WHERE relnamespace = 'public'::regnamespace
  UNION ALL SELECT tgrelid::regclass || ' ' || tgname || ' ' || tgenabled::text FROM pg_trigger
  WHERE NOT tgisinternal ORDER BY 1`;

const SHOP = [
  'CREATE TABLE customers (id int PRIMARY KEY, name text UNIQUE)',
  `CREATE TABLE orders (id int PRIMARY KEY, customer_id int NOT NULL, note text, at date,
     CONSTRAINT of_customer FOREIGN KEY (customer_id) REFERENCES customers ON DELETE CASCADE DEFERRABLE)`,
  `COMMENT ON CONSTRAINT of_customer ON orders IS 'it''s theirs'`,
  'CREATE INDEX by_customer ON orders (customer_id)',
  `CREATE INDEX "By Note" ON orders USING gin (to_tsvector('english', note)) WHERE note <> ''`,
  `COMMENT ON INDEX by_customer IS 'fast'`,
  'CREATE INDEX by_day ON orders (at)',
  'ALTER TABLE orders CLUSTER ON by_day',
  'ALTER TABLE customers ADD CHECK (id > 0)',
];

const TRIGGERS = [
  `CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
     IF TG_LEVEL = 'ROW' THEN NEW.note = 'changed'; RETURN NEW; END IF; RAISE 'fired'; END $$`,
  'CREATE TRIGGER stamps BEFORE INSERT ON orders FOR EACH ROW EXECUTE FUNCTION f()',
  'CREATE TRIGGER empties BEFORE TRUNCATE ON orders EXECUTE FUNCTION f()',
  'CREATE TRIGGER always BEFORE INSERT ON orders FOR EACH ROW EXECUTE FUNCTION f()',
  'ALTER TABLE orders ENABLE ALWAYS TRIGGER always',
  'CREATE TRIGGER never BEFORE INSERT ON orders FOR EACH ROW EXECUTE FUNCTION f()',
  'ALTER TABLE orders DISABLE TRIGGER never',
];

function postgresSetAside(databases: PostgresDatabases): void {
  const opened: Target[] = [];

  /** Begins a load that wants triggers or constraints of these tables out of the way. */
  async function startLoad(
    url: string,
    wanted: { disableTriggers?: string[]; deferConstraints?: string[]; truncate?: string[] },
  ): Promise<{ load: Load; table: (id: string) => Table }> {
    const target = await databases.openTarget(url);
    opened.push(target);
    const catalog = await target.introspect();
    const tables = (ids: string[] = []): Table[] => ids.map((id) => tableOf(catalog, id));
    const options: LoadOptions = {
      create: null,
      truncate: tables(wanted.truncate),
      deferForeignKeys: false,
      disableTriggers: tables(wanted.disableTriggers),
      deferConstraints: tables(wanted.deferConstraints),
    };
    return { load: await target.begin(options), table: (id) => tableOf(catalog, id) };
  }

  afterEach(async () => {
    for (const target of opened.splice(0)) await target.close();
    await databases.cleanUp();
  });

  describe('triggers of a PostgreSQL schema that stands', () => {
    test('do not fire for a load that wants it so, and are afterwards as they were', async () => {
      const url = await databases.make([...SHOP, ...TRIGGERS, `INSERT INTO customers VALUES (1, 'mine')`]);
      const before = await databases.run(url, [RULES]);
      const { load, table } = await startLoad(url, { disableTriggers: ['orders'], truncate: ['orders'] });
      await load.write(table('orders'), aBatch({ id: [1], customer_id: [1], note: ['kept'] }));
      await load.finish();
      await load.commit();
      expect(await databases.run(url, [RULES])).toEqual(before);
      expect(await databases.run(url, ['SELECT note FROM orders'])).toEqual([['kept']]);
      await databases.run(url, [`INSERT INTO orders VALUES (2, 1, 'x')`]);
      expect(await databases.run(url, ['SELECT note FROM orders WHERE id = 2'])).toEqual([['changed']]);
    });

    test('fire again after a load that was rolled back', async () => {
      const url = await databases.make([...SHOP, ...TRIGGERS]);
      const before = await databases.run(url, [RULES]);
      const { load } = await startLoad(url, { disableTriggers: ['orders', 'customers'] });
      await load.rollback();
      expect(await databases.run(url, [RULES])).toEqual(before);
    });

    test('do not fire in partitions either, and foreign keys are checked all the same', async () => {
      const url = await databases.make([
        'CREATE TABLE parents (id int PRIMARY KEY)',
        'CREATE TABLE t (id int, note text, parent int REFERENCES parents) PARTITION BY RANGE (id)',
        'CREATE TABLE low PARTITION OF t FOR VALUES FROM (0) TO (10)',
        'CREATE TABLE high PARTITION OF t FOR VALUES FROM (10) TO (20)',
        `CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.note = 'changed'; RETURN NEW; END $$`,
        'CREATE TRIGGER one BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION f()',
        'CREATE TRIGGER two BEFORE INSERT ON high FOR EACH ROW EXECUTE FUNCTION f()',
      ]);
      const all = 'SELECT tgrelid::regclass::text, tgname, tgenabled FROM pg_trigger ORDER BY 1, 2';
      const before = await databases.run(url, [all]);
      const { load, table } = await startLoad(url, { disableTriggers: ['t'] });
      await load.write(table('t'), aBatch({ id: [1, 11], note: ['kept', 'kept'] }));
      await load.finish();
      await load.commit();
      expect(await databases.run(url, ['SELECT note FROM t'])).toEqual([['kept'], ['kept']]);
      expect(await databases.run(url, [all])).toEqual(before);
      const wrong = await startLoad(url, { disableTriggers: ['t'] });
      await wrong.load.write(wrong.table('t'), aBatch({ id: [2], parent: [77] }));
      expect(await errorOf(wrong.load.finish())).toMatchObject({ code: 'E_CONSTRAINT' });
    });

    test('are left alone by who does not own their table', async () => {
      const role = `dbsynth_guest_${process.pid}`;
      const url = await databases.make([
        ...SHOP,
        ...TRIGGERS,
        `DO $$ BEGIN CREATE ROLE ${role} LOGIN; EXCEPTION WHEN duplicate_object THEN END $$`,
        `GRANT ALL ON ALL TABLES IN SCHEMA public TO ${role}`,
      ]);
      const guest = databases.server.url(new URL(url).pathname.slice(1), role);
      for (const wanted of [{ disableTriggers: ['orders'] }, { deferConstraints: ['orders'] }]) {
        const error = await errorOf(startLoad(guest, wanted));
        expect(error).toMatchObject({ code: 'E_PERMISSION' });
        expect(error.message).toContain('"orders"');
      }
      const { load } = await startLoad(guest, { disableTriggers: ['customers'] });
      await load.rollback();
    });
  });

  describe('constraints of a PostgreSQL schema that stands', () => {
    test('let rows come in any order when they are made again after them, and are as they were', async () => {
      const url = await databases.make(SHOP);
      const before = await databases.run(url, [RULES]);
      const { load, table } = await startLoad(url, { deferConstraints: ['orders', 'customers'] });
      expect(await load.query(`SELECT count(*) FROM pg_constraint WHERE conname = 'of_customer'`)).toEqual([
        [0],
      ]);
      expect(await load.query(`SELECT count(*) FROM pg_class WHERE relname = 'by_customer'`)).toEqual([[0]]);
      await load.write(table('orders'), aBatch({ id: [1, 2], customer_id: [1, 1], note: ['a', 'b'] }));
      await load.write(table('customers'), aBatch({ id: [1], name: ['x'] }));
      await load.finish();
      await load.commit();
      expect(await databases.run(url, [RULES])).toEqual(before);
      expect(await databases.run(url, ['SELECT count(*) FROM orders'])).toEqual([[2]]);
    });

    test('are found broken at the end, and stand again after the rollback', async () => {
      const url = await databases.make(SHOP);
      const before = await databases.run(url, [RULES]);
      const { load, table } = await startLoad(url, { deferConstraints: ['orders'] });
      await load.write(table('orders'), aBatch({ id: [1], customer_id: [765432] }));
      const error = await errorOf(load.finish());
      expect(error).toMatchObject({ code: 'E_CONSTRAINT' });
      expect(error.message).toContain('of_customer');
      expect(error.message).not.toContain('765432');
      await load.rollback();
      expect(await databases.run(url, [RULES])).toEqual(before);
    });

    test('are not left behind when something of the schema would change', async () => {
      const url = await databases.make([
        ...SHOP,
        `CREATE FUNCTION renames() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN
           IF EXISTS (SELECT FROM pg_constraint WHERE conname = 'of_customer') AND TG_TAG = 'ALTER TABLE' THEN
             EXECUTE 'ALTER TABLE orders RENAME CONSTRAINT of_customer TO another';
           END IF; END $$`,
      ]);
      const before = await databases.run(url, [RULES]);
      const { load } = await startLoad(url, { deferConstraints: ['orders'] });
      await databases.run(url, [
        'CREATE EVENT TRIGGER renames ON ddl_command_end EXECUTE FUNCTION renames()',
      ]);
      const error = await errorOf(load.finish());
      expect(error).toMatchObject({ code: 'E_SCHEMA_MISMATCH' });
      expect(error.message).toContain('of_customer');
      await load.rollback();
      expect(await databases.run(url, [RULES])).toEqual(before);
    });

    test('of partitions, cycles and circles of tables come again as they were', async () => {
      const url = await databases.make([
        'CREATE TABLE a (id int PRIMARY KEY, b int NOT NULL)',
        'CREATE TABLE b (id int PRIMARY KEY, a int NOT NULL REFERENCES a)',
        'ALTER TABLE a ADD CONSTRAINT back FOREIGN KEY (b) REFERENCES b NOT VALID',
        'CREATE TABLE p (id int, a int REFERENCES a) PARTITION BY RANGE (id)',
        'CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (10)',
        'CREATE INDEX ON p (a)',
      ]);
      const before = await databases.run(url, [RULES]);
      const { load, table } = await startLoad(url, { deferConstraints: ['a', 'b', 'p'] });
      await load.write(table('p'), aBatch({ id: [1], a: [1] }));
      await load.write(table('a'), aBatch({ id: [1], b: [1] }));
      await load.write(table('b'), aBatch({ id: [1], a: [1] }));
      await load.finish();
      await load.commit();
      expect(await databases.run(url, [RULES])).toEqual(before);
    });
  });
}
