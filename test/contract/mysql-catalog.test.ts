import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Database } from '../../src/database.js';
import type { Catalog } from '../../src/introspect/catalog.js';
import { whyNoMariaDb } from '../servers/start-mariadb.js';
import { columnOf, rowsOf, tableOf } from './adapter-contract.js';
import { MysqlDatabases } from './mysql-databases.js';

const reason = whyNoMariaDb();

describe.skipIf(reason !== null)(reason ?? 'the catalog of a MySQL database', () => {
  const databases = new MysqlDatabases();
  const opened: Database[] = [];
  beforeAll(() => databases.start(), 300_000);
  afterAll(() => databases.stop());
  afterEach(async () => {
    for (const database of opened.splice(0)) await database.close();
    await databases.cleanUp();
  });

  async function aSource(...statements: string[]): ReturnType<MysqlDatabases['source']> {
    const source = await databases.source(statements);
    opened.push(source);
    return source;
  }

  async function catalogOf(...statements: string[]): Promise<Catalog> {
    return (await aSource(...statements)).introspect();
  }

  /** Makes the schema again, without rows, and reads it back. */
  async function copyOf(catalog: Catalog): Promise<Catalog> {
    const target = await databases.emptyTarget();
    opened.push(target);
    const load = await target.begin({ create: catalog.script, truncate: [], deferForeignKeys: false });
    await load.finish();
    await load.commit();
    return target.introspect();
  }

  test.each([
    ['TINYINT', { name: 'integer', min: -128n, max: 127n }],
    ['TINYINT UNSIGNED', { name: 'integer', min: 0n, max: 255n }],
    ['SMALLINT(3) ZEROFILL', { name: 'integer', min: 0n, max: 65_535n }],
    ['MEDIUMINT', { name: 'integer', min: -8_388_608n, max: 8_388_607n }],
    ['INT UNSIGNED', { name: 'integer', min: 0n, max: 4_294_967_295n }],
    ['BIGINT', { name: 'integer', min: -(2n ** 63n), max: 2n ** 63n - 1n }],
    ['BIGINT UNSIGNED', { name: 'integer', min: 0n, max: 2n ** 64n - 1n }],
    ['BOOLEAN', { name: 'boolean' }],
    ['BIT', { name: 'boolean' }],
    ['BIT(5)', { name: 'integer', min: 0n, max: 31n }],
    ['YEAR', { name: 'integer', min: 1901n, max: 2155n }],
    ['DECIMAL', { name: 'decimal', precision: 10, scale: 0 }],
    ['NUMERIC(30,4) UNSIGNED', { name: 'decimal', precision: 30, scale: 4 }],
    ['FLOAT', { name: 'real' }],
    ['CHAR(3)', { name: 'text', maxLength: 3, fixed: true }],
    ['VARCHAR(9)', { name: 'text', maxLength: 9, fixed: false }],
    ['TINYTEXT', { name: 'text', maxLength: 85, fixed: false }],
    ['BINARY(16)', { name: 'bytes', maxLength: 16 }],
    ['TINYBLOB', { name: 'bytes', maxLength: 255 }],
    ['LONGBLOB', { name: 'bytes', maxLength: null }],
    ['DATE', { name: 'date' }],
    ['TIME(3)', { name: 'time' }],
    ['DATETIME(6)', { name: 'timestamp', precision: 6, timeZone: false }],
    ['TIMESTAMP NULL', { name: 'timestamp', precision: 0, timeZone: true }],
    ['JSON', { name: 'json' }],
    [`ENUM('b','a','it''s','x,y')`, { name: 'enum', labels: ['b', 'a', "it's", 'x,y'] }],
    [`SET('r','w')`, { name: 'enum', labels: ['', 'r', 'w', 'r,w'], several: true }],
    ['POINT', { name: 'other' }],
  ])('reads the type %s', async (type, expected) => {
    const t = tableOf(await catalogOf(`CREATE TABLE t (c ${type})`), 't');
    expect(columnOf(t, 'c').type).toEqual(expected);
    expect(t.checks).toEqual([]);
  });

  test('tells generated, invisible and numbering columns', async () => {
    const source = await aSource(
      `CREATE TABLE t (n INT NOT NULL, id INT NOT NULL AUTO_INCREMENT, v INT AS (n + 1) VIRTUAL, s INT AS (n + 2) STORED,
         h INT INVISIBLE DEFAULT 5, KEY (id))`,
      'INSERT INTO t (n) VALUES (10)',
    );
    const t = tableOf(await source.introspect(), 't');
    expect(t.columns.map(({ name, generated, identity }) => [name, generated, identity])).toEqual([
      ['n', false, false],
      ['id', false, true],
      ['v', 'virtual', false],
      ['s', 'stored', false],
      ['h', false, false],
    ]);
    expect(await rowsOf(source, t)).toEqual([[10, 1, 11, 12, 5]]);
  });

  test('gives defaults as SQL', async () => {
    const t = tableOf(
      await catalogOf(
        `CREATE TABLE t (a INT DEFAULT 5, b VARCHAR(9) DEFAULT 'it''s', c INT, d DATETIME DEFAULT CURRENT_TIMESTAMP,
           e VARCHAR(9) DEFAULT 'NULL')`,
      ),
      't',
    );
    expect(t.columns.map(({ defaultSql }) => defaultSql)).toEqual([
      '5',
      expect.stringMatching(/^'it(''|\\')s'$/),
      null,
      expect.stringMatching(/^current_timestamp(\(\))?$/i),
      "'NULL'",
    ]);
  });

  test('knows collations that ignore case, in columns and keys', async () => {
    const t = tableOf(
      await catalogOf(
        `CREATE TABLE t (a VARCHAR(9), b VARCHAR(9) COLLATE utf8mb4_bin, UNIQUE KEY both_ (a, b)) COLLATE utf8mb4_general_ci`,
      ),
      't',
    );
    expect(t.columns.map(({ caseInsensitive }) => caseInsensitive)).toEqual([true, false]);
    expect(t.columns.map(({ collation }) => collation)).toEqual(['utf8mb4_general_ci', 'utf8mb4_bin']);
    expect(t.uniques[0]!.caseInsensitive).toEqual([true, false]);
  });

  test('takes a unique prefix for an expression', async () => {
    const t = tableOf(
      await catalogOf('CREATE TABLE t (id INT PRIMARY KEY, a VARCHAR(9), b INT, UNIQUE KEY p (a(3), b))'),
      't',
    );
    expect(t.uniques.map(({ name }) => name)).toEqual(['t_pkey', 'p']);
    expect(t.uniques[1]).toMatchObject({ columns: [null, 'b'], expressions: ['LEFT(`a`, 3)', null] });
  });

  test('finds foreign keys to unique columns, with their actions', async () => {
    const child = tableOf(
      await catalogOf(
        'CREATE TABLE p (id INT PRIMARY KEY, code VARCHAR(5) NOT NULL UNIQUE)',
        `CREATE TABLE c (code VARCHAR(5), CONSTRAINT to_code FOREIGN KEY (code) REFERENCES p (code)
           ON DELETE SET NULL ON UPDATE CASCADE)`,
      ),
      'c',
    );
    expect(child.foreignKeys).toEqual([
      expect.objectContaining({
        name: 'to_code',
        parent: 'p',
        parentColumns: ['code'],
        onDelete: 'SET NULL',
        onUpdate: 'CASCADE',
      }),
    ]);
  });

  test('leaves out a foreign key into another database, with a warning', async () => {
    const other = await databases.make(['CREATE TABLE p (id INT PRIMARY KEY)']);
    const catalog = await catalogOf(
      `CREATE TABLE c (id INT PRIMARY KEY, p_id INT, FOREIGN KEY (p_id) REFERENCES ${other}.p (id))`,
    );
    expect(tableOf(catalog, 'c').foreignKeys).toEqual([]);
    expect(catalog.warnings).toEqual([expect.objectContaining({ table: 'c' })]);
    expect(catalog.script.tables[0]!.sql).not.toContain('REFERENCES');
  });

  test('writes a script that needs no order of its own, whatever cycles there are', async () => {
    const catalog = await catalogOf(
      'CREATE TABLE a_child (id INT PRIMARY KEY, z_id INT, FOREIGN KEY (z_id) REFERENCES z_parent (id))',
      'CREATE TABLE z_parent (id INT PRIMARY KEY, self_id INT, FOREIGN KEY (self_id) REFERENCES z_parent (id))',
      ...databases.words.cycle,
    );
    const name = await databases.make([]);
    const connection = await databases.connect(name);
    for (const { sql } of [...catalog.script.tables, ...catalog.script.afterLoad])
      await connection.query(sql);
    await connection.end();
    expect(catalog.script.afterLoad.map(({ kind }) => kind)).toEqual(['other']);
    const target = await databases.openTarget(name);
    opened.push(target);
    expect((await target.introspect()).tables).toEqual(catalog.tables);
  });

  test('makes hard schemas again so that the catalogs are equal', async () => {
    const catalog = await catalogOf(
      `CREATE TABLE \`odd \`\`name\` (
         id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
         kind ENUM('a','b''c','d;e') NOT NULL DEFAULT 'b''c' COMMENT 'kinds, (some); it''s AUTO_INCREMENT=7',
         flags SET('x','y') DEFAULT 'x', doc JSON, z DATE NOT NULL DEFAULT '0000-00-00', place POINT,
         changed TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3) ON UPDATE CURRENT_TIMESTAMP(3),
         label VARCHAR(20) CHARACTER SET latin1 CHECK (label <> '),('), twice INT AS (CHAR_LENGTH(label) * 2) STORED,
         UNIQUE KEY short (label(4)), FULLTEXT KEY words (label)
       ) AUTO_INCREMENT = 77 COMMENT = 'a '' AUTO_INCREMENT=8'`,
      `CREATE TABLE parts (id INT NOT NULL, at DATE NOT NULL, PRIMARY KEY (id, at))
         PARTITION BY RANGE (YEAR(at)) (PARTITION old VALUES LESS THAN (2000), PARTITION rest VALUES LESS THAN MAXVALUE)`,
      'CREATE FUNCTION twice_of(n INT) RETURNS INT DETERMINISTIC RETURN n * 2',
      'CREATE VIEW b_view AS SELECT id FROM parts',
      'CREATE VIEW a_view AS SELECT twice_of(id) AS n FROM b_view',
      'CREATE TRIGGER guards BEFORE INSERT ON parts FOR EACH ROW SET NEW.id = NEW.id',
      'CREATE PROCEDURE idle() SELECT 1',
    );
    expect(tableOf(catalog, 'parts').triggers).toEqual(['guards']);
    expect(catalog.skipped.map(({ name }) => name).sort()).toEqual(['a_view', 'b_view', 'idle']);
    const copy = await copyOf(catalog);
    expect(copy.tables).toEqual(catalog.tables);
    expect(copy.script).toEqual(catalog.script);
    expect(JSON.stringify(catalog.script)).not.toMatch(/AUTO_INCREMENT=77|DEFINER=/);
  });

  test('moves sequences together with the defaults that use them', async () => {
    const catalog = await catalogOf(
      'CREATE SEQUENCE numbers START WITH 5',
      'CREATE TABLE t (id INT NOT NULL DEFAULT (NEXT VALUE FOR numbers), v INT)',
    );
    const copy = await copyOf(catalog);
    expect(copy.script).toEqual(catalog.script);
    expect(JSON.stringify(catalog.script)).not.toContain('dbsynth_test');
  });

  test('warns about tables that know no transactions', async () => {
    const catalog = await catalogOf('CREATE TABLE t (a INT) ENGINE = MyISAM');
    expect(catalog.warnings).toEqual([
      expect.objectContaining({ table: 't', message: expect.stringContaining('MyISAM') }),
    ]);
  });

  test('reads zero dates as nulls or the earliest date, bits as numbers, shapes as text, and moments as they are', async () => {
    const source = await aSource(
      `CREATE TABLE t (id INT PRIMARY KEY, d DATE NOT NULL, dt DATETIME(3), ts TIMESTAMP NULL, tm TIME, b BIT(9), one BIT,
         y YEAR, g POINT, f FLOAT, e DOUBLE, n DECIMAL(30,10), u BIGINT UNSIGNED, s SET('a','b'))`,
      "SET SESSION sql_mode = ''",
      `INSERT INTO t VALUES (1, '0000-00-00', '2020-02-29 23:59:59.125', '2020-01-01 00:00:00', '-101:02:03', b'100000001',
         b'1', 1999, POINT(1.5, -2), 0.1, 9.234567890123456, 12345678901234567890.1234567890, 18446744073709551615, 'a,b')`,
      `INSERT INTO t VALUES (2, '2020-00-01', '0000-00-00 00:00:00', NULL, NULL, NULL, NULL, 0, NULL, NULL, 0.1, 0.5, 7, '')`,
    );
    const t = tableOf(await source.introspect(), 't');
    expect(await rowsOf(source, t)).toEqual([
      [
        1,
        '1000-01-01',
        '2020-02-29 23:59:59.125',
        '2020-01-01 00:00:00',
        '-101:02:03',
        257,
        1,
        1999,
        'POINT(1.5 -2)',
        0.1,
        9.234567890123456,
        '12345678901234567890.1234567890',
        '18446744073709551615',
        'a,b',
      ],
      [2, '1000-01-01', null, null, null, null, null, 0, null, null, 0.1, 0.5, 7, ''],
    ]);
  });
});
