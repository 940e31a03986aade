import { execFileSync } from 'node:child_process';
import { chownSync, mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { openPostgresSource, openPostgresTarget } from '../../adapters/postgres/index.js';
import type { Load, LoadOptions, Source, Target } from '../../src/database.js';
import type { Table } from '../../src/introspect/catalog.js';
import { startPostgres } from '../servers/postgres-server.js';
import { aBatch } from '../batch-builder.js';
import { errorOf, rowsOf, tableOf } from './adapter-contract.js';
import { killInChild } from './child-process.js';
import { PostgresDatabases } from './postgres-databases.js';

const server = await startPostgres();
if ('reason' in server) {
  test.skip(`a PostgreSQL database when things go wrong: ${server.reason}`);
} else {
  afterAll(() => server.stop());
  postgresSafety(new PostgresDatabases(server));
}

const APPEND: LoadOptions = { create: null, truncate: [], deferForeignKeys: false };

function postgresSafety(databases: PostgresDatabases): void {
  const opened: (Source | Target)[] = [];
  const clients: pg.Client[] = [];

  async function openTarget(url: string): Promise<Target> {
    const target = await databases.openTarget(url);
    opened.push(target);
    return target;
  }

  async function openSource(url: string): Promise<Source> {
    const source = await databases.openSource(url);
    opened.push(source);
    return source;
  }

  async function openClient(url: string): Promise<pg.Client> {
    const client = new pg.Client(url);
    client.on('error', () => undefined);
    await client.connect();
    clients.push(client);
    return client;
  }

  /** Ends all connections of dbsynth to a database, as an administrator or a crash would. */
  async function killBackends(url: string): Promise<void> {
    const ours = `FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'dbsynth'`;
    await databases.run(url, [`SELECT pg_terminate_backend(pid) ${ours}`]);
    while ((await databases.run(url, [`SELECT pg_sleep(0.02) ${ours}`])).length > 0);
  }

  async function startLoad(
    url: string,
    options: Partial<LoadOptions> = {},
  ): Promise<{ target: Target; load: Load; table: (id: string) => Table }> {
    const target = await openTarget(url);
    const catalog = await target.introspect();
    const load = await target.begin({ ...APPEND, ...options });
    return { target, load, table: (id) => tableOf(catalog, id) };
  }

  /** More than the sockets between take, so that the server has begun to read. */
  async function writeMuch(load: Load, table: Table): Promise<void> {
    const b = Array.from({ length: 100 }, () => 'x'.repeat(100_000));
    for (let i = 0; i < 5; i++) await load.write(table, aBatch({ a: b.map((_, n) => i * 100 + n), b }));
  }

  afterEach(async () => {
    for (const database of opened.splice(0)) await database.close();
    for (const client of clients.splice(0)) await client.end();
    await databases.cleanUp();
  });

  describe('a PostgreSQL target when things go wrong', () => {
    const MINE = ['CREATE TABLE t (a int, b text)', `INSERT INTO t VALUES (1, 'mine')`];
    const CONTENT = ['SELECT a, b FROM t'];

    test('is as it was when the server ends the connection in mid-COPY', async () => {
      const url = await databases.make(MINE);
      const { load, table } = await startLoad(url);
      await writeMuch(load, table('t'));
      await killBackends(url);
      const goOn = async (): Promise<void> => {
        await writeMuch(load, table('t'));
        await load.finish();
      };
      expect(await errorOf(goOn())).toMatchObject({ code: 'E_CONNECTION' });
      await load.rollback();
      expect(await databases.run(url, CONTENT)).toEqual([[1, 'mine']]);
    });

    test('is as it was when the connection is lost between two statements', async () => {
      const url = await databases.make(MINE);
      const { load, table } = await startLoad(url, {});
      await load.write(table('t'), aBatch({ a: [2], b: ['x'] }));
      await load.query('SELECT 1');
      await killBackends(url);
      expect(await errorOf(load.commit())).toMatchObject({ code: 'E_CONNECTION' });
      await load.rollback();
      expect(await databases.run(url, CONTENT)).toEqual([[1, 'mine']]);
    });

    test('is as it was when dbsynth is killed in mid-COPY', async () => {
      const url = await databases.make(MINE);
      const adapter = new URL('../../adapters/postgres/index.js', import.meta.url).href;
      await killInChild(`
        const { openPostgresTarget } = await import('${adapter}');
        const target = await openPostgresTarget('${url}');
        const [t] = (await target.introspect()).tables;
        const load = await target.begin({ create: null, truncate: [t], deferForeignKeys: false });
        const b = Array.from({ length: 100 }, () => 'x'.repeat(100_000));
        for (let i = 0; i < 5; i++) await load.write(t, aBatch({ a: b.map((_, n) => n), b }));
        console.log('now');
        await new Promise((resolve) => setTimeout(resolve, 60_000));`);
      // Waits for the lock that TRUNCATE took, which the server gives back when it notices.
      expect(await databases.run(url, CONTENT)).toEqual([[1, 'mine']]);
    });

    test('is as it was, and free for others, after a rollback in mid-COPY', async () => {
      const url = await databases.make(MINE);
      const { target, load, table } = await startLoad(url);
      await writeMuch(load, table('t'));
      await load.rollback();
      expect(await target.query(CONTENT[0]!)).toEqual([[1, 'mine']]);
      await databases.run(url, ['DROP TABLE t']);
    });

    test('is as it was when its disk is full', async (context) => {
      const place = mkdtempSync(join(tmpdir(), 'dbsynth-full-'));
      try {
        execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=16m', 'tmpfs', place], { stdio: 'ignore' });
      } catch {
        rmSync(place, { recursive: true });
        return context.skip('mounting a small file system is not permitted here');
      }
      const space = join(place, 'space');
      const url = await databases.make(MINE);
      try {
        mkdirSync(space);
        const [[rows]] = (await databases.run(url, [`SELECT current_setting('data_directory')`])) as [
          [string],
        ];
        const { uid, gid } = statSync(rows);
        chownSync(space, uid, gid);
        await databases.run(url, [`CREATE TABLESPACE small LOCATION '${space}'`]);
        await databases.run(url, [
          'CREATE TABLE big (a int, b text) TABLESPACE small',
          'ALTER TABLE big ALTER b SET STORAGE EXTERNAL',
        ]);
        const { load, table } = await startLoad(url);
        const fill = async (): Promise<void> => {
          await writeMuch(load, table('big'));
          await load.finish();
        };
        expect(await errorOf(fill())).toMatchObject({ code: 'E_DISK_FULL' });
        await load.rollback();
        expect(await databases.run(url, ['SELECT count(*) FROM big'])).toEqual([[0]]);
        await databases.run(url, ['DROP TABLE big', 'DROP TABLESPACE small']);
      } finally {
        execFileSync('umount', ['-l', place]);
        rmSync(place, { recursive: true, force: true });
      }
    });

    test('says that another program holds a lock, and does not wait for ever', async () => {
      const url = await databases.make(MINE);
      const other = await openClient(url);
      await other.query('BEGIN; LOCK TABLE t IN ACCESS SHARE MODE');
      const target = await openPostgresTarget(url, { lockTimeoutMs: 200 });
      opened.push(target);
      const t = tableOf(await target.introspect(), 't');
      expect(await errorOf(target.begin({ ...APPEND, truncate: [t] }))).toMatchObject({ code: 'E_LOCKED' });
      expect(await target.query(CONTENT[0]!)).toEqual([[1, 'mine']]);
    });

    test('passes on no word of values, triggers or functions', async () => {
      const url = await databases.make([
        'CREATE TABLE n (a int, b varchar(5))',
        'CREATE TABLE t (a int)',
        `CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'secret %', NEW.a; END $$`,
        'CREATE TRIGGER refuses BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION f()',
      ]);
      const rows = [
        ['n', aBatch({ a: ['secret'] }), 'column "a"'],
        ['n', aBatch({ b: ['secret too long'] }), 'column "b"'],
        ['n', aBatch({ a: [765432765432] }), 'column "a"'],
        ['t', aBatch({ a: [765432] }), 'table "t"'],
      ] as const;
      for (const [name, batch, named] of rows) {
        const { load, table } = await startLoad(url);
        const write = async (): Promise<void> => {
          await load.write(table(name), batch);
          await load.finish();
        };
        const error = await errorOf(write());
        expect(error).toMatchObject({ code: 'E_CONSTRAINT' });
        expect(error.message).toContain(named);
        expect(`${error.message} ${String(error.cause)} ${JSON.stringify(error)}`).not.toMatch(
          /secret|765432/,
        );
        await load.rollback();
      }
    });

    test('notices rows that a trigger drops', async () => {
      const url = await databases.make([
        'CREATE TABLE t (a int)',
        `CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NEW.a = 2 THEN RETURN NULL; END IF; RETURN NEW; END $$`,
        'CREATE TRIGGER drops BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION f()',
      ]);
      const { load, table } = await startLoad(url);
      await load.write(table('t'), aBatch({ a: [1, 2, 3] }));
      const error = await errorOf(load.finish());
      expect(error).toMatchObject({ code: 'E_CONSTRAINT' });
      expect(error.message).toContain('2 of 3');
    });

    test('empties tables without reaching those that refer to them', async () => {
      const url = await databases.make([
        'CREATE TABLE parents (id int PRIMARY KEY)',
        'CREATE TABLE children (id int REFERENCES parents ON DELETE CASCADE)',
        'INSERT INTO parents VALUES (1), (2)',
      ]);
      const one = await startLoad(url);
      await one.load.rollback();
      const emptied = await one.target.begin({ ...APPEND, truncate: [one.table('parents')] });
      await emptied.write(one.table('parents'), aBatch({ id: [3] }));
      await emptied.finish();
      await emptied.commit();
      expect(await databases.run(url, ['SELECT id FROM parents'])).toEqual([[3]]);
      await databases.run(url, ['ALTER TABLE children DROP CONSTRAINT children_id_fkey']);
      await databases.run(url, [
        'ALTER TABLE children ADD FOREIGN KEY (id) REFERENCES parents',
        'INSERT INTO children VALUES (3)',
      ]);
      const refused = await errorOf(one.target.begin({ ...APPEND, truncate: [one.table('parents')] }));
      expect(refused).toMatchObject({ code: 'E_CONSTRAINT' });
      expect(await databases.run(url, ['SELECT * FROM parents, children'])).toEqual([[3, 3]]);
    });

    test('lets a cycle without a null wait for the end, and gives its foreign keys back as they were', async () => {
      const url = await databases.make(databases.words.cycle);
      const before = await databases.run(url, [FOREIGN_KEYS]);
      const { load, table } = await startLoad(url, { deferForeignKeys: true });
      await load.write(table('hens'), aBatch({ id: [1, 2], egg_id: [2, 1] }));
      await load.write(table('eggs'), aBatch({ id: [1, 2], hen_id: [1, 2] }));
      await load.finish();
      await load.commit();
      expect(await databases.run(url, [FOREIGN_KEYS])).toEqual(before);
      const again = await startLoad(url, { deferForeignKeys: true });
      await again.load.write(again.table('hens'), aBatch({ id: [3], egg_id: [765432] }));
      const error = await errorOf(again.load.finish());
      expect(error).toMatchObject({ code: 'E_CONSTRAINT' });
      expect(error.message).not.toContain('765432');
    });

    test('moves sequences behind what stands, and leaves them alone after a rollback', async () => {
      const url = await databases.make([
        'CREATE SEQUENCE shared',
        `CREATE TABLE a (id int GENERATED ALWAYS AS IDENTITY, n bigint DEFAULT nextval('shared'))`,
        `CREATE TABLE b (id smallserial, n bigint DEFAULT nextval('shared'))`,
        'CREATE SEQUENCE down INCREMENT BY -1',
        `CREATE TABLE c (id int DEFAULT nextval('down'))`,
        'INSERT INTO b (n) VALUES (70)',
      ]);
      const undone = await startLoad(url);
      await undone.load.write(undone.table('a'), aBatch({ id: [900], n: [900] }));
      await undone.load.finish();
      await undone.load.rollback();
      const { load, table } = await startLoad(url);
      await load.write(table('a'), aBatch({ id: [40, 41], n: [5, 6] }));
      await load.write(table('c'), aBatch({ id: [-7] }));
      await load.finish();
      await load.commit();
      const insert = (name: string): string => `INSERT INTO ${name} DEFAULT VALUES RETURNING *`;
      expect(await databases.run(url, [insert('a')])).toEqual([[42, 71]]);
      expect(await databases.run(url, [insert('b')])).toEqual([[2, 72]]);
      expect(await databases.run(url, [insert('c')])).toEqual([[-8]]);
    });

    test('updates many rows at once, and refuses keys that find none', async () => {
      const url = await databases.make(['CREATE TABLE t (id int PRIMARY KEY, other int REFERENCES t)']);
      const { load, table } = await startLoad(url);
      const ids = Array.from({ length: 5000 }, (_, row) => row);
      await load.write(table('t'), aBatch({ id: ids }));
      await load.update(
        table('t'),
        ['id'],
        aBatch({ id: ids.slice(0, 3000), other: ids.slice(0, 3000).map((n) => n + 1) }),
      );
      await load.update(
        table('t'),
        ['id'],
        aBatch({ id: ids.slice(3000, 4000), other: ids.slice(3000, 4000) }),
      );
      expect(await load.query('SELECT count(other), sum(other - id) FROM t')).toEqual([[4000, 3000]]);
      await load.update(table('t'), ['id'], aBatch({ id: [99999], other: [1] }));
      expect(await errorOf(load.finish())).toMatchObject({ code: 'E_INTERNAL' });
    });

    test('bears a mark when dbsynth made it, which its schema does not show', async () => {
      const source = await openSource(await databases.make(['CREATE TABLE t (a int)']));
      const { script } = await source.introspect();
      const target = await openTarget(await databases.make([]));
      const load = await target.begin({ ...APPEND, create: script });
      await load.finish();
      await load.commit();
      expect(await target.state()).toMatchObject({ madeByDbsynth: true });
      expect((await target.introspect()).script).toEqual(script);
    });

    test('is not made where something of that name stands', async () => {
      const { script } = await (
        await openSource(await databases.make(['CREATE TABLE t (a int)']))
      ).introspect();
      const target = await openTarget(await databases.make(MINE));
      expect(await errorOf(target.begin({ ...APPEND, create: script }))).toMatchObject({
        code: 'E_TARGET_EXISTS',
      });
      expect(await target.query(CONTENT[0]!)).toEqual([[1, 'mine']]);
    });

    test('takes rows of nothing but defaults, and columns of other types than the model knew', async () => {
      const url = await databases.make([
        'CREATE TABLE d (id serial, a int DEFAULT 7)',
        'CREATE TABLE t (yes boolean, day date, at timestamptz, b bytea, n numeric, x text)',
      ]);
      const { load, table } = await startLoad(url);
      const none = { rows: 3, names: [], columns: [] };
      await load.write(table('d'), none);
      const micros = Date.UTC(2024, 1, 29, 12) * 1000;
      await load.write(
        table('t'),
        aBatch({
          yes: [1, 0],
          day: [micros, null],
          at: [micros, '2024-01-01'],
          b: ['text', null],
          n: [1e21, 0.1],
          x: [5, 2n ** 60n],
        }),
      );
      expect(await load.query('SELECT a FROM d')).toEqual([[7], [7], [7]]);
      expect(await load.query('SELECT yes, day, at, b, n::text, x FROM t')).toEqual([
        [1, '2024-02-29', '2024-02-29 12:00:00+00', Buffer.from('text'), '1000000000000000000000', '5'],
        [0, null, '2024-01-01 00:00:00+00', null, '0.1', String(2n ** 60n)],
      ]);
    });
  });

  describe('writing to PostgreSQL', () => {
    test('stores the same in binary as in text, whatever the values', async () => {
      const columns = `id int, s smallint, b bigint, r real, d float8, n numeric, n2 numeric(12,2), yes boolean, t text,
        v varchar(9), c char(3), y bytea, u uuid, day date, at timestamp, tz timestamptz, ti time, j json, jb jsonb`;
      const url = await databases.make([
        `CREATE TABLE binary_rows (${columns})`,
        `CREATE TABLE text_rows (${columns}, forces_text inet)`,
      ]);
      const numbers = [
        0, -0, 1, -1, 0.5, 1.25, -12345.6789, 1e-7, 123456789012.34, 9999, 10000, 0.0001, 1e15, 99999999.99,
      ];
      // A moment without binary form would turn the whole batch into text.
      const moments = [
        '2024-02-29 12:34:56',
        '1969-12-31 23:59:59.999999',
        '0001-01-01 00:00',
        '9999-12-31T01:02:03.5',
      ];
      const rows = numbers.length;
      const pick = <T>(values: readonly T[]): (T | null)[] =>
        Array.from({ length: rows }, (_, row) => (row === 5 ? null : values[row % values.length]!));
      const batch = aBatch({
        id: numbers.map((_, row) => row),
        s: pick([-32768, 32767, 5.5]),
        b: pick([2n ** 62n, -(2n ** 63n)]),
        r: pick([0.1, 3.4e38, -0]),
        d: numbers,
        n: numbers.map((number) => number * 1.1),
        n2: numbers.map((number) => number % 1e9),
        yes: pick([0, 1]),
        t: pick(['', 'tab\t', 'ü🐘', '\\N', 'x'.repeat(70_000)]),
        v: pick(['a b', 'ü']),
        c: pick(['a', 'abc']),
        y: pick([Buffer.from([0, 255]), Buffer.alloc(0)]),
        u: pick(['00000000-0000-4000-8000-0000000000FF', '123e4567e89b12d3a456426614174000']),
        day: pick(['2024-02-29', '0001-01-01', '9999-12-31', '1970-01-01']),
        at: pick(moments),
        tz: pick(moments.map((moment, position) => moment + ['', '+00', 'Z', '+00:00'][position]!)),
        ti: pick(['00:00', '23:59:59.999999', '12:34:56']),
        j: pick(['{"a": [1,  2]}']),
        jb: pick(['{"b":1,"a":2}']),
      });
      const { load, table } = await startLoad(url);
      const names = table('binary_rows').columns.map(({ name }) => name);
      await load.write(table('binary_rows'), batch);
      const address = { rows, names: ['forces_text'], columns: aBatch({ a: pick(['10.0.0.1']) }).columns };
      await load.write(table('text_rows'), {
        rows,
        names: [...batch.names, ...address.names],
        columns: [...batch.columns, ...address.columns],
      });
      const list = names.map((name) => `"${name}"::text`).join(', ');
      const rowsFrom = (name: string): Promise<unknown> =>
        load.query(`SELECT ${list} FROM ${name} ORDER BY id`);
      expect(await rowsFrom('binary_rows')).toEqual(await rowsFrom('text_rows'));
      expect(await load.query('SELECT count(*) FROM binary_rows')).toEqual([[rows]]);
    });

    test('goes over to text where a value has no binary form, and keeps the rows before it', async () => {
      const url = await databases.make([
        'CREATE TABLE t (a int, at timestamp)',
        'CREATE TABLE other (a int)',
      ]);
      const { load, table } = await startLoad(url);
      await load.write(table('t'), aBatch({ a: [1], at: ['2024-01-01'] }));
      await load.write(table('t'), aBatch({ a: [2], at: ['infinity'] }));
      await load.write(table('other'), aBatch({ a: [5] }));
      await load.write(table('t'), aBatch({ a: [3], at: ['Jan 5 2024'] }));
      expect(await load.query('SELECT at FROM t ORDER BY a')).toEqual([
        ['2024-01-01 00:00:00'],
        ['infinity'],
        ['2024-01-05 00:00:00'],
      ]);
    });
  });

  describe('an ordinary user of PostgreSQL', () => {
    const users: string[] = [];

    async function aUser(...grants: string[]): Promise<string> {
      const name = `dbsynth_user_${process.pid}_${users.length}`;
      users.push(name);
      await databases.run(databases.server.url('postgres'), [`CREATE ROLE ${name} LOGIN`, ...grants]);
      return name;
    }

    const as = (url: string, user: string): string => {
      const changed = new URL(url);
      changed.username = user;
      return changed.href;
    };

    afterEach(async () => {
      for (const user of users.splice(0))
        await databases.run(databases.server.url('postgres'), [`DROP ROLE ${user}`]);
    });

    test('makes a schema and fills it in a database of its own', async () => {
      const { script } = await (
        await openSource(
          await databases.make([
            'CREATE TABLE p (id serial PRIMARY KEY)',
            'CREATE TABLE c (p_id int REFERENCES p)',
          ]),
        )
      ).introspect();
      const user = await aUser();
      const url = await databases.make([`GRANT ALL ON SCHEMA public TO ${user}`]);
      const target = await openTarget(as(url, user));
      const load = await target.begin({ ...APPEND, create: script });
      const catalog = await (await openSource(await databases.make([]))).introspect();
      expect(catalog.tables).toEqual([]);
      await load.finish();
      await load.commit();
      expect((await target.introspect()).tables.map(({ id }) => id)).toEqual(['c', 'p']);
      await target.close();
      await databases.run(url, [`DROP OWNED BY ${user}`]);
    });

    test('appends with INSERT, and is told what it lacks', async () => {
      const user = await aUser();
      const url = await databases.make([
        'CREATE TABLE may (a int)',
        'CREATE TABLE may_not (a int)',
        `GRANT SELECT, INSERT ON may TO ${user}`,
        `GRANT SELECT ON may_not TO ${user}`,
      ]);
      const target = await openTarget(as(url, user));
      const catalog = await target.introspect();
      const load = await target.begin(APPEND);
      await load.write(tableOf(catalog, 'may'), aBatch({ a: [1] }));
      await load.finish();
      await load.commit();
      const refused = await target.begin(APPEND);
      const write = async (): Promise<void> => {
        await refused.write(tableOf(catalog, 'may_not'), aBatch({ a: [1] }));
        await refused.finish();
      };
      const error = await errorOf(write());
      expect(error).toMatchObject({ code: 'E_PERMISSION' });
      expect(error.message).toContain('may_not');
      await refused.rollback();
      expect(await target.query('SELECT * FROM may')).toEqual([[1]]);
      await target.close();
      await databases.run(url, [`DROP OWNED BY ${user}`]);
    });

    test('is refused by row-level security instead of being shown a part', async () => {
      const user = await aUser();
      const url = await databases.make([
        'CREATE TABLE t (a int)',
        'INSERT INTO t VALUES (1), (2)',
        'ALTER TABLE t ENABLE ROW LEVEL SECURITY',
        'CREATE POLICY one ON t USING (a = 1)',
        `GRANT SELECT ON t TO ${user}`,
      ]);
      const source = await openSource(as(url, user));
      const t = tableOf(await source.introspect(), 't');
      expect(await errorOf(rowsOf(source, t))).toMatchObject({ code: 'E_PERMISSION' });
      expect(await errorOf(source.countRows(t))).toMatchObject({ code: 'E_PERMISSION' });
      await source.close();
      await databases.run(url, [`DROP OWNED BY ${user}`]);
    });
  });

  describe('a PostgreSQL source', () => {
    test('is read as it was when opened, on every connection, while others write', async () => {
      const url = await databases.make(['CREATE TABLE t (a int)', 'INSERT INTO t VALUES (1)']);
      const source = await openSource(url);
      await databases.run(url, ['INSERT INTO t VALUES (2)', 'CREATE TABLE late (a int)']);
      const catalog = await source.introspect();
      expect(await rowsOf(source, tableOf(catalog, 't'))).toEqual([[1]]);
      expect(await source.query('SELECT count(*) FROM t')).toEqual([[1]]);
    });

    test('is not in the way of those who write', async () => {
      const url = await databases.make([
        'CREATE TABLE t (a int)',
        'INSERT INTO t SELECT generate_series(1, 30000)',
      ]);
      const source = await openSource(url);
      const t = tableOf(await source.introspect(), 't');
      const reading = source.read(t, ['a'], { batchRows: 10 })[Symbol.asyncIterator]();
      await reading.next();
      await databases.run(url, [`SET lock_timeout = '1s'`, 'UPDATE t SET a = -a', 'CREATE INDEX ON t (a)']);
    });

    test('says that the connection was lost in the middle of a table', async () => {
      const url = await databases.make([
        'CREATE TABLE t (a text)',
        `INSERT INTO t SELECT repeat(md5(n::text), 100) FROM generate_series(1, 10000) AS n`,
      ]);
      const source = await openSource(url);
      const t = tableOf(await source.introspect(), 't');
      const read = async (): Promise<void> => {
        let isFirst = true;
        for await (const _ of source.read(t, ['a'], { batchRows: 10 })) {
          if (isFirst) await killBackends(url);
          isFirst = false;
        }
      };
      expect(await errorOf(read())).toMatchObject({ code: 'E_CONNECTION' });
    });

    test('goes on after a query that failed', async () => {
      const source = await openSource(
        await databases.make(['CREATE TABLE t (a int)', 'INSERT INTO t VALUES (1)']),
      );
      await expect(source.query('SELECT 1 / 0')).rejects.toMatchObject({ code: 'E_CONSTRAINT' });
      await expect(source.query('SELECT * FROM missing')).rejects.toMatchObject({ code: 'E_INTERNAL' });
      expect(await source.query('SELECT a FROM t')).toEqual([[1]]);
    });

    test('is the same database by whatever host name it is reached', async () => {
      const url = await databases.make([]);
      const one = await openSource(url);
      const other = await openTarget(url.replace('127.0.0.1', 'localhost'));
      expect(await other.identity()).toBe(await one.identity());
    });

    test('does not exist, or its server does not', async () => {
      const missing = databases.server.url('no_such_database');
      expect(await errorOf(openPostgresSource(missing))).toMatchObject({ code: 'E_CONNECTION' });
      const error = await errorOf(openPostgresSource('postgres://me:hunter2@127.0.0.1:9/shop'));
      expect(error).toMatchObject({ code: 'E_CONNECTION' });
      expect(JSON.stringify([error.message, String(error.cause), error])).not.toContain('hunter2');
    });
  });
}

const FOREIGN_KEYS = `SELECT conname, condeferrable, condeferred, pg_get_constraintdef(oid) FROM pg_constraint
  WHERE contype = 'f' ORDER BY conname`;
