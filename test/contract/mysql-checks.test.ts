import fc from 'fast-check';
import { createConnection, type Connection, type RowDataPacket } from 'mysql2/promise';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LogicalType } from '../../src/introspect/catalog.js';
import { startMariaDb, whyNoMariaDb, type TestServer } from '../servers/start-mariadb.js';
import {
  compareAnswers,
  quoted,
  template,
  word,
  type AnsweredColumn,
  type Answerer,
  type Kinds,
} from './check-answers.js';

const reason = whyNoMariaDb();

describe.skipIf(reason !== null)(reason ?? 'compileCheck for MySQL', () => {
  let server: TestServer;
  let database: MysqlAnswers;
  beforeAll(async () => {
    server = await startMariaDb();
    database = await MysqlAnswers.open(server);
  }, 300_000);
  afterAll(async () => {
    await database?.close();
    await server?.stop();
  });

  it('answers every expression as MariaDB does, as written and as stored', async () => {
    const runs = Number(process.env['CHECK_RUNS'] ?? 500);
    const seed = Number(process.env['CHECK_SEED'] ?? 1);
    const counts = await compareAnswers(database, COLUMNS, expressions(), runs, seed);
    expect(counts.refused).toBeLessThan(runs / 10);
    expect(counts.same).toBeGreaterThan(5 * counts.unknown);
  });
});

class MysqlAnswers implements Answerer {
  readonly dialect = 'mysql';
  private columns = '';

  private constructor(
    private readonly connection: Connection,
    private readonly name: string,
  ) {}

  static async open(server: TestServer): Promise<MysqlAnswers> {
    const name = `checks_${process.pid}`;
    const url = new URL(server.url('mysql'));
    const connection = await createConnection({
      host: url.hostname,
      port: Number(url.port || 3306),
      user: decodeURIComponent(url.username),
      password: decodeURIComponent(url.password),
      socketPath: url.searchParams.get('socket') ?? undefined,
      charset: 'utf8mb4_general_ci',
    });
    await connection.query(`CREATE DATABASE ${name} CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci`);
    await connection.query(`USE ${name}`);
    await connection.query("SET time_zone = '+00:00'");
    return new MysqlAnswers(connection, name);
  }

  async fill(
    columns: readonly AnsweredColumn[],
    rows: readonly (readonly (string | null)[])[],
  ): Promise<void> {
    this.columns = `id int, ${columns.map(({ name, sql }) => `${name} ${sql}`).join(', ')}`;
    await this.connection.query(`CREATE TABLE t (${this.columns})`);
    const places = columns.map(() => '?').join(', ');
    for (const [id, row] of rows.entries()) {
      await this.connection.execute(`INSERT INTO t VALUES (?, ${places})`, [id, ...row]);
    }
  }

  /** A warning such as a division by zero would be an error when a CHECK is tested. */
  async ask(sql: string): Promise<(boolean | null)[] | null> {
    try {
      const [rows] = await this.connection.query<RowDataPacket[]>(
        `SELECT CASE WHEN ${sql} THEN 1 WHEN NOT (${sql}) THEN 0 END AS answer FROM t ORDER BY id`,
      );
      const [warnings] = await this.connection.query<RowDataPacket[]>('SHOW WARNINGS');
      if (warnings.some((warning) => /Division|overflow|out of range/i.test(String(warning['Message']))))
        return null;
      return rows.map((row) => (row['answer'] === null ? null : Boolean(row['answer'])));
    } catch {
      return null;
    }
  }

  async stored(sql: string): Promise<string | null> {
    try {
      await this.connection.query(`CREATE TABLE stored (${this.columns}, CONSTRAINT c CHECK (${sql}))`);
      const [rows] = await this.connection.query<RowDataPacket[]>(
        "SELECT CHECK_CLAUSE AS body FROM information_schema.CHECK_CONSTRAINTS WHERE CONSTRAINT_NAME = 'c'",
      );
      await this.connection.query('DROP TABLE stored');
      return String(rows[0]!['body']);
    } catch {
      return null;
    }
  }

  async close(): Promise<void> {
    await this.connection.query(`DROP DATABASE ${this.name}`);
    await this.connection.end();
  }
}

const WORDS = [
  '',
  'a',
  'A',
  'b',
  'ab',
  'AB',
  'abc',
  'a%c',
  'Zebra',
  '0',
  '12',
  '-5',
  '1.5x',
  'é',
  'É',
  'ABC1234',
  'foo@bar.com',
  'a b',
  '2020-01-31',
  'x_y',
  ' a ',
  'aa',
  'a ',
];
const DAYS = ['2020-01-31', '2024-02-29', '1999-12-31', '2020-02-01'];
const MOMENTS = [
  '2020-01-31 10:15:00',
  '2024-02-29 23:59:59.5',
  '1999-12-31 00:00:00',
  '2020-01-31 00:00:00',
];

const COLUMNS: readonly AnsweredColumn[] = [
  column('i', 'int', { name: 'integer', min: -(2n ** 31n), max: 2n ** 31n - 1n }, [
    '0',
    '1',
    '-1',
    '7',
    '100',
    '2147483647',
  ]),
  column('g', 'bigint', { name: 'integer', min: -(2n ** 63n), max: 2n ** 63n - 1n }, [
    '0',
    '1',
    '-3',
    '12',
    '5000000000',
  ]),
  column('n', 'decimal(10,2)', { name: 'decimal', precision: 10, scale: 2 }, [
    '0.00',
    '0.10',
    '0.20',
    '0.30',
    '-1.50',
    '12.34',
    '1.00',
    '2.68',
  ]),
  column('r', 'double', { name: 'real' }, ['0', '0.1', '0.4', '-2.6', '3', '1e20']),
  column('b', 'tinyint(1)', { name: 'boolean' }, ['0', '1']),
  {
    ...column('s', 'varchar(50)', { name: 'text', maxLength: 50, fixed: false }, WORDS),
    collation: 'utf8mb4_general_ci',
  },
  {
    ...column(
      'v',
      'varchar(10) COLLATE utf8mb4_bin',
      { name: 'text', maxLength: 10, fixed: false },
      WORDS.filter((text) => text.length <= 10),
    ),
    collation: 'utf8mb4_bin',
  },
  column('d', 'date', { name: 'date' }, DAYS),
  column('e', 'date', { name: 'date' }, DAYS),
  column('t', 'datetime(1)', { name: 'timestamp', precision: 1, timeZone: false }, MOMENTS),
  column('k', "enum('sad','ok','Happy')", { name: 'enum', labels: ['sad', 'ok', 'Happy'] }, [
    'sad',
    'ok',
    'Happy',
  ]),
];

function column(name: string, sql: string, type: LogicalType, values: readonly string[]): AnsweredColumn {
  return { name, sql, type, values };
}

function expressions(): fc.Arbitrary<string> {
  return fc.letrec<Kinds>((tie) => ({
    condition: conditions(tie('condition'), tie('number'), tie('text'), tie('moment')),
    number: numbers(tie('condition'), tie('number'), tie('text')),
    text: texts(tie('text')),
    moment: moments(tie('moment')),
  })).condition;
}

const integers = word(
  'i',
  'g',
  '0',
  '1',
  '7',
  '-1',
  '100',
  'length(s)',
  'char_length(v)',
  'datediff(d, e)',
  'b',
);
const comparisons = word('=', '<>', '!=', '<', '<=', '>', '>=', '<=>');
const not = word('', 'NOT ');
const literals = word(...WORDS.map(quoted));
const likes = fc
  .array(word('%', '_', 'a', 'B', 'b', '1', '\\_', 'é', '-'), { maxLength: 4 })
  .map((parts) => quoted(parts.join('')));
const regexes = word(
  ...[
    '^[A-Z]{3}[0-9]{4}$',
    '^a',
    'b$',
    '.',
    '^$',
    '^[^@]+@[^@]+\\\\.[a-z]+$',
    'a|b',
    '(a|b)+c?',
    '^[0-9]+$',
    '[[:alpha:]]',
    '^.{2,3}$',
    '^(ab|A).*',
    '^-?[0-9]+$',
    '[a-c]{2}',
    '^(?=.*[0-9])[A-Z]+',
  ].map(quoted),
);

function list(items: fc.Arbitrary<string>): fc.Arbitrary<string> {
  return fc.array(items, { minLength: 1, maxLength: 5 }).map((chosen) => chosen.join(', '));
}

function conditions(
  condition: fc.Arbitrary<string>,
  number: fc.Arbitrary<string>,
  text: fc.Arbitrary<string>,
  moment: fc.Arbitrary<string>,
): fc.Arbitrary<string> {
  return fc.oneof(
    { depthSize: 'small' },
    template('(% % %)', number, comparisons, number),
    template('(% % %)', text, comparisons, text),
    template('(% % %)', text, comparisons, literals),
    template('(% % %)', moment, comparisons, moment),
    template('(% % %)', number, comparisons, fc.oneof(text, word("'12'", "'1.5x'", "'abc'"))),
    template('(k % %)', comparisons, word("'ok'", "'happy'", 'k')),
    template(
      '(% % %)',
      word('d', 't', 'e'),
      comparisons,
      word("'2020-01-31'", "'2020-01-31 00:00:00'", "date '2024-02-29'"),
    ),
    word('b', 'NOT b', '!b', 'b IS TRUE', 'b IS NOT FALSE', 'b IS UNKNOWN', '(b = true)', 's', 'n', 'i'),
    template('(% % %)', condition, word('AND', 'OR', '&&', '||', 'XOR', '=', '<>'), condition),
    template('NOT %', condition),
    template('% IS %NULL', fc.oneof(number, text, moment), not),
    template('isnull(%)', fc.oneof(number, text, moment)),
    template('(% %BETWEEN % AND %)', number, not, number, number),
    template('(% %IN (%))', text, not, list(literals)),
    template('(% %IN (%))', number, not, list(number)),
    template('(% %LIKE %)', text, not, likes),
    template('(% %% %)', text, not, word('REGEXP', 'RLIKE'), regexes),
    word('((i IS NULL) <> (s IS NULL))', '((i IS NOT NULL) + (s IS NOT NULL) = 1)'),
  );
}

function numbers(
  condition: fc.Arbitrary<string>,
  number: fc.Arbitrary<string>,
  text: fc.Arbitrary<string>,
): fc.Arbitrary<string> {
  return fc.oneof(
    { depthSize: 'small' },
    { weight: 6, arbitrary: word('i', 'g', 'n', 'r', 'b') },
    {
      weight: 4,
      arbitrary: word('0', '1', '0.1', '0.3', '2.5', '-1', '100', '1.005', '0.30', '1e2', 'TRUE'),
    },
    template('(% % %)', number, word('+', '-', '*'), number),
    template('(% % %)', number, word('+', '-', '*', '%', 'DIV', 'MOD'), word('2', '3', '7')),
    template('(% % %)', integers, word('+', '-', '*', '%', '&', '|', '^'), integers),
    template('(% % %)', text, word('+', '-'), number),
    template('%(%)', word('- ', 'abs', 'round', 'floor', 'ceil'), number),
    template('%(n, 1)', word('round', 'truncate')),
    template('CAST(% AS %)', number, word('decimal(10,1)', 'signed')),
    template('CAST(% AS signed)', text),
    template('%(%)', word('length', 'char_length'), text),
    template('instr(%, %)', text, word("'a'", "'b'", "'é'", "''")),
    template("position('a' in %)", text),
    template('%(%, %)', word('coalesce', 'ifnull', 'nullif', 'greatest', 'least'), number, number),
    template('CASE WHEN % THEN % ELSE % END', condition, number, number),
    template('if(%, %, %)', condition, number, number),
    template(
      '%(%)',
      word('year', 'month', 'day', 'dayofweek', 'weekday', 'dayofyear', 'quarter', 'hour'),
      word('t', 'd'),
    ),
    word('datediff(d, e)', 'extract(year from d)', 'json_valid(s)'),
    template('(%)', condition),
  );
}

function texts(text: fc.Arbitrary<string>): fc.Arbitrary<string> {
  return fc.oneof(
    { depthSize: 'small' },
    { weight: 8, arbitrary: word('s', 'v', 'k') },
    template('%(%)', word('lower', 'upper', 'trim', 'ltrim', 'rtrim', 'reverse'), text),
    template('%(%, %)', word('concat', 'coalesce'), text, text),
    template('substring(%, %, %)', text, word('-2', '0', '1', '2'), word('0', '1', '3')),
    template('%(%, %)', word('left', 'right'), text, word('0', '1', '3')),
    template("replace(%, 'a', 'zz')", text),
    template("trim(both 'a' from %)", text),
    template('CAST(% AS char(2))', text),
    template('(% COLLATE utf8mb4_bin)', text),
    word('concat(s, i)', 'CAST(i AS char)', 'CAST(d AS char)'),
  );
}

function moments(moment: fc.Arbitrary<string>): fc.Arbitrary<string> {
  const intervals = word('interval 1 day', 'interval 1 month', 'interval 18 year', "interval '90' minute");
  return fc.oneof(
    { depthSize: 'small' },
    { weight: 5, arbitrary: word('d', 'e', 't') },
    word("date '2020-01-31'", "timestamp '2020-01-31 10:15:00'", "CAST('2024-02-29' AS date)"),
    template('(% % %)', moment, word('+', '-'), intervals),
    template('date_add(%, %)', moment, intervals),
    template('date(%)', moment),
    template('%(%, %)', word('coalesce', 'greatest', 'least'), moment, moment),
  );
}
