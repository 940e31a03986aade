import { afterEach, describe, expect, test } from 'vitest';
import { valueAt, type Batch, type SqlValue } from '../../src/batch/batch.js';
import type { Load, LoadOptions, Source, Target } from '../../src/database.js';
import type { Catalog, ForeignKey, Table } from '../../src/introspect/catalog.js';
import { sampleSql } from '../../src/learn/rows/sample-sql.js';
import { aBatch } from '../batch-builder.js';

/** How the contract gets real databases of one product, and what that product calls things. */
export interface ContractDatabases {
  /** Makes a new database by these statements and opens it for reading. */
  source(statements: readonly string[]): Promise<Source>;
  /** Makes a new database by these statements and opens it as a target. */
  target(statements: readonly string[]): Promise<Target>;
  /** Opens a target that does not exist yet or holds nothing. */
  emptyTarget(): Promise<Target>;
  /** Runs a writing statement in a source's or target's database, as another program would. */
  execute(database: Source | Target, sql: string): Promise<void>;
  /** Reads what another program would see in a target at this moment; null when there is no such table. */
  look(target: Target, sql: string): Promise<SqlValue[][] | null>;
  /** Removes what was made since the last call. */
  cleanUp(): Promise<void>;
  readonly words: ContractWords;
}

/** Where the dialects differ. */
export interface ContractWords {
  /** A column `id` that numbers its rows and is the primary key. */
  readonly identity: string;
  readonly bytes: string;
  readonly bytesLiteral: (hex: string) => string;
  /** Tables `hens` and `eggs` that need each other: hens.egg_id and eggs.hen_id, both NOT NULL. */
  readonly cycle: readonly string[];
  readonly quote: (name: string) => string;
  /** Statements after which foreign keys are not checked. */
  readonly withoutChecks: readonly string[];
  /** Queries that give no row when a database is sound, by the product's own checks. */
  readonly sound: readonly string[];
}

/** The cases that every adapter passes, on real databases. */
export function adapterContract(product: string, databases: ContractDatabases): void {
  const { words } = databases;
  const opened: (Source | Target)[] = [];

  async function aSource(...statements: string[]): Promise<Source> {
    const source = await databases.source(statements);
    opened.push(source);
    return source;
  }

  async function aTarget(...statements: string[]): Promise<Target> {
    const target = await databases.target(statements);
    opened.push(target);
    return target;
  }

  async function anEmptyTarget(): Promise<Target> {
    const target = await databases.emptyTarget();
    opened.push(target);
    return target;
  }

  /** Opens a load of a new target with the schema of these statements. */
  async function aNewLoad(
    ...statements: string[]
  ): Promise<{ target: Target; load: Load; catalog: Catalog }> {
    const source = await aSource(...statements);
    const catalog = await source.introspect();
    const target = await anEmptyTarget();
    const load = await target.begin({ ...NOTHING_SPECIAL, create: catalog.script });
    return { target, load, catalog };
  }

  describe(`the ${product} adapter`, () => {
    afterEach(async () => {
      for (const database of opened.splice(0)) await database.close();
      await databases.cleanUp();
    });

    describe('introspection', () => {
      test('finds tables and columns with type, null and default', async () => {
        const source = await aSource(
          `CREATE TABLE items (${words.identity}, name VARCHAR(40) NOT NULL, price DECIMAL(8,2) DEFAULT 1.5, note TEXT)`,
        );
        const catalog = await source.introspect();
        const items = tableOf(catalog, 'items');
        expect(catalog.dialect).toBe(source.dialect);
        expect(items.columns.map((column) => column.name)).toEqual(['id', 'name', 'price', 'note']);
        expect(items.columns.map((column) => column.nullable)).toEqual([false, false, true, true]);
        expect(items.columns.map((column) => column.type.name)).toEqual([
          'integer',
          'text',
          'decimal',
          'text',
        ]);
        expect(columnOf(items, 'name').type).toEqual({ name: 'text', maxLength: 40, fixed: false });
        expect(columnOf(items, 'price').type).toEqual({ name: 'decimal', precision: 8, scale: 2 });
        expect(columnOf(items, 'price').defaultSql).toContain('1.5');
      });

      test('marks the column that numbers its rows, and only that one', async () => {
        const source = await aSource(`CREATE TABLE items (${words.identity}, place INTEGER NOT NULL)`);
        const items = tableOf(await source.introspect(), 'items');
        expect(columnOf(items, 'id').identity).toBe(true);
        expect(columnOf(items, 'place').identity).toBe(false);
      });

      test('marks generated columns', async () => {
        const source = await aSource(
          'CREATE TABLE boxes (a INTEGER, b INTEGER, area INTEGER GENERATED ALWAYS AS (a * b) STORED)',
        );
        const boxes = tableOf(await source.introspect(), 'boxes');
        expect(boxes.columns.map((column) => column.generated)).toEqual([false, false, 'stored']);
      });

      test('gives the columns of a composite primary key in the order of the key', async () => {
        const source = await aSource(
          'CREATE TABLE seats (seat INTEGER NOT NULL, room VARCHAR(9) NOT NULL, price INTEGER, PRIMARY KEY (room, seat))',
        );
        const seats = tableOf(await source.introspect(), 'seats');
        expect(seats.primaryKey).toEqual(['room', 'seat']);
        expect(seats.uniques[0]).toMatchObject({ primary: true, columns: ['room', 'seat'] });
      });

      test('pairs the columns of a composite foreign key by position, whatever their order in the parent', async () => {
        const source = await aSource(
          'CREATE TABLE rooms (house INTEGER NOT NULL, floor INTEGER NOT NULL, UNIQUE (house, floor), UNIQUE (floor, house))',
          `CREATE TABLE beds (${words.identity}, f INTEGER, h INTEGER,
             CONSTRAINT stands_in FOREIGN KEY (f, h) REFERENCES rooms (floor, house))`,
        );
        expect(tableOf(await source.introspect(), 'beds').foreignKeys).toEqual([
          expect.objectContaining({
            name: 'stands_in',
            columns: ['f', 'h'],
            parent: 'rooms',
            parentColumns: ['floor', 'house'],
          }),
        ]);
      });

      test('finds self-references, and cycles in both directions', async () => {
        const source = await aSource(
          `CREATE TABLE people (${words.identity}, boss_id INTEGER REFERENCES people (id))`,
          ...words.cycle,
        );
        const catalog = await source.introspect();
        expect(tableOf(catalog, 'people').foreignKeys[0]).toMatchObject({
          parent: 'people',
          parentColumns: ['id'],
        });
        expect(tableOf(catalog, 'hens').foreignKeys[0]).toMatchObject({
          columns: ['egg_id'],
          parent: 'eggs',
        });
        expect(tableOf(catalog, 'eggs').foreignKeys[0]).toMatchObject({
          columns: ['hen_id'],
          parent: 'hens',
        });
      });

      test('finds unique constraints and unique indexes, and no others', async () => {
        const source = await aSource(
          `CREATE TABLE users (${words.identity}, mail VARCHAR(50) NOT NULL, org INTEGER, nick VARCHAR(20),
             CONSTRAINT one_mail UNIQUE (mail))`,
          'CREATE UNIQUE INDEX one_nick ON users (org, nick)',
          'CREATE INDEX by_org ON users (org)',
        );
        const users = tableOf(await source.introspect(), 'users');
        expect(users.uniques.map((unique) => unique.columns)).toEqual(
          expect.arrayContaining([['id'], ['mail'], ['org', 'nick']]),
        );
        expect(users.uniques).toHaveLength(3);
        expect(users.uniques.map((unique) => unique.name)).toEqual(
          expect.arrayContaining(['one_mail', 'one_nick']),
        );
      });

      test('finds checks of columns and of tables with their names', async () => {
        const source = await aSource(
          `CREATE TABLE trips (${words.identity}, a INTEGER CHECK (a > 0), b INTEGER, CONSTRAINT forward CHECK (b >= a))`,
        );
        const { checks } = tableOf(await source.introspect(), 'trips');
        expect(checks).toHaveLength(2);
        expect(checks.map((check) => check.name)).toContain('forward');
        expect(checks.map((check) => check.sql.replaceAll(/[\s()"`]/g, ''))).toEqual(
          expect.arrayContaining(['a>0', 'b>=a']),
        );
      });

      test('keeps odd identifiers exactly', async () => {
        const table = words.quote('Größe of "order"');
        const source = await aSource(
          `CREATE TABLE ${table} (${words.quote('select')} INTEGER, ${words.quote("it's")} INTEGER)`,
          `INSERT INTO ${table} VALUES (1, 2)`,
        );
        const odd = tableOf(await source.introspect(), 'Größe of "order"');
        expect(odd.columns.map((column) => column.name)).toEqual(['select', "it's"]);
        expect(await rowsOf(source, odd)).toEqual([[1, 2]]);
        expect(await source.query(`SELECT ${source.quote("it's")} FROM ${source.qualify(odd)}`)).toEqual([
          [2],
        ]);
      });
    });

    describe('reading', () => {
      test('returns numbers, 64-bit integers, text, bytes and nulls as they are', async () => {
        const source = await aSource(
          `CREATE TABLE kinds (id INTEGER PRIMARY KEY, n INTEGER, big BIGINT, r DOUBLE PRECISION, t TEXT, b ${words.bytes})`,
          `INSERT INTO kinds VALUES (1, -7, 9223372036854775807, 0.1, 'O''Hara ü 🐘', ${words.bytesLiteral('00ff10')})`,
          `INSERT INTO kinds VALUES (2, NULL, NULL, NULL, NULL, NULL)`,
          `INSERT INTO kinds VALUES (3, 0, -9007199254740993, 1e300, '', ${words.bytesLiteral('')})`,
        );
        const kinds = tableOf(await source.introspect(), 'kinds');
        const [batch] = await batchesOf(source, kinds, { orderBy: ['id'] });
        expect(rowsIn(batch!)).toEqual([
          [1, -7, 9223372036854775807n, 0.1, "O'Hara ü 🐘", bytes(0x00, 0xff, 0x10)],
          [2, null, null, null, null, null],
          [3, 0, -9007199254740993n, 1e300, '', bytes()],
        ]);
        expect(batch!.columns.map((vector) => vector.kind)).toEqual([
          'number',
          'number',
          'bigint',
          'number',
          'text',
          'bytes',
        ]);
        expect(batch!.columns[0]!.nulls).toBeUndefined();
        expect(batch!.columns[1]!.nulls).toEqual(Uint8Array.of(0, 1, 0));
      });

      test('hands out batches of the size asked for, in the order asked for', async () => {
        const source = await aSource(
          'CREATE TABLE numbers (n INTEGER, m INTEGER)',
          `INSERT INTO numbers VALUES (3, 1), (1, 1), (2, 2), (2, 1), (5, 1)`,
        );
        const numbers = tableOf(await source.introspect(), 'numbers');
        const batches = await batchesOf(source, numbers, { batchRows: 2, orderBy: ['n', 'm'] });
        expect(batches.map((batch) => batch.rows)).toEqual([2, 2, 1]);
        expect(batches.flatMap(rowsIn)).toEqual([
          [1, 1],
          [2, 1],
          [2, 2],
          [3, 1],
          [5, 1],
        ]);
        expect(await source.countRows(numbers)).toBe(5);
      });

      test('hands out no batch of an empty table', async () => {
        const source = await aSource('CREATE TABLE bare (a INTEGER)');
        expect(await batchesOf(source, tableOf(await source.introspect(), 'bare'))).toEqual([]);
      });

      test('reads only the columns asked for, in that order', async () => {
        const source = await aSource(
          'CREATE TABLE t (a INTEGER, b INTEGER, c INTEGER)',
          'INSERT INTO t VALUES (1, 2, 3)',
        );
        const rows: SqlValue[][] = [];
        for await (const batch of source.read(tableOf(await source.introspect(), 't'), ['c', 'a'])) {
          expect(batch.names).toEqual(['c', 'a']);
          rows.push(...rowsIn(batch));
        }
        expect(rows).toEqual([[3, 1]]);
      });

      test('reads two tables by turns', async () => {
        const source = await aSource(
          'CREATE TABLE a (n INTEGER)',
          'CREATE TABLE b (n INTEGER)',
          'INSERT INTO a VALUES (1), (2)',
          'INSERT INTO b VALUES (3), (4)',
        );
        const catalog = await source.introspect();
        const seen: SqlValue[] = [];
        for await (const outer of source.read(tableOf(catalog, 'a'), ['n'], {
          batchRows: 1,
          orderBy: ['n'],
        })) {
          seen.push(...rowsIn(outer).flat());
          for await (const inner of source.read(tableOf(catalog, 'b'), ['n'], {
            batchRows: 1,
            orderBy: ['n'],
          })) {
            seen.push(...rowsIn(inner).flat());
          }
        }
        expect(seen).toEqual([1, 3, 4, 2, 3, 4]);
      });

      test('reads whole families, chosen by the hash of a key far above, the same each time', async () => {
        const source = await aSource(
          `CREATE TABLE roots (code VARCHAR(9) NOT NULL PRIMARY KEY)`,
          `CREATE TABLE shoots (${words.identity}, root VARCHAR(9), FOREIGN KEY (root) REFERENCES roots (code))`,
          `CREATE TABLE leaves (${words.identity}, shoot_id INTEGER NOT NULL, FOREIGN KEY (shoot_id) REFERENCES shoots (id))`,
          `INSERT INTO roots VALUES ${list(500, (n) => `('r${n}')`)}`,
          `INSERT INTO shoots (id, root) VALUES ${list(2000, (n) => `(${n}, ${n % 4 === 0 ? 'NULL' : `'r${1 + (n % 500)}'`})`)}`,
          `INSERT INTO leaves (id, shoot_id) VALUES ${list(4000, (n) => `(${n}, ${1 + (n % 2000)})`)}`,
        );
        const catalog = await source.introspect();
        const [toRoot, toShoot] = ['shoots', 'leaves'].map((id) => tableOf(catalog, id).foreignKeys[0]!);
        const read = async (id: string, path: ForeignKey[], column: string): Promise<SqlValue[]> => {
          const table = tableOf(catalog, id);
          const only = sampleSql(source, catalog, table, [{ path, share: 0.25 }]);
          const batches: Batch[] = [];
          const options = { only, orderBy: table.primaryKey };
          for await (const batch of source.read(table, [column], options)) batches.push(batch);
          return batches.flatMap(rowsIn).flat();
        };
        const roots = new Set(await read('roots', [], 'code'));
        expect(Math.abs(roots.size - 125)).toBeLessThan(50);
        const shoots = await read('shoots', [toRoot!], 'id');
        const withRoot = shoots.filter((id) => Number(id) % 4 > 0);
        const expected = Array.from({ length: 2000 }, (_, i) => i + 1).filter(
          (id) => id % 4 > 0 && roots.has(`r${1 + (id % 500)}`),
        );
        expect(withRoot).toEqual(expected);
        expect(Math.abs(shoots.length - withRoot.length - 125)).toBeLessThan(50);
        const leaves = await read('leaves', [toShoot!, toRoot!], 'shoot_id');
        expect([...leaves].sort((a, b) => Number(a) - Number(b))).toEqual(shoots.flatMap((id) => [id, id]));
        expect(await read('leaves', [toShoot!, toRoot!], 'shoot_id')).toEqual(leaves);
      });

      test('stops when the signal fires', async () => {
        const source = await aSource('CREATE TABLE t (a INTEGER)', 'INSERT INTO t VALUES (1), (2), (3)');
        const table = tableOf(await source.introspect(), 't');
        const controller = new AbortController();
        const read = async (): Promise<void> => {
          for await (const _ of source.read(table, ['a'], { batchRows: 1, signal: controller.signal }))
            controller.abort();
        };
        await expect(read()).rejects.toMatchObject({ code: 'E_INTERRUPTED' });
      });

      test('closes while a reading is still open', async () => {
        const source = await aSource('CREATE TABLE t (a INTEGER)', 'INSERT INTO t VALUES (1), (2), (3)');
        const table = tableOf(await source.introspect(), 't');
        const reading = source.read(table, ['a'], { batchRows: 1 })[Symbol.asyncIterator]();
        await reading.next();
        await expect(source.close()).resolves.toBeUndefined();
      });

      test('refuses a statement that writes', async () => {
        const source = await aSource('CREATE TABLE t (a INTEGER)', 'INSERT INTO t VALUES (1)');
        await expect(source.query('DELETE FROM t')).rejects.toThrow();
        expect(await source.query('SELECT a FROM t')).toEqual([[1]]);
      });

      test('answers queries with exact integers', async () => {
        const source = await aSource('CREATE TABLE t (a BIGINT)', 'INSERT INTO t VALUES (9007199254740993)');
        expect(await source.query('SELECT a, 1 FROM t')).toEqual([[9007199254740993n, 1]]);
      });
    });

    describe('writing', () => {
      test('makes the schema and the rows visible by the commit, and not before', async () => {
        const { target, load, catalog } = await aNewLoad(`CREATE TABLE t (${words.identity}, name TEXT)`);
        await load.write(tableOf(catalog, 't'), aBatch({ id: [1, 2], name: ['a', null] }));
        expect(await load.query('SELECT id, name FROM t ORDER BY id')).toEqual([
          [1, 'a'],
          [2, null],
        ]);
        expect(await databases.look(target, 'SELECT * FROM t')).toBeNull();
        await load.finish();
        await load.commit();
        expect(await databases.look(target, 'SELECT id, name FROM t ORDER BY id')).toEqual([
          [1, 'a'],
          [2, null],
        ]);
        expect(await target.query('SELECT count(*) FROM t')).toEqual([[2]]);
      });

      test('stores every kind of vector so that it reads back the same', async () => {
        const rows: SqlValue[][] = [
          [1, 9223372036854775807n, 0.1, "O'Hara ü 🐘", bytes(0, 255)],
          [2, null, null, null, null],
          [3, -1, 1e300, '', bytes()],
        ];
        const { target, load, catalog } = await aNewLoad(
          `CREATE TABLE kinds (id INTEGER PRIMARY KEY, big BIGINT, r DOUBLE PRECISION, t TEXT, b ${words.bytes})`,
        );
        const names = ['id', 'big', 'r', 't', 'b'];
        const columns = names.map((name, position) => [name, rows.map((row) => row[position]!)] as const);
        await load.write(tableOf(catalog, 'kinds'), aBatch(Object.fromEntries(columns)));
        await load.finish();
        await load.commit();
        expect(await target.query('SELECT * FROM kinds ORDER BY id')).toEqual(rows);
      });

      test('takes coded vectors, and batches of any size', async () => {
        const { load, catalog } = await aNewLoad('CREATE TABLE t (n INTEGER, word TEXT)');
        const rows = 1234;
        const n = Float64Array.from({ length: rows }, (_, row) => row);
        const codes = Uint32Array.from({ length: rows }, (_, row) => row % 3);
        const word = {
          kind: 'coded',
          codes,
          dictionary: ['a', 'b', 'c'],
          nulls: new Uint8Array(rows),
        } as const;
        word.nulls[5] = 1;
        await load.write(tableOf(catalog, 't'), {
          rows,
          names: ['n', 'word'],
          columns: [{ kind: 'number', values: n }, word],
        });
        await load.write(tableOf(catalog, 't'), aBatch({ n: [], word: [] }));
        expect(await load.query('SELECT count(*), sum(n), count(word) FROM t')).toEqual([
          [rows, (rows * (rows - 1)) / 2, rows - 1],
        ]);
        expect(await load.query('SELECT word FROM t WHERE n IN (3, 5, 1231) ORDER BY n')).toEqual([
          ['a'],
          [null],
          ['b'],
        ]);
        await load.rollback();
      });

      test('leaves generated and omitted columns to the database', async () => {
        const { load, catalog } = await aNewLoad(
          'CREATE TABLE boxes (a INTEGER, b INTEGER DEFAULT 4, area INTEGER GENERATED ALWAYS AS (a * b) STORED)',
        );
        await load.write(tableOf(catalog, 'boxes'), aBatch({ a: [2, 3] }));
        expect(await load.query('SELECT a, b, area FROM boxes ORDER BY a')).toEqual([
          [2, 4, 8],
          [3, 4, 12],
        ]);
        await load.rollback();
      });

      test('leaves an empty target empty after a rollback', async () => {
        const { target, load, catalog } = await aNewLoad('CREATE TABLE t (a INTEGER)');
        await load.write(tableOf(catalog, 't'), aBatch({ a: [1] }));
        await load.rollback();
        expect(await databases.look(target, 'SELECT * FROM t')).toBeNull();
        expect((await target.state()).tables).toEqual([]);
      });

      test('leaves the rows of an existing target as they were after a rollback', async () => {
        const target = await aTarget('CREATE TABLE t (a INTEGER)', 'INSERT INTO t VALUES (1), (2)');
        const t = tableOf(await target.introspect(), 't');
        const load = await target.begin({ ...NOTHING_SPECIAL, truncate: [t] });
        await load.write(t, aBatch({ a: [3] }));
        await load.finish();
        await load.rollback();
        expect(await databases.look(target, 'SELECT a FROM t ORDER BY a')).toEqual([[1], [2]]);
      });

      test('rolls back a load that is open when the target is closed', async () => {
        const target = await aTarget('CREATE TABLE t (a INTEGER)', 'INSERT INTO t VALUES (1)');
        const t = tableOf(await target.introspect(), 't');
        const load = await target.begin(NOTHING_SPECIAL);
        await load.write(t, aBatch({ a: [2] }));
        await target.close();
        expect(await databases.look(target, 'SELECT a FROM t')).toEqual([[1]]);
        await expect(load.write(t, aBatch({ a: [3] }))).rejects.toMatchObject({ code: 'E_INTERNAL' });
      });

      test('empties the tables it was told to, and appends to the others', async () => {
        const target = await aTarget(
          'CREATE TABLE a (n INTEGER)',
          'CREATE TABLE b (n INTEGER)',
          'INSERT INTO a VALUES (1)',
          'INSERT INTO b VALUES (1)',
        );
        const catalog = await target.introspect();
        const load = await target.begin({ ...NOTHING_SPECIAL, truncate: [tableOf(catalog, 'a')] });
        await load.write(tableOf(catalog, 'a'), aBatch({ n: [5] }));
        await load.write(tableOf(catalog, 'b'), aBatch({ n: [6] }));
        await load.finish();
        await load.commit();
        expect(await databases.look(target, 'SELECT n FROM a ORDER BY n')).toEqual([[5]]);
        expect(await databases.look(target, 'SELECT n FROM b ORDER BY n')).toEqual([[1], [6]]);
      });

      test('closes a cycle by updating rows that are found by a composite key', async () => {
        const { load, catalog } = await aNewLoad(
          'CREATE TABLE t (a INTEGER NOT NULL, b VARCHAR(9) NOT NULL, other INTEGER, PRIMARY KEY (a, b))',
        );
        const t = tableOf(catalog, 't');
        await load.write(t, aBatch({ a: [1, 1, 2], b: ['x', 'y', 'x'], other: [null, null, null] }));
        await load.update(t, ['a', 'b'], aBatch({ other: [7, 8], a: [1, 2], b: ['y', 'x'] }));
        expect(await load.query('SELECT a, b, other FROM t ORDER BY a, b')).toEqual([
          [1, 'x', null],
          [1, 'y', 7],
          [2, 'x', 8],
        ]);
        await load.rollback();
      });

      test('takes the rows of a cycle without a null when foreign keys may wait', async () => {
        const source = await aSource(...words.cycle);
        const catalog = await source.introspect();
        const target = await anEmptyTarget();
        const load = await target.begin({ create: catalog.script, truncate: [], deferForeignKeys: true });
        await load.write(tableOf(catalog, 'hens'), aBatch({ id: [1, 2], egg_id: [2, 1] }));
        await load.write(tableOf(catalog, 'eggs'), aBatch({ id: [1, 2], hen_id: [1, 2] }));
        await load.finish();
        await load.commit();
        expect(await databases.look(target, 'SELECT id, egg_id FROM hens ORDER BY id')).toEqual([
          [1, 2],
          [2, 1],
        ]);
      });

      test.each(['new', 'existing'])('refuses rows without a parent (%s target)', async (kind) => {
        const statements = [
          `CREATE TABLE parents (${words.identity})`,
          `CREATE TABLE children (${words.identity}, parent_id INTEGER REFERENCES parents (id))`,
        ];
        const catalog = await (await aSource(...statements)).introspect();
        const target = kind === 'new' ? await anEmptyTarget() : await aTarget(...statements);
        const load = await target.begin({
          ...NOTHING_SPECIAL,
          create: kind === 'new' ? catalog.script : null,
        });
        const writeOrphan = async (): Promise<void> => {
          await load.write(tableOf(catalog, 'parents'), aBatch({ id: [1] }));
          await load.write(tableOf(catalog, 'children'), aBatch({ id: [1, 2], parent_id: [1, 987654] }));
          await load.finish();
        };
        const error = await errorOf(writeOrphan());
        expect(error).toMatchObject({ code: 'E_CONSTRAINT' });
        expect(error.message).toContain('children');
        expect(error.message).not.toContain('987654');
        await load.rollback();
      });

      test.each([
        ['a primary key', `CREATE TABLE t (id INTEGER PRIMARY KEY, v TEXT)`],
        ['a unique constraint', `CREATE TABLE t (id INTEGER, v TEXT, CONSTRAINT once UNIQUE (id))`],
        ['a unique index', 'CREATE TABLE t (id INTEGER, v TEXT)', 'CREATE UNIQUE INDEX once ON t (id)'],
        ['a check', `CREATE TABLE t (id INTEGER, v TEXT, CONSTRAINT small CHECK (id < 700000))`],
        ['NOT NULL', `CREATE TABLE t (id INTEGER, v TEXT, w INTEGER NOT NULL)`],
      ])('names the table and not the value when %s is violated', async (_, ...statements) => {
        const { load, catalog } = await aNewLoad(...statements);
        const writeTwice = async (): Promise<void> => {
          await load.write(
            tableOf(catalog, 't'),
            aBatch({ id: [765432, 765432], v: ['secret-a', 'secret-b'] }),
          );
          await load.finish();
        };
        const error = await errorOf(writeTwice());
        expect(error).toMatchObject({ code: 'E_CONSTRAINT' });
        expect(error.message).toMatch(/\bt\b/);
        expect(`${error.message} ${String(error.cause)}`).not.toMatch(/765432|secret/);
        await load.rollback();
      });

      test('numbers the next row behind the ones that were loaded', async () => {
        const { target, load, catalog } = await aNewLoad(`CREATE TABLE t (${words.identity}, v TEXT)`);
        await load.write(tableOf(catalog, 't'), aBatch({ id: [41], v: ['a'] }));
        await load.finish();
        await load.commit();
        await databases.execute(target, `INSERT INTO t (v) VALUES ('b')`);
        expect(await databases.look(target, `SELECT id FROM t WHERE v = 'b'`)).toEqual([[42]]);
      });

      test('makes indexes that were made after the rows part of the target', async () => {
        const { target, load, catalog } = await aNewLoad(
          'CREATE TABLE t (a INTEGER, b INTEGER)',
          'CREATE UNIQUE INDEX one_a ON t (a)',
          'CREATE INDEX by_b ON t (b)',
        );
        await load.write(tableOf(catalog, 't'), aBatch({ a: [1], b: [1] }));
        await load.finish();
        await load.commit();
        const copy = await target.introspect();
        expect(tableOf(copy, 't')).toEqual(tableOf(catalog, 't'));
        expect(copy.script).toEqual(catalog.script);
        await expect(databases.execute(target, 'INSERT INTO t VALUES (1, 2)')).rejects.toThrow();
      });

      test('tells what stands in the target', async () => {
        expect((await (await anEmptyTarget()).state()).tables).toEqual([]);
        const target = await aTarget(
          'CREATE TABLE t (a INTEGER)',
          'CREATE TABLE u (a INTEGER)',
          'INSERT INTO t VALUES (1)',
        );
        const state = await target.state();
        expect(state).toMatchObject({ exists: true, madeByDbsynth: false });
        expect([...state.tables].sort((a, b) => a.id.localeCompare(b.id))).toEqual([
          { id: 't', rows: 1 },
          { id: 'u', rows: 0 },
        ]);
      });

      test('changes nothing before a load begins', async () => {
        const target = await anEmptyTarget();
        await target.state();
        await target.introspect();
        await target.close();
        expect(await databases.look(target, 'SELECT * FROM t')).toBeNull();
      });

      test('tells one database from another, and a source from its own target', async () => {
        const one = await aSource('CREATE TABLE t (a INTEGER)');
        const two = await aSource('CREATE TABLE t (a INTEGER)');
        expect(await one.identity()).not.toBe(await two.identity());
        expect(await one.identity()).toBe(await one.identity());
        expect(await (await anEmptyTarget()).identity()).not.toBe(await one.identity());
      });
    });
  });
}

const NOTHING_SPECIAL: LoadOptions = { create: null, truncate: [], deferForeignKeys: false };

export function tableOf(catalog: Catalog, id: string): Table {
  const table = catalog.tables.find((candidate) => candidate.id === id);
  if (table === undefined)
    throw new Error(`no table ${id} among ${catalog.tables.map((t) => t.id).join(', ')}`);
  return table;
}

export function columnOf(table: Table, name: string): Table['columns'][number] {
  return table.columns.find((column) => column.name === name)!;
}

export function rowsIn(batch: Batch): SqlValue[][] {
  return Array.from({ length: batch.rows }, (_, row) => batch.columns.map((vector) => valueAt(vector, row)));
}

export async function batchesOf(
  source: Source,
  table: Table,
  options?: Parameters<Source['read']>[2],
): Promise<Batch[]> {
  const batches: Batch[] = [];
  const names = table.columns.map((column) => column.name);
  for await (const batch of source.read(table, names, options)) batches.push(batch);
  return batches;
}

export async function rowsOf(source: Source, table: Table): Promise<SqlValue[][]> {
  return (await batchesOf(source, table)).flatMap(rowsIn);
}

export async function errorOf(promise: Promise<unknown>): Promise<Error & { code?: string }> {
  try {
    await promise;
  } catch (error) {
    return error as Error;
  }
  throw new Error('nothing was thrown');
}

/** Numbers from 1 on, each as a row of an INSERT. */
function list(count: number, row: (n: number) => string): string {
  return Array.from({ length: count }, (_, i) => row(i + 1)).join(', ');
}

function bytes(...values: number[]): Buffer {
  return Buffer.from(values);
}
