import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { openMysqlSource, openMysqlTarget } from '../../adapters/mysql/index.js';
import type { Database, LoadOptions, Target } from '../../src/database.js';
import type { Catalog, SchemaScript } from '../../src/introspect/catalog.js';
import { aBatch } from '../batch-builder.js';
import { whyNoMariaDb } from '../servers/start-mariadb.js';
import { errorOf, rowsOf, tableOf } from './adapter-contract.js';
import { MysqlDatabases } from './mysql-databases.js';

const reason = whyNoMariaDb();

const APPEND: LoadOptions = { create: null, truncate: [], deferForeignKeys: false };

const PARENT_AND_CHILD = [
  'CREATE TABLE p (id INT NOT NULL PRIMARY KEY AUTO_INCREMENT, v TEXT)',
  'CREATE TABLE c (id INT NOT NULL PRIMARY KEY AUTO_INCREMENT, p_id INT, FOREIGN KEY (p_id) REFERENCES p (id))',
];

describe.skipIf(reason !== null)(reason ?? 'a MySQL target when things go wrong', () => {
  const databases = new MysqlDatabases();
  const opened: Database[] = [];
  beforeAll(() => databases.start(), 300_000);
  afterAll(() => databases.stop());
  afterEach(async () => {
    for (const database of opened.splice(0)) await database.close();
    await databases.run('SET GLOBAL local_infile = 1');
    await databases.cleanUp();
  });

  async function catalogOf(...statements: string[]): Promise<Catalog> {
    const source = await databases.source(statements);
    opened.push(source);
    return source.introspect();
  }

  async function aTarget(name: string): Promise<Target> {
    const target = await databases.openTarget(name);
    opened.push(target);
    return target;
  }

  async function aFilledTarget(...statements: string[]): Promise<Target> {
    return aTarget(await databases.make(statements));
  }

  /** Kills every connection that is in a database whose name ends so, or in a shadow of it. */
  async function killConnectionsOf(name: string, shadowsOnly: boolean): Promise<void> {
    const pattern = shadowsOnly ? `${name}\\_dbsynth\\_%` : `${name}%`;
    const rows = await databases.run(
      `SELECT id FROM information_schema.processlist WHERE db LIKE '${pattern}' AND id <> connection_id()`,
    );
    for (const [id] of rows) await databases.run(`KILL ${String(id)}`);
  }

  test('does not exist after its connection was killed in mid-load, and nothing is left of it', async () => {
    const catalog = await catalogOf(...PARENT_AND_CHILD);
    const name = databases.name();
    const target = await aTarget(name);
    const load = await target.begin({ ...APPEND, create: catalog.script });
    await load.write(tableOf(catalog, 'p'), aBatch({ id: [1, 2], v: ['a', 'b'] }));
    expect((await databases.databases()).filter((found) => found.startsWith(name))).toHaveLength(1);
    await killConnectionsOf(name, true);
    const error = await errorOf(load.write(tableOf(catalog, 'p'), aBatch({ id: [3], v: ['c'] })));
    expect(error).toMatchObject({ code: 'E_CONNECTION' });
    await load.rollback();
    expect((await databases.databases()).filter((found) => found.startsWith(name))).toEqual([]);
    expect(await target.state()).toMatchObject({ exists: false, tables: [] });
  });

  test('is as it was after its connection was killed in mid-load of a schema that stands', async () => {
    const target = await aFilledTarget(...PARENT_AND_CHILD, `INSERT INTO p VALUES (1, 'mine')`);
    const catalog = await target.introspect();
    const load = await target.begin({ ...APPEND, truncate: [tableOf(catalog, 'p')] });
    await load.write(tableOf(catalog, 'p'), aBatch({ id: [2], v: ['new'] }));
    await killConnectionsOf(databases.nameOf(target), false);
    const error = await errorOf(load.write(tableOf(catalog, 'p'), aBatch({ id: [3], v: ['c'] })));
    expect(error).toMatchObject({ code: 'E_CONNECTION' });
    await load.rollback();
    expect(await databases.look(target, 'SELECT id, v FROM p')).toEqual([[1, 'mine']]);
  });

  test('is made by the next run, which clears up after one that was killed with its program', async () => {
    const catalog = await catalogOf(...PARENT_AND_CHILD);
    const name = databases.name();
    const killed = await openMysqlTarget(databases.url(name));
    await killed.begin({ ...APPEND, create: catalog.script });
    await killConnectionsOf(name, true);
    await databases.run('DO SLEEP(0.2)');
    const left = (await databases.databases()).filter((found) => found.startsWith(name));
    expect(left).toHaveLength(1);
    const running = await aTarget(databases.name());
    const other = await running.begin({ ...APPEND, create: catalog.script });
    const target = await aTarget(name);
    const load = await target.begin({ ...APPEND, create: catalog.script });
    expect(await databases.databases()).not.toContain(left[0]);
    await load.write(tableOf(catalog, 'p'), aBatch({ id: [1], v: ['a'] }));
    await load.finish();
    await load.commit();
    expect(await databases.look(target, 'SELECT id FROM p')).toEqual([[1]]);
    await expect(other.query('SELECT COUNT(*) FROM p')).resolves.toEqual([[0]]);
    await killed.close();
  });

  test('is empty again when a trigger cannot be made where the tables were moved to', async () => {
    const catalog = await catalogOf(
      ...PARENT_AND_CHILD,
      'CREATE VIEW v AS SELECT id FROM p',
      'CREATE TRIGGER t BEFORE INSERT ON p FOR EACH ROW SET NEW.v = NEW.v',
    );
    const name = await databases.make([]);
    const target = await aTarget(name);
    const load = await target.begin({ ...APPEND, create: catalog.script });
    await load.write(tableOf(catalog, 'p'), aBatch({ id: [1], v: ['a'] }));
    await load.finish();
    await databases.run(`CREATE TABLE \`${name}\`.v (a INT)`);
    await expect(load.commit()).rejects.toMatchObject({ code: 'E_SCHEMA_MISMATCH' });
    await load.rollback();
    expect((await databases.databases()).filter((found) => found.startsWith(name))).toEqual([name]);
    expect(await databases.run(`SHOW TABLES FROM \`${name}\` LIKE 'p'`)).toEqual([]);
  });

  test('gets views and triggers, which do not fire for the rows that were loaded', async () => {
    const catalog = await catalogOf(
      ...PARENT_AND_CHILD,
      'CREATE VIEW v AS SELECT id FROM p',
      `CREATE TRIGGER t BEFORE INSERT ON p FOR EACH ROW SET NEW.v = 'changed'`,
    );
    const target = await aTarget(databases.name());
    const load = await target.begin({ ...APPEND, create: catalog.script });
    await load.write(tableOf(catalog, 'p'), aBatch({ id: [1], v: ['a'] }));
    await load.finish();
    await load.commit();
    await databases.execute(target, 'INSERT INTO p VALUES (2, NULL)');
    expect(await databases.look(target, 'SELECT p.v FROM p JOIN v USING (id) ORDER BY id')).toEqual([
      ['a'],
      ['changed'],
    ]);
    expect((await target.introspect()).script).toEqual(catalog.script);
  });

  test.each(['in a new schema', 'in a schema that stands'])(
    'is written by INSERT where LOAD DATA is forbidden, %s',
    async (where) => {
      await databases.run('SET GLOBAL local_infile = 0');
      const columns =
        'id INT PRIMARY KEY, t TEXT, b BLOB, n DECIMAL(20,4), bits BIT(9), g POINT, d DATETIME(6), j JSON';
      const catalog = await catalogOf(`CREATE TABLE t (${columns})`);
      const isNew = where === 'in a new schema';
      const target = isNew
        ? await aTarget(databases.name())
        : await aFilledTarget(`CREATE TABLE t (${columns})`);
      const load = await target.begin({ ...APPEND, create: isNew ? catalog.script : null });
      const rows = 3000;
      await load.write(
        tableOf(catalog, 't'),
        aBatch({
          id: Array.from({ length: rows }, (_, row) => row),
          t: Array.from({ length: rows }, (_, row) => `it's \\ "${'x'.repeat(1000)}" \n${row}\0\r\t`),
          b: Array.from({ length: rows }, (_, row) => (row === 1 ? null : Uint8Array.of(0, 39, 92, 255))),
          n: Array.from({ length: rows }, (_, row) => row / 4),
          bits: Array.from({ length: rows }, (_, row) => row % 512),
          g: Array.from({ length: rows }, (_, row) => `POINT(${row} 1)`),
          d: Array.from({ length: rows }, () => '2020-01-02 03:04:05.000006'),
          j: Array.from({ length: rows }, (_, row) => `{"a":"\\u00e9","n":${row}}`),
        }),
      );
      await load.finish();
      await load.commit();
      expect(
        await databases.look(
          target,
          `SELECT COUNT(*), SUM(n), SUM(bits), SUM(ST_X(g)), MIN(HEX(b)), COUNT(b), MIN(d), SUM(JSON_VALUE(j, '$.n'))
         FROM t WHERE t = CONCAT('it''s \\\\ "', REPEAT('x', 1000), '" ', CHAR(10), id, CHAR(0), CHAR(13), CHAR(9))`,
        ),
      ).toEqual([
        [
          rows,
          '1124625.0000',
          '750660',
          4_498_500,
          '00275CFF',
          rows - 1,
          '2020-01-02 03:04:05.000006',
          4_498_500,
        ],
      ]);
    },
  );

  test.each([
    ['a number out of range', 'n TINYINT', { n: [1, 999] }],
    ['a text that is too long', 'n VARCHAR(3)', { n: ['abc', 'secret'] }],
    ['a text that is no number', 'n INT', { n: ['secret'] }],
    ['a label that is none', `n ENUM('a','b')`, { n: ['a', 'secret'] }],
    ['a member that is none', `n SET('a','b')`, { n: ['a,secret'] }],
    ['a date that is none', 'n DATE', { n: ['2021-02-30'] }],
    ['a number too large for its bits', 'n BIT(3)', { n: [8] }],
    ['a document that is none', 'n JSON', { n: ['{secret'] }],
    ['a null where none may be', 'n INT NOT NULL', { n: [1, null] }],
    ['a value that stands there', 'n VARCHAR(9) UNIQUE', { n: ['Secret', 'sEcret '] }],
    ['a prefix that stands there', 'n VARCHAR(9), UNIQUE KEY (n(3))', { n: ['secret', 'second'] }],
    ['an emoji in a narrow character set', 'n VARCHAR(9) CHARACTER SET utf8mb3', { n: ['🐘'] }],
  ])('refuses %s, by LOAD DATA as by INSERT', async (_, column, values) => {
    for (const allowed of [1, 0]) {
      await databases.run(`SET GLOBAL local_infile = ${allowed}`);
      const target = await aFilledTarget(`CREATE TABLE t (${column})`);
      const load = await target.begin(APPEND);
      const error = await errorOf(load.write(tableOf(await target.introspect(), 't'), aBatch(values)));
      expect(error).toMatchObject({ code: 'E_CONSTRAINT' });
      expect(error.message).toContain('"t"');
      expect(`${error.message} ${String(error.cause)}`).not.toMatch(/secret|second|999|2021|🐘/i);
      await load.rollback();
      expect(await databases.look(target, 'SELECT COUNT(*) FROM t')).toEqual([[0]]);
    }
  });

  test('refuses rows that a trigger refuses, without its words', async () => {
    const target = await aFilledTarget(
      'CREATE TABLE t (a INT)',
      `CREATE TRIGGER refuses BEFORE INSERT ON t FOR EACH ROW
         IF NEW.a = 3 THEN SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'secret'; END IF`,
    );
    const load = await target.begin(APPEND);
    const error = await errorOf(load.write(tableOf(await target.introspect(), 't'), aBatch({ a: [3] })));
    expect(error).toMatchObject({ code: 'E_CONSTRAINT' });
    expect(`${error.message} ${String(error.cause)}`).not.toContain('secret');
  });

  test('keeps zero as a number of a row, and the columns that change by themselves', async () => {
    const target = await aFilledTarget(
      `CREATE TABLE t (id INT NOT NULL PRIMARY KEY AUTO_INCREMENT, other INT,
         changed TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP)`,
    );
    const t = tableOf(await target.introspect(), 't');
    const load = await target.begin(APPEND);
    const changed = ['2001-01-01 00:00:00', '2002-01-01 00:00:00'];
    await load.write(t, aBatch({ id: [0, 5], other: [null, null], changed }));
    await load.update(t, ['id'], aBatch({ id: [5, 0], other: [0, 5] }));
    await load.finish();
    await load.commit();
    expect(await databases.look(target, 'SELECT id, other, changed FROM t ORDER BY id')).toEqual([
      [0, 5, changed[0]],
      [5, 0, changed[1]],
    ]);
  });

  test('does not blame a load for orphans that stood there before, but for those it makes', async () => {
    const target = await aFilledTarget(
      ...PARENT_AND_CHILD,
      'INSERT INTO c VALUES (1, 77)',
      `INSERT INTO p VALUES (1, '')`,
    );
    const catalog = await target.introspect();
    const good = await target.begin(APPEND);
    await good.write(tableOf(catalog, 'c'), aBatch({ id: [2], p_id: [1] }));
    await good.finish();
    await good.rollback();
    const bad = await target.begin(APPEND);
    await bad.write(tableOf(catalog, 'c'), aBatch({ id: [2], p_id: [78] }));
    await expect(bad.finish()).rejects.toMatchObject({ code: 'E_CONSTRAINT' });
    await bad.rollback();
    const emptied = await target.begin({ ...APPEND, truncate: [tableOf(catalog, 'p')] });
    await expect(emptied.finish()).resolves.toEqual([]);
    await emptied.rollback();
  });

  test('cascades into no table that nobody named', async () => {
    const target = await aFilledTarget(
      'CREATE TABLE p (id INT PRIMARY KEY)',
      'CREATE TABLE c (p_id INT, FOREIGN KEY (p_id) REFERENCES p (id) ON DELETE CASCADE)',
      'INSERT INTO p VALUES (1)',
      'INSERT INTO c VALUES (1)',
    );
    const catalog = await target.introspect();
    const load = await target.begin({ ...APPEND, truncate: [tableOf(catalog, 'p')] });
    expect(await load.query('SELECT COUNT(*) FROM c')).toEqual([[1]]);
    await expect(load.finish()).rejects.toMatchObject({ code: 'E_CONSTRAINT' });
    await load.rollback();
  });

  test('refuses tables whose rows could not be taken back', async () => {
    const target = await aFilledTarget('CREATE TABLE t (a INT) ENGINE = MyISAM');
    const t = tableOf(await target.introspect(), 't');
    const load = await target.begin(APPEND);
    await expect(load.write(t, aBatch({ a: [1] }))).rejects.toMatchObject({ code: 'E_SCHEMA_MISMATCH' });
    await load.rollback();
    expect(await databases.look(target, 'SELECT COUNT(*) FROM t')).toEqual([[0]]);
  });

  test('says that another program holds a lock', async () => {
    const target = await aFilledTarget('CREATE TABLE t (a INT PRIMARY KEY)', 'INSERT INTO t VALUES (1)');
    const t = tableOf(await target.introspect(), 't');
    const other = await databases.connect(databases.nameOf(target));
    await other.query('START TRANSACTION');
    await other.query('DELETE FROM t');
    const error = await errorOf(target.begin({ ...APPEND, truncate: [t] }));
    expect(error).toMatchObject({ code: 'E_LOCKED' });
    await other.query('ROLLBACK');
    await other.end();
  });

  test.each(['CREATE TABLE other (a INT)', 'CREATE VIEW other AS SELECT 1'])(
    'makes no schema where one stands: %s',
    async (sql) => {
      const target = await aFilledTarget(sql);
      const script: SchemaScript = {
        tables: [{ kind: 'table', name: 't', table: 't', sql: 'CREATE TABLE t (a INT)' }],
        afterLoad: [],
      };
      await expect(target.begin({ ...APPEND, create: script })).rejects.toMatchObject({
        code: 'E_TARGET_NOT_EMPTY',
      });
    },
  );

  test('marks the databases that dbsynth made, and no others', async () => {
    const catalog = await catalogOf('CREATE TABLE t (a INT)');
    const target = await aTarget(databases.name());
    const load = await target.begin({ ...APPEND, create: catalog.script });
    await load.finish();
    await load.commit();
    expect(await target.state()).toMatchObject({ exists: true, madeByDbsynth: true });
    expect((await (await aFilledTarget('CREATE TABLE t (a INT)')).state()).madeByDbsynth).toBe(false);
  });
});

describe.skipIf(reason !== null)(reason ?? 'a MySQL source when things go wrong', () => {
  const databases = new MysqlDatabases();
  beforeAll(() => databases.start(), 300_000);
  const opened: Database[] = [];
  afterAll(() => databases.stop());
  afterEach(async () => {
    for (const database of opened.splice(0)) await database.close();
    await databases.cleanUp();
  });

  async function aSource(statements: readonly string[]): ReturnType<MysqlDatabases['source']> {
    const source = await databases.source(statements);
    opened.push(source);
    return source;
  }

  const MANY_ROWS = [
    'CREATE TABLE t (id INT PRIMARY KEY, v VARCHAR(200))',
    `INSERT INTO t SELECT seq, REPEAT('x', 200) FROM seq_1_to_200000`,
  ];

  test('keeps its snapshot while others write, and does not make them wait', async () => {
    const source = await aSource(['CREATE TABLE t (a INT)', 'INSERT INTO t VALUES (1)']);
    await databases.execute(source, 'INSERT INTO t VALUES (2)');
    const t = tableOf(await source.introspect(), 't');
    expect(await rowsOf(source, t)).toEqual([[1]]);
    expect(await source.countRows(t)).toBe(1);
  });

  test('reads on after a reading that was given up, in the same snapshot', async () => {
    const source = await aSource(MANY_ROWS);
    const t = tableOf(await source.introspect(), 't');
    await databases.execute(source, 'DELETE FROM t WHERE id > 10');
    for await (const batch of source.read(t, ['id', 'v'], { batchRows: 100 })) {
      expect(batch.rows).toBe(100);
      break;
    }
    expect(await source.countRows(t)).toBe(200_000);
  });

  test('lets the server wait when its rows are not taken', async () => {
    const source = await aSource(MANY_ROWS);
    const t = tableOf(await source.introspect(), 't');
    const before = process.memoryUsage().rss;
    const reading = source.read(t, ['id', 'v'], { batchRows: 1000 })[Symbol.asyncIterator]();
    await reading.next();
    await databases.run('DO SLEEP(1)');
    const waiting = await databases.run(
      `SELECT COUNT(*) FROM information_schema.processlist WHERE db = '${databases.nameOf(source)}' AND state LIKE '%net%'`,
    );
    expect(Number(waiting[0]![0])).toBe(1);
    expect(process.memoryUsage().rss - before).toBeLessThan(60e6);
  });

  test('says that the connection was lost when it is killed in mid-reading', async () => {
    const source = await aSource(MANY_ROWS);
    const t = tableOf(await source.introspect(), 't');
    let isKilled = false;
    const read = async (): Promise<void> => {
      for await (const _ of source.read(t, ['id', 'v'], { batchRows: 1000 })) {
        if (isKilled) continue;
        isKilled = true;
        const rows = await databases.run(
          `SELECT id FROM information_schema.processlist WHERE db = '${databases.nameOf(source)}'`,
        );
        for (const [id] of rows) await databases.run(`KILL ${String(id)}`);
      }
    };
    await expect(read()).rejects.toMatchObject({ code: 'E_CONNECTION' });
  });

  test.each([
    ['E_SOURCE_MISSING', (url: URL) => (url.pathname = '/no_such_database')],
    ['E_PERMISSION', (url: URL) => ((url.username = 'nobody'), (url.password = 'secret'))],
    ['E_CONNECTION', (url: URL) => ((url.search = ''), (url.host = '127.0.0.1:1'))],
  ])('says %s, and never the password', async (code, change) => {
    const url = new URL(databases.url(await databases.make([])));
    change(url);
    const error = await errorOf(openMysqlSource(url.href));
    expect(error).toMatchObject({ code });
    expect(`${error.message} ${String(error.cause)}`).not.toContain('secret');
  });
});
