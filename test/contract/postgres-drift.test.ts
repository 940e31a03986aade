import { afterAll, afterEach, describe, expect, it, test } from 'vitest';
import { openPostgresSource, openPostgresTarget } from '../../adapters/postgres/index.js';
import { adaptModel } from '../../src/drift/adapt-model.js';
import { findDrift } from '../../src/drift/find-drift.js';
import { generate, learn, makePlan, planInputOf, sample } from '../../src/index.js';
import { startPostgres } from '../servers/postgres-server.js';
import { PostgresDatabases } from './postgres-databases.js';

const SCHEMA = [
  `CREATE TYPE state AS ENUM ('open', 'done')`,
  'CREATE TABLE customers (id integer PRIMARY KEY, name varchar(40) NOT NULL, joined date NOT NULL)',
  `CREATE TABLE orders (
     id integer PRIMARY KEY, customer_id integer NOT NULL REFERENCES customers (id), state state NOT NULL,
     total numeric(8,2), note text
   )`,
];
const ROWS = [
  `INSERT INTO customers SELECT n, 'Customer ' || n % 17, '2020-01-01'::date + n FROM generate_series(1, 60) n`,
  `INSERT INTO orders SELECT n, 1 + n * 7 % 60, CASE n % 3 WHEN 0 THEN 'open' ELSE 'done' END::state, n % 90, 'note ' || n % 9 FROM generate_series(1, 200) n`,
];

const server = await startPostgres();
if ('reason' in server) {
  test.skip(`drift on PostgreSQL: ${server.reason}`);
} else {
  const databases = new PostgresDatabases(server);
  afterEach(() => databases.cleanUp());
  afterAll(() => server.stop());

  describe('a schema of PostgreSQL that has drifted', () => {
    it('is filled by a model of the schema before', async () => {
      const source = await openPostgresSource(await databases.make([...SCHEMA, ...ROWS]));
      const model = await learn(source);
      await source.close();
      const url = await databases.make([
        ...SCHEMA,
        `ALTER TYPE state ADD VALUE 'lost'`,
        "ALTER TABLE customers ADD COLUMN tier text NOT NULL CHECK (tier IN ('gold', 'silver'))",
        'ALTER TABLE customers ADD COLUMN made timestamptz NOT NULL DEFAULT now()',
        'ALTER TABLE orders ALTER COLUMN id TYPE bigint, ALTER COLUMN total SET NOT NULL, DROP COLUMN note',
        'CREATE TABLE agents (id uuid PRIMARY KEY)',
        'ALTER TABLE orders ADD COLUMN agent_id uuid REFERENCES agents (id)',
        'ALTER TABLE orders ADD COLUMN gross numeric(9,2) GENERATED ALWAYS AS (total * 1.2) STORED',
      ]);
      const target = await openPostgresTarget(url);
      try {
        const found = await target.introspect();
        const drift = findDrift(model.catalog, found);
        expect(drift.map(({ table, column, change, handling }) => [table, column, change, handling])).toEqual(
          [
            ['customers', 'tier', 'added', 'made up'],
            ['customers', 'made', 'added', 'default'],
            ['customers', null, 'added', 'kept'],
            ['orders', 'id', 'changed', 'kept'],
            ['orders', 'state', 'changed', 'kept'],
            ['orders', 'total', 'changed', 'kept'],
            ['orders', 'note', 'dropped', 'ignored'],
            ['orders', 'agent_id', 'added', 'default'],
            ['orders', 'gross', 'added', 'ignored'],
            ['orders', null, 'added', 'ignored'],
            ['agents', null, 'added', 'ignored'],
          ],
        );
        const adapted = adaptModel(model, found, drift);
        const plan = makePlan(planInputOf(adapted), { mode: 'fill', abilities: target.can, seed: 1 });
        const report = await generate(adapted, plan, target, sample(adapted, plan), {
          clock: () => performance.now(),
          rules: { catalog: found, names: target, idOf: (id) => id },
        });
        expect(report).toMatchObject({ rows: 260, verification: { ok: true } });
      } finally {
        await target.close();
      }
      expect(await databases.run(url, ['SELECT count(DISTINCT tier), count(made) FROM customers'])).toEqual([
        [2, 60],
      ]);
      expect(await databases.run(url, ['SELECT count(agent_id), count(gross) FROM orders'])).toEqual([
        [0, 200],
      ]);
    });

    it('is refused where new rows would have to refer to a table that the model does not know', async () => {
      const source = await openPostgresSource(await databases.make([...SCHEMA, ...ROWS]));
      const { catalog } = await learn(source);
      await source.close();
      const target = await openPostgresTarget(
        await databases.make([
          ...SCHEMA,
          'CREATE TABLE agents (id uuid PRIMARY KEY)',
          'ALTER TABLE orders ADD COLUMN agent_id uuid NOT NULL REFERENCES agents (id)',
        ]),
      );
      const drift = findDrift(catalog, await target.introspect());
      await target.close();
      expect(drift.filter(({ handling }) => handling === 'refused')).toMatchObject([
        { table: 'orders', column: null, what: 'foreign key' },
      ]);
    });
  });
}
