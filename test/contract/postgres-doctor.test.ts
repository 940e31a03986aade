import { afterAll, afterEach, describe, expect, it, test } from 'vitest';
import { diagnosePostgres } from '../../adapters/postgres/index.js';
import { isUsable, type Finding } from '../../src/diagnosis.js';
import { startPostgres } from '../servers/postgres-server.js';
import { cloneBetween } from './clone-between.js';
import { PostgresDatabases } from './postgres-databases.js';

const server = await startPostgres();
if ('reason' in server) {
  test.skip(`what a user may do on PostgreSQL: ${server.reason}`);
} else {
  afterAll(() => server.stop());
  postgresDoctor(new PostgresDatabases(server));
}

const SHOP = [
  `CREATE TABLE customers (id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text NOT NULL)`,
  `CREATE TABLE orders (id serial PRIMARY KEY, customer_id integer NOT NULL REFERENCES customers)`,
];
const ROWS = [
  `INSERT INTO customers (name) SELECT 'n' || n FROM generate_series(1, 60) AS n`,
  `INSERT INTO orders (customer_id) SELECT 1 + n % 60 FROM generate_series(1, 200) AS n`,
];

function postgresDoctor(databases: PostgresDatabases): void {
  const role = `dbsynth_ordinary_${process.pid}`;
  const as = (url: string): string => databases.server.url(new URL(url).pathname.slice(1), role);

  /** A database in which an ordinary role was granted nothing, not even what all have. */
  async function make(statements: readonly string[]): Promise<string> {
    const url = await databases.make([
      `DO $$ BEGIN CREATE ROLE ${role} LOGIN; EXCEPTION WHEN duplicate_object THEN END $$`,
      'REVOKE ALL ON SCHEMA public FROM PUBLIC',
      ...statements,
    ]);
    const name = new URL(url).pathname.slice(1);
    await databases.run(url, [`REVOKE TEMPORARY ON DATABASE ${name} FROM PUBLIC`]);
    return url;
  }

  const problems = (findings: readonly Finding[]): string =>
    findings.flatMap(({ level, sentence }) => (level === 'good' ? [] : [sentence])).join('; ');

  afterEach(() => databases.cleanUp());

  describe('the doctor of a PostgreSQL database', () => {
    it('prints grants that are enough to be a source, and a target that stands', async () => {
      const [source, target] = [await make([...SHOP, ...ROWS]), await make(SHOP)];
      const before = [await diagnosePostgres(as(source)), await diagnosePostgres(as(target))] as const;
      expect(problems(before[0].asSource)).toBe('may not read "customers", "orders"');
      expect(isUsable(before[1].asTarget)).toBe(false);
      await databases.run(source, before[0].grants.source);
      await databases.run(target, before[1].grants.target);
      expect(isUsable((await diagnosePostgres(as(source))).asSource)).toBe(true);
      expect(isUsable((await diagnosePostgres(as(target))).asTarget)).toBe(true);
      const [from, to] = [await databases.openSource(as(source)), await databases.openTarget(as(target))];
      const report = await cloneBetween(from, to, 'fill');
      await from.close();
      await to.close();
      expect(report).toMatchObject({ rows: 260, verification: { ok: true } });
    });

    it('prints grants that are enough to make a schema and fill it', async () => {
      const [source, target] = [await make([...SHOP, ...ROWS]), await make([])];
      const { asTarget, grants } = await diagnosePostgres(as(target));
      expect(isUsable(asTarget)).toBe(false);
      await databases.run(target, grants.target);
      expect(problems((await diagnosePostgres(as(target))).asTarget)).toBe('');
      const [from, to] = [await databases.openSource(source), await databases.openTarget(as(target))];
      const report = await cloneBetween(from, to, 'create');
      await from.close();
      await to.close();
      expect(report).toMatchObject({ rows: 260, verification: { ok: true } });
    });

    it('tells what hides rows from a source and what slows or stops a target', async () => {
      const url = await make([
        ...SHOP,
        'ALTER TABLE customers ENABLE ROW LEVEL SECURITY',
        `CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN new; END'`,
        'CREATE TRIGGER stamp BEFORE INSERT ON orders FOR EACH ROW EXECUTE FUNCTION f()',
      ]);
      await databases.run(url, [
        `GRANT USAGE ON SCHEMA public TO ${role}`,
        `GRANT SELECT, INSERT, DELETE ON ALL TABLES IN SCHEMA public TO ${role}`,
      ]);
      const { asSource, asTarget } = await diagnosePostgres(as(url));
      expect(problems(asSource)).toMatch(/row-level security hides rows of "customers"/);
      expect(isUsable(asSource)).toBe(false);
      const told = problems(asTarget);
      expect(told).toMatch(/may not set the sequences of "customers", "orders"/);
      expect(told).toMatch(/must DELETE the rows of "customers", "orders"/);
      expect(told).toMatch(/triggers will run for each row of "orders"/);
      expect(told).toMatch(/may make no temporary tables/);
    });

    it('tells what the server is, and changes nothing', async () => {
      const url = await make(SHOP);
      const found = await diagnosePostgres(url);
      expect(found).toMatchObject({
        product: 'PostgreSQL',
        user: new URL(url).username,
        isPooled: false,
        isReplica: false,
      });
      expect(found.version).toMatch(/^\d+\.\d+/);
      expect(found.label).not.toContain('@');
      expect(await databases.run(url, ['SELECT count(*)::int FROM customers'])).toEqual([[0]]);
    });

    it('tells of a database whose transactions are read-only', async () => {
      const url = await make(SHOP);
      const name = new URL(url).pathname.slice(1);
      await databases.run(url, [`ALTER DATABASE ${name} SET default_transaction_read_only = on`]);
      const { asTarget } = await diagnosePostgres(url);
      expect(isUsable(asTarget)).toBe(false);
      expect(problems(asTarget)).toMatch(/read-only/);
    });
  });
}
