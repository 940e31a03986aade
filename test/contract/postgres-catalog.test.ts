import { afterAll, afterEach, describe, expect, test } from 'vitest';
import type { Source } from '../../src/database.js';
import type { Catalog } from '../../src/introspect/catalog.js';
import { startPostgres } from '../servers/postgres-server.js';
import { batchesOf, columnOf, rowsIn, rowsOf, tableOf } from './adapter-contract.js';
import { PostgresDatabases } from './postgres-databases.js';

const server = await startPostgres();
if ('reason' in server) {
  test.skip(`the catalog of a PostgreSQL database: ${server.reason}`);
} else {
  afterAll(() => server.stop());
  postgresCatalog(new PostgresDatabases(server));
}

function postgresCatalog(databases: PostgresDatabases): void {
  const opened: Source[] = [];

  async function aSource(...statements: string[]): Promise<Source> {
    const source = await databases.source(statements);
    opened.push(source);
    return source;
  }

  async function catalogOf(...statements: string[]): Promise<Catalog> {
    return (await aSource(...statements)).introspect();
  }

  /** Copies schema and rows into a new database, and reads the catalog of both. */
  async function copied(...statements: string[]): Promise<{ one: Catalog; other: Catalog; copyUrl: string }> {
    const source = await aSource(...statements);
    const one = await source.introspect();
    const copyUrl = await databases.make([]);
    const target = await databases.openTarget(copyUrl);
    const load = await target.begin({ create: one.script, truncate: [], deferForeignKeys: false });
    for (const table of one.tables) {
      const names = table.columns.filter(({ generated }) => generated === false).map(({ name }) => name);
      for await (const batch of source.read(table, names)) await load.write(table, batch);
    }
    await load.finish();
    await load.commit();
    const other = await target.introspect();
    for (const table of one.tables) {
      const sum = `SELECT md5(string_agg(t::text, ',' ORDER BY t::text)) FROM ${target.qualify(table)} AS t`;
      expect([table.id, await target.query(sum)]).toEqual([table.id, await source.query(sum)]);
    }
    await target.close();
    return { one, other, copyUrl };
  }

  describe('the catalog of a PostgreSQL database', () => {
    afterEach(async () => {
      for (const source of opened.splice(0)) await source.close();
      await databases.cleanUp();
    });

    test('tells tables of one name in several schemas apart, and keeps foreign keys between them', async () => {
      const catalog = await catalogOf(
        'CREATE SCHEMA app',
        'CREATE TABLE users (id int PRIMARY KEY)',
        'CREATE TABLE app.users (id int PRIMARY KEY, main_id int REFERENCES public.users (id))',
      );
      expect(catalog.tables.map(({ id }) => id)).toEqual(['app.users', 'users']);
      expect(tableOf(catalog, 'app.users').foreignKeys[0]).toMatchObject({ parent: 'users' });
    });

    test('looks only at the schemas that the URL names, and says which foreign keys that cuts', async () => {
      const url = await databases.make([
        'CREATE SCHEMA app',
        'CREATE TABLE users (id int PRIMARY KEY)',
        'CREATE TABLE app.notes (id int PRIMARY KEY, user_id int REFERENCES public.users (id))',
      ]);
      const source = await databases.openSource(`${url}&schema=app`);
      opened.push(source);
      const catalog = await source.introspect();
      expect(catalog.tables.map(({ id }) => id)).toEqual(['app.notes']);
      expect(tableOf(catalog, 'app.notes').foreignKeys).toEqual([]);
      expect(catalog.warnings).toEqual([
        expect.objectContaining({
          table: 'app.notes',
          column: 'user_id',
          message: expect.stringContaining('users'),
        }),
      ]);
      expect(await source.query('SELECT count(*) FROM notes')).toEqual([[0]]);
    });

    test('reads MATCH FULL, deferrable, and actions of a foreign key to a plain unique index', async () => {
      const catalog = await catalogOf(
        'CREATE TABLE p (a int, b int)',
        'CREATE UNIQUE INDEX p_ab ON p (b, a)',
        `CREATE TABLE c (x int, y int, CONSTRAINT f FOREIGN KEY (x, y) REFERENCES p (a, b) MATCH FULL
           ON DELETE SET NULL ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED)`,
      );
      expect(tableOf(catalog, 'c').foreignKeys).toEqual([
        {
          name: 'f',
          columns: ['x', 'y'],
          parent: 'p',
          parentColumns: ['a', 'b'],
          match: 'full',
          deferrable: true,
          onDelete: 'SET NULL',
          onUpdate: 'CASCADE',
        },
      ]);
    });

    test('makes what its tables need of other schemas, unless the target has it', async () => {
      const others = [
        'CREATE SCHEMA kit',
        'CREATE DOMAIN "Name" AS varchar(50)',
        `CREATE TYPE kit.state AS ENUM ('open', 'done')`,
        'CREATE TYPE kit.unused AS (x int)',
        'CREATE SEQUENCE kit.numbers',
        'CREATE FUNCTION kit.shorten(t text) RETURNS text IMMUTABLE LANGUAGE sql AS $there$ SELECT left(t, 3) $there$',
        `CREATE FUNCTION kit.touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$`,
      ];
      const url = await databases.make([
        ...others,
        'CREATE SCHEMA app',
        `CREATE TABLE app.notes (id int PRIMARY KEY DEFAULT nextval('kit.numbers'), title "Name", state kit.state)`,
        'CREATE INDEX by_start ON app.notes (kit.shorten(title))',
        'CREATE TRIGGER touch BEFORE INSERT ON app.notes FOR EACH ROW EXECUTE FUNCTION kit.touch()',
      ]);
      const source = await databases.openSource(`${url}&schema=app`);
      opened.push(source);
      const { script, tables } = await source.introspect();
      for (const statements of [[], others]) {
        const copyUrl = await databases.make([...statements, 'CREATE SCHEMA app']);
        const target = await databases.openTarget(`${copyUrl}&schema=app`);
        const load = await target.begin({ create: script, truncate: [], deferForeignKeys: false });
        expect(await load.finish()).toEqual([]);
        await load.commit();
        expect((await target.introspect()).tables).toEqual(tables);
        await target.close();
        const types = `SELECT count(*) FROM pg_type WHERE typname = 'unused'`;
        expect(await databases.run(copyUrl, [types])).toEqual([[statements.length === 0 ? 0 : 1]]);
      }
    });

    test('leaves out views that rows or schemas of the copy do not allow, and says which', async () => {
      const url = await databases.make([
        'CREATE SCHEMA app',
        'CREATE TABLE hidden (id int)',
        'CREATE TABLE app.marks (mark int)',
        'INSERT INTO app.marks VALUES (1)',
        'CREATE VIEW app.beyond AS SELECT id FROM public.hidden',
        'CREATE VIEW app.above AS SELECT id FROM app.beyond',
        'CREATE MATERIALIZED VIEW app.each AS SELECT mark FROM app.marks',
        'CREATE UNIQUE INDEX once ON app.each (mark)',
        'CREATE VIEW app.kept AS SELECT mark FROM app.each',
      ]);
      const source = await databases.openSource(`${url}&schema=app`);
      opened.push(source);
      const { script, tables } = await source.introspect();
      const copyUrl = await databases.make(['CREATE SCHEMA app']);
      const target = await databases.openTarget(`${copyUrl}&schema=app`);
      const load = await target.begin({ create: script, truncate: [], deferForeignKeys: false });
      for await (const batch of source.read(tables[0]!, ['mark'])) {
        await load.write(tables[0]!, batch);
        await load.write(tables[0]!, batch);
      }
      expect(await load.finish()).toEqual([
        expect.stringContaining('view "beyond"'),
        expect.stringContaining('view "above"'),
        expect.stringContaining('index "once"'),
      ]);
      await load.commit();
      await target.close();
      expect(await databases.run(copyUrl, ['SELECT count(*) FROM app.kept'])).toEqual([[2]]);
    });

    test('reads partial, expression and INCLUDE unique keys', async () => {
      const catalog = await catalogOf(
        'CREATE TABLE u (id int PRIMARY KEY, mail text, org int, gone timestamp, n int)',
        'CREATE UNIQUE INDEX a_live ON u (org, lower(mail)) WHERE gone IS NULL',
        'CREATE UNIQUE INDEX b_covering ON u (org) INCLUDE (mail, n)',
      );
      const [, live, covering] = tableOf(catalog, 'u').uniques;
      expect(live).toMatchObject({
        columns: ['org', null],
        expressions: [null, 'lower(mail)'],
        predicate: '(gone IS NULL)',
        nullsDistinct: true,
      });
      expect(covering).toMatchObject({ columns: ['org'], predicate: null });
    });

    test.skipIf(databases.server.version < 15)('reads NULLS NOT DISTINCT unique keys', async () => {
      const catalog = await catalogOf('CREATE TABLE u (n int, UNIQUE NULLS NOT DISTINCT (n))');
      expect(tableOf(catalog, 'u').uniques).toMatchObject([{ columns: ['n'], nullsDistinct: false }]);
    });

    test('merges the constraints of nested domains into the column', async () => {
      const catalog = await catalogOf(
        `CREATE DOMAIN short AS varchar(12) DEFAULT 'x' CHECK (VALUE <> 'VALUE')`,
        'CREATE DOMAIN code AS short NOT NULL CHECK (length(VALUE) > 2)',
        'CREATE TABLE t (c code)',
      );
      const t = tableOf(catalog, 't');
      expect(columnOf(t, 'c')).toMatchObject({
        declaredType: 'public.code',
        type: { name: 'text', maxLength: 12, fixed: false },
        nullable: false,
      });
      expect(columnOf(t, 'c').defaultSql).toContain("'x'");
      expect(t.checks.map(({ name }) => name)).toEqual(['c.code_check', 'c.short_check']);
      expect(t.checks[0]!.sql).toContain('length(("c")::text) > 2');
      expect(t.checks[1]!.sql).toContain("<> 'VALUE'::text");
    });

    test('keeps the labels of an enum in their order, whatever its name and schema', async () => {
      const catalog = await catalogOf(
        'CREATE SCHEMA app',
        `CREATE TYPE app.integer AS ENUM ('small', 'large', 'it''s')`,
        `ALTER TYPE app.integer ADD VALUE 'medium' BEFORE 'large'`,
        'CREATE TABLE t (size app.integer)',
      );
      expect(columnOf(tableOf(catalog, 't'), 'size').type).toEqual({
        name: 'enum',
        labels: ['small', 'medium', 'large', "it's"],
      });
    });

    test('tells serial, identity and shared sequences, and computed columns', async () => {
      const t = tableOf(
        await catalogOf(
          'CREATE SEQUENCE shared',
          `CREATE TABLE t (a serial, b int GENERATED ALWAYS AS IDENTITY, c bigint DEFAULT nextval('shared'),
             d int, e int GENERATED ALWAYS AS (d * 2) STORED)`,
        ),
        't',
      );
      expect(t.columns.map(({ identity }) => identity)).toEqual([true, true, true, false, false]);
      expect(t.columns.map(({ generated }) => generated)).toEqual([false, false, false, false, 'stored']);
      expect(t.columns.map(({ nullable }) => nullable)).toEqual([false, false, true, true, true]);
    });

    test('shows a partitioned table as one, with its foreign keys once', async () => {
      const catalog = await catalogOf(
        'CREATE TABLE p (id int, at date, PRIMARY KEY (id, at)) PARTITION BY RANGE (at)',
        `CREATE TABLE p_old PARTITION OF p FOR VALUES FROM (MINVALUE) TO ('2020-01-01')`,
        `CREATE TABLE p_new PARTITION OF p FOR VALUES FROM ('2020-01-01') TO (MAXVALUE) PARTITION BY HASH (id)`,
        'CREATE TABLE p_new_0 PARTITION OF p_new FOR VALUES WITH (MODULUS 2, REMAINDER 0)',
        'CREATE TABLE p_new_1 PARTITION OF p_new FOR VALUES WITH (MODULUS 2, REMAINDER 1)',
        'CREATE TABLE c (p_id int, p_at date, FOREIGN KEY (p_id, p_at) REFERENCES p)',
      );
      expect(catalog.tables.map(({ id }) => id)).toEqual(['c', 'p']);
      expect(tableOf(catalog, 'c').foreignKeys).toHaveLength(1);
      expect(tableOf(catalog, 'p').uniques).toHaveLength(1);
      expect(catalog.skipped.map(({ name }) => name)).toEqual(['p_new', 'p_new_0', 'p_new_1', 'p_old']);
    });

    test('reads and counts the own rows of a table that others inherit from', async () => {
      const source = await aSource(
        'CREATE TABLE base (id int)',
        'CREATE TABLE derived (extra text) INHERITS (base)',
        'INSERT INTO base VALUES (1)',
        `INSERT INTO derived VALUES (2, 'x'), (3, 'y')`,
      );
      const base = tableOf(await source.introspect(), 'base');
      expect(await source.countRows(base)).toBe(1);
      expect(await rowsOf(source, base)).toEqual([[1]]);
      expect(await source.query(`SELECT count(*) FROM ${source.qualify(base)}`)).toEqual([[1]]);
    });

    test('reads which spans exclude each other, where they end, and what a group may not differ in', async () => {
      const catalog = await catalogOf(
        'CREATE EXTENSION btree_gist',
        `CREATE TABLE t (id int, a date, b date, "the end" date, kind text,
           CONSTRAINT e1 EXCLUDE USING gist (id WITH =, daterange(a, "the end", '[]') WITH &&) WHERE (kind <> 'void'),
           CONSTRAINT e2 EXCLUDE USING gist (daterange(a, COALESCE(b, 'infinity'::date)) WITH &&),
           CONSTRAINT e3 EXCLUDE USING gist (id WITH =, kind WITH <>))`,
      );
      const { exclusions, unkept } = tableOf(catalog, 't');
      expect(exclusions).toMatchObject([
        {
          columns: ['id'],
          span: { low: 'a', high: 'the end', bounds: '[]' },
          predicate: "(kind <> 'void'::text)",
        },
        { columns: [], span: { low: 'a', high: 'b' }, predicate: null },
        { columns: ['id'], span: { alike: 'kind' } },
      ]);
      expect(unkept).toBeUndefined();
    });

    test('warns about exclusions, checks nobody keeps and types that travel as text', async () => {
      const catalog = await catalogOf(
        'CREATE TABLE t (during tsrange, CONSTRAINT apart EXCLUDE USING gist (during WITH -|-))',
      );
      expect(catalog.warnings.map(({ message }) => message)).toEqual([
        'the type tsrange travels as text',
        expect.stringContaining('"apart"'),
      ]);
      expect(tableOf(catalog, 't').unkept).toEqual(['apart']);
    });

    test('leaves out dropped columns, views, and tables of extensions', async () => {
      const catalog = await catalogOf(
        'CREATE TABLE t (a int, gone int, b int)',
        'ALTER TABLE t DROP COLUMN gone',
        'CREATE VIEW v AS SELECT a FROM t',
        'CREATE TABLE owned (a int)',
        'CREATE EXTENSION hstore',
        'ALTER EXTENSION hstore ADD TABLE owned',
      );
      expect(catalog.tables.map(({ id }) => id)).toEqual(['t']);
      expect(tableOf(catalog, 't').columns.map(({ name }) => name)).toEqual(['a', 'b']);
      expect(catalog.skipped.map(({ name }) => name)).toEqual(['owned', 'v']);
    });

    test('names triggers that fire, and not those that are disabled or only for DELETE', async () => {
      const catalog = await catalogOf(
        'CREATE TABLE t (a int)',
        `CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'`,
        'CREATE TRIGGER fires BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION f()',
        'CREATE TRIGGER on_delete AFTER DELETE ON t FOR EACH ROW EXECUTE FUNCTION f()',
        'CREATE TRIGGER off AFTER UPDATE ON t FOR EACH ROW EXECUTE FUNCTION f()',
        'ALTER TABLE t DISABLE TRIGGER off',
      );
      expect(tableOf(catalog, 't').triggers).toEqual(['fires']);
    });

    test('reads every type as a value that means the same', async () => {
      const source = await aSource(
        `CREATE TYPE pair AS (a int, b text)`,
        `CREATE TABLE t (s smallint, o oid, f real, n numeric(10,2), big numeric(30,0), nn numeric, bo boolean,
           ch char(4), nm name, d date, ti time, tz timetz, ts timestamp(3), tt timestamptz, u uuid, j json,
           jb jsonb, ia int[], iv interval, ip inet, p pair, m money, bi bit(3))`,
        `INSERT INTO t VALUES (-5, 4294967295, 0.1, 12345678.90, 123456789012345678901234567890, 'NaN', true,
           'ab', 'n', '2024-02-29', '01:02:03.5', '01:02:03-03:30', '2024-01-02 03:04:05.678',
           '2024-01-02 03:04:05+02', '00000000-0000-4000-8000-0000000000ff', '{"a": 1}', '{"b":2}', '{1,NULL}',
           '1 day 02:00', '10.0.0.1', '(1,"x y")', 5, B'101')`,
        `INSERT INTO t (s, n, nn, d, ts, tt) VALUES (1, -0.05, 1e-20, '0044-03-15 BC', 'infinity', '1500-01-01 00:00:00.000001+00')`,
        `INSERT INTO t (s, n, nn, d) VALUES (2, 0, 12345678901234567890.5, '-infinity')`,
      );
      const t = tableOf(await source.introspect(), 't');
      const rows = (await batchesOf(source, t, { orderBy: ['s'] })).flatMap(rowsIn);
      expect(rows[0]).toEqual([
        -5,
        4294967295,
        0.1,
        12345678.9,
        '123456789012345678901234567890',
        'NaN',
        1,
        // The blanks that fill a character(4) up are no part of it.
        'ab',
        'n',
        '2024-02-29',
        '01:02:03.5',
        '01:02:03-03:30',
        '2024-01-02 03:04:05.678',
        '2024-01-02 01:04:05+00',
        '00000000-0000-4000-8000-0000000000ff',
        '{"a": 1}',
        '{"b": 2}',
        '{1,NULL}',
        '1 day 02:00:00',
        '10.0.0.1/32',
        '(1,"x y")',
        '$5.00',
        '101',
      ]);
      const valueOf = (row: number, name: string): unknown =>
        rows[row]![t.columns.findIndex((column) => column.name === name)];
      expect(['n', 'nn', 'd', 'ts', 'tt'].map((name) => valueOf(1, name))).toEqual([
        -0.05,
        1e-20,
        '0044-03-15 BC',
        'infinity',
        '1500-01-01 00:00:00.000001+00',
      ]);
      expect(['n', 'nn', 'd'].map((name) => valueOf(2, name))).toEqual([
        0,
        12345678901234567000,
        '-infinity',
      ]);
    });

    test('makes the same schema again, whatever it is made of', async () => {
      const { one, other, copyUrl } = await copied(...EVERYTHING);
      expect(other.tables).toEqual(one.tables);
      expect(other.script).toEqual(one.script);
      expect(other.skipped).toEqual(one.skipped);
      expect(await databases.run(copyUrl, ['SELECT total FROM app.totals', 'TABLE app.cached'])).toEqual([
        [3],
      ]);
      expect(
        await databases.run(copyUrl, [
          'INSERT INTO app.orders (customer_id, parent_id) VALUES (1, 1) RETURNING id, no',
        ]),
      ).toEqual([[4, 1004]]);
    });
  });
}

/** One of everything that a script must put into order. */
const EVERYTHING = [
  'CREATE SCHEMA app',
  `COMMENT ON SCHEMA app IS 'The shop''s \\ own'`,
  'CREATE EXTENSION citext',
  'CREATE EXTENSION btree_gist',
  `CREATE COLLATION app.plain (lc_collate = 'C', lc_ctype = 'C')`,
  `CREATE TYPE app.state AS ENUM ('open', 'done')`,
  `COMMENT ON TYPE app.state IS 'how far'`,
  'CREATE TYPE app.point AS (x int, y numeric(6,2))',
  'CREATE TYPE app.span AS RANGE (subtype = timestamp)',
  `CREATE FUNCTION app.is_code(t text) RETURNS boolean IMMUTABLE LANGUAGE sql AS $$ SELECT t ~ '^[A-Z]' $$`,
  'CREATE DOMAIN app.code AS text CHECK (app.is_code(VALUE))',
  'CREATE DOMAIN app.codes AS app.code[] NOT NULL',
  'CREATE SEQUENCE app.order_no START WITH 1001 INCREMENT BY 1 CACHE 1',
  `CREATE TABLE app.customers (id int GENERATED ALWAYS AS IDENTITY (START WITH 1) PRIMARY KEY, mail citext NOT NULL UNIQUE,
     name varchar(30) COLLATE app.plain DEFAULT 'nobody'::varchar, at app.point, tags app.codes DEFAULT '{}')`,
  `CREATE FUNCTION app.first_name(c app.customers) RETURNS text LANGUAGE sql IMMUTABLE AS $$ SELECT c.name::text $$`,
  `CREATE TABLE app.orders (id serial PRIMARY KEY, no bigint NOT NULL DEFAULT nextval('app.order_no'),
     customer_id int NOT NULL, parent_id int, state app.state NOT NULL DEFAULT 'open', paid numeric(8,2), fee numeric(8,2),
     total numeric GENERATED ALWAYS AS (paid + fee) STORED, during app.span,
     CONSTRAINT sane CHECK (paid >= 0 AND fee >= 0), CONSTRAINT apart EXCLUDE USING gist (customer_id WITH =, during WITH &&))`,
  'ALTER TABLE app.orders ADD CONSTRAINT "by Customer" FOREIGN KEY (customer_id) REFERENCES app.customers ON DELETE CASCADE',
  'ALTER TABLE app.orders ADD FOREIGN KEY (parent_id) REFERENCES app.orders DEFERRABLE',
  'ALTER TABLE app.orders ADD CONSTRAINT new_only CHECK (fee < 100) NOT VALID',
  "CREATE UNIQUE INDEX one_open ON app.orders (customer_id) WHERE state = 'open' AND parent_id IS NULL",
  'CREATE INDEX by_first ON app.customers (lower(name), id DESC)',
  'CREATE TABLE log (id bigint, at timestamptz NOT NULL, body jsonb, PRIMARY KEY (id, at)) PARTITION BY RANGE (at)',
  `CREATE TABLE log_2023 PARTITION OF log FOR VALUES FROM ('2023-01-01') TO ('2024-01-01')`,
  'CREATE TABLE log_rest PARTITION OF log DEFAULT',
  'CREATE INDEX log_at ON log (at)',
  'CREATE TABLE base (id int PRIMARY KEY, note text)',
  'CREATE UNLOGGED TABLE derived (extra text, CHECK (extra <> note)) INHERITS (base) WITH (fillfactor = 70)',
  'CREATE STATISTICS app.linked ON customer_id, state FROM app.orders',
  `CREATE FUNCTION app.add_text(text, text) RETURNS text LANGUAGE sql IMMUTABLE AS $$ SELECT $1 || $2 $$`,
  `CREATE AGGREGATE app.joined(text) (SFUNC = app.add_text, STYPE = text, INITCOND = 'it''s ', PARALLEL = SAFE)`,
  `CREATE AGGREGATE app.summed(VARIADIC integer[]) (SFUNC = array_cat, STYPE = integer[], FINALFUNC = array_dims,
     FINALFUNC_MODIFY = READ_ONLY, COMBINEFUNC = array_cat, MSFUNC = array_cat, MINVFUNC = array_cat, MSTYPE = integer[],
     MFINALFUNC = array_dims)`,
  `CREATE AGGREGATE app.rows_of(*) (SFUNC = int8inc, STYPE = bigint, INITCOND = '0')`,
  'CREATE VIEW app.joined_names AS SELECT app.joined(name) AS names, app.rows_of(*) AS n FROM app.customers',
  'CREATE VIEW app.totals AS SELECT count(*) AS total FROM app.orders',
  'CREATE MATERIALIZED VIEW app.cached AS SELECT total FROM app.totals',
  'CREATE UNIQUE INDEX cached_total ON app.cached (total)',
  `CREATE FUNCTION app.all_totals() RETURNS SETOF app.totals LANGUAGE sql AS $$ SELECT * FROM app.totals $$`,
  `CREATE FUNCTION app.touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.fee = coalesce(NEW.fee, 1); RETURN NEW; END $$`,
  'CREATE TRIGGER touch BEFORE INSERT OR UPDATE ON app.orders FOR EACH ROW EXECUTE FUNCTION app.touch()',
  'CREATE TRIGGER off AFTER INSERT ON app.orders FOR EACH ROW EXECUTE FUNCTION app.touch()',
  'ALTER TABLE app.orders DISABLE TRIGGER off',
  'CREATE RULE quiet AS ON DELETE TO base DO INSTEAD NOTHING',
  'ALTER TABLE app.customers ENABLE ROW LEVEL SECURITY',
  'CREATE POLICY own ON app.customers FOR SELECT TO PUBLIC USING (id > 0)',
  `COMMENT ON TABLE app.orders IS 'what was bought'`,
  `COMMENT ON COLUMN app.orders.no IS 'shown; to ''people'''`,
  `COMMENT ON MATERIALIZED VIEW app.cached IS 'sums'`,
  `INSERT INTO app.customers (mail, name, at, tags) VALUES ('A@x', 'Ann', '(1,2.50)', '{A,B}'), ('b@x', NULL, NULL, '{}')`,
  `INSERT INTO app.orders (customer_id, paid, fee, during) VALUES (1, 5, NULL, '[2024-01-01,2024-02-01)'), (2, NULL, 0, NULL)`,
  `INSERT INTO app.orders (customer_id, parent_id, state) VALUES (1, 1, 'done')`,
  'REFRESH MATERIALIZED VIEW app.cached',
  `INSERT INTO log VALUES (1, '2023-05-05 00:00+00', '{"a": "\\\\ \\n"}'), (2, '2025-01-01', NULL)`,
  `INSERT INTO base VALUES (1, E'tab\\t, new line\\n, back\\\\slash, \\\\N')`,
  `INSERT INTO derived VALUES (1, 'n', 'x')`,
];
