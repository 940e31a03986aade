import fc from 'fast-check';
import pg from 'pg';
import { afterAll, describe, expect, it, test } from 'vitest';
import type { LogicalType } from '../../src/introspect/catalog.js';
import { startPostgres, type PostgresServer } from '../servers/postgres-server.js';
import {
  compareAnswers,
  quoted,
  template,
  word,
  type AnsweredColumn,
  type Answerer,
  type Kinds,
} from './check-answers.js';

const server = await startPostgres();
if ('reason' in server) {
  test.skip(`CHECKs against PostgreSQL: ${server.reason}`);
} else {
  afterAll(() => server.stop());
  describe('compileCheck for PostgreSQL', () => {
    // Older ones know no locale of ICU for a whole database.
    it.skipIf(server.version < 15)(
      'answers every expression as PostgreSQL does, as written and as stored',
      async () => {
        const database = await PostgresAnswers.open(server);
        try {
          const runs = Number(process.env['CHECK_RUNS'] ?? 500);
          const seed = Number(process.env['CHECK_SEED'] ?? 1);
          const counts = await compareAnswers(database, COLUMNS, expressions(), runs, seed);
          expect(counts.refused).toBeLessThan(runs / 10);
          expect(counts.same).toBeGreaterThan(5 * counts.unknown);
        } finally {
          await database.close();
        }
      },
    );
  });
}

/** A database with a locale of its own, in which texts are not ordered by their bytes. */
class PostgresAnswers implements Answerer {
  readonly dialect = 'postgres';

  private constructor(private readonly client: pg.Client) {}

  static async open(postgres: PostgresServer): Promise<PostgresAnswers> {
    const name = `checks_${process.pid}`;
    await once(
      postgres,
      'postgres',
      `CREATE DATABASE ${name} LOCALE_PROVIDER icu ICU_LOCALE 'en-US' TEMPLATE template0`,
    );
    const client = new pg.Client({ connectionString: postgres.url(name) });
    await client.connect();
    await client.query("SET timezone = 'UTC'; CREATE TYPE mood AS ENUM ('sad', 'ok', 'happy')");
    return new PostgresAnswers(client);
  }

  async fill(
    columns: readonly AnsweredColumn[],
    rows: readonly (readonly (string | null)[])[],
  ): Promise<void> {
    await this.client.query(
      `CREATE TABLE t (id int, ${columns.map(({ name, sql }) => `${name} ${sql}`).join(', ')})`,
    );
    const places = columns.map((_, i) => `$${i + 2}`).join(', ');
    for (const [id, row] of rows.entries()) {
      await this.client.query(`INSERT INTO t VALUES ($1, ${places})`, [id, ...row]);
    }
  }

  async ask(sql: string): Promise<(boolean | null)[] | null> {
    try {
      const { rows } = await this.client.query<{ answer: boolean | null }>(
        `SELECT (${sql}) AS answer FROM t ORDER BY id`,
      );
      return rows.map(({ answer }) => answer);
    } catch {
      return null;
    }
  }

  async stored(sql: string): Promise<string | null> {
    await this.client.query(`ALTER TABLE t ADD CONSTRAINT c CHECK (${sql}) NOT VALID`);
    const { rows } = await this.client.query<{ sql: string }>(
      "SELECT pg_get_expr(conbin, conrelid) AS sql FROM pg_constraint WHERE conname = 'c'",
    );
    await this.client.query('ALTER TABLE t DROP CONSTRAINT c');
    return rows[0]!.sql;
  }

  async close(): Promise<void> {
    await this.client.end();
  }
}

async function once(postgres: PostgresServer, database: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: postgres.url(database) });
  await client.connect();
  await client.query(sql);
  await client.end();
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
  'é',
  'É',
  '😀',
  'ABC1234',
  'foo@bar.com',
  'a b',
  '2020-01-31',
  'x_y',
  ' a ',
  'aa',
];
const DAYS = ['2020-01-31', '2024-02-29', '1999-12-31', '2020-02-01'];
const MOMENTS = [
  '2020-01-31 10:15:00',
  '2024-02-29 23:59:59.5',
  '1999-12-31 00:00:00',
  '2020-01-31 00:00:00',
];

const COLUMNS: readonly AnsweredColumn[] = [
  column('i', 'integer', { name: 'integer', min: -(2n ** 31n), max: 2n ** 31n - 1n }, [
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
    '9007199254740993',
    '12',
  ]),
  column('n', 'numeric(10,2)', { name: 'decimal', precision: 10, scale: 2 }, [
    '0.00',
    '0.10',
    '0.20',
    '0.30',
    '-1.50',
    '12.34',
    '1.00',
    '2.68',
  ]),
  column('m', 'numeric', { name: 'decimal', precision: null, scale: null }, [
    '0',
    '0.1',
    '0.2',
    '2.675',
    '1.005',
    '-3.14159',
    '100',
  ]),
  column('r', 'double precision', { name: 'real' }, ['0', '0.1', '0.5', '-2.5', '3', '1e20']),
  column('b', 'boolean', { name: 'boolean' }, ['t', 'f']),
  column('s', 'text', { name: 'text', maxLength: null, fixed: false }, WORDS),
  column(
    'v',
    'varchar(10)',
    { name: 'text', maxLength: 10, fixed: false },
    WORDS.filter((text) => text.length <= 10),
  ),
  column('c', 'char(5)', { name: 'text', maxLength: 5, fixed: true }, ['a', 'ab', 'abcde', '']),
  {
    ...column('x', 'text COLLATE "C"', { name: 'text', maxLength: null, fixed: false }, WORDS),
    collation: 'C',
  },
  column('d', 'date', { name: 'date' }, DAYS),
  column('e', 'date', { name: 'date' }, DAYS),
  column('t', 'timestamp', { name: 'timestamp', precision: null, timeZone: false }, MOMENTS),
  column('k', 'mood', { name: 'enum', labels: ['sad', 'ok', 'happy'] }, ['sad', 'ok', 'happy']),
  column('u', 'uuid', { name: 'uuid' }, [
    'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11',
    '00000000-0000-0000-0000-000000000000',
  ]),
  column('w', 'time', { name: 'time' }, ['00:00:00', '10:15:00', '23:59:59']),
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

const integers = word('i', 'g', '0', '1', '7', '-1', '100', 'length(s)', 'char_length(v)', '(d - e)');
const comparisons = word('=', '<>', '<', '<=', '>', '>=', 'IS DISTINCT FROM', 'IS NOT DISTINCT FROM');
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
    '^[^@]+@[^@]+\\.[a-z]+$',
    'a|b',
    '(a|b)+c?',
    '^\\d+$',
    '[[:alpha:]]',
    '^.{2,3}$',
    '^(ab|A).*',
    '\\s',
    '^\\w+$',
    '^[0-9]{4}-[0-9]{2}-[0-9]{2}$',
    '(?i)^AB',
    'a.c',
    '^(?=.*[0-9])(?=.*[A-Z]).{3,}$',
    '^-?[0-9]+$',
    '[a-c]{2}',
    '^(?!a)',
  ].map(quoted),
);
const similars = word(
  ...['a%', '(a|b)%', '_{2}', '[A-Z]%', '%[0-9]', 'a_c', '[^a]%', 'ab+c?', '%\\%%'].map(quoted),
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
    template('(k % %)', comparisons, word("'ok'", "'sad'::mood", 'k')),
    template('(u % %)', comparisons, word("'A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11'", 'u')),
    template('(w % %)', comparisons, word("'10:15'", "time '23:59:59'")),
    template('(% % %)', word('d', 't', 'e'), comparisons, word("'2020-01-31'", "date '2024-02-29'")),
    word(
      'b',
      'NOT b',
      'b IS TRUE',
      'b IS NOT FALSE',
      'b IS UNKNOWN',
      "(b = 't')",
      '(b = true)',
      '(b <> false)',
    ),
    template('(% % %)', condition, word('AND', 'OR', '=', '<>'), condition),
    template('NOT %', condition),
    template('% IS %NULL', fc.oneof(number, text, moment), not),
    template('(% %BETWEEN % AND %)', number, not, number, number),
    template('(% BETWEEN SYMMETRIC % AND %)', number, number, number),
    template('(% %IN (%))', text, not, list(literals)),
    template('(% %IN (%))', number, not, list(number)),
    template(
      '(%::text % (ARRAY[%]))',
      word('s', 'v', 'c'),
      word('= ANY', '<> ALL', '< ANY', '>= ALL'),
      list(literals),
    ),
    word(
      `(s = ANY ('{a,"a b",NULL,12}'::text[]))`,
      "((v)::text = ANY ((ARRAY['a'::character varying, 'ab'::character varying])::text[]))",
      "(k = ANY (ARRAY['ok'::mood, 'sad'::mood]))",
      "(k IN ('ok', 'happy'))",
    ),
    template('(% %% %)', text, not, word('LIKE', 'ILIKE'), likes),
    template('(% % %)', text, word('~', '!~', '~*', '!~*'), regexes),
    template('(% %SIMILAR TO %)', text, not, similars),
    template('((%, %) % (%, %))', number, number, comparisons, number, number),
    word(
      '(num_nonnulls(i, s, d) = 1)',
      '(num_nulls(i, s) > 0)',
      '((i IS NULL) <> (s IS NULL))',
      '((i, s) IS NULL)',
      '((i, s) IS NOT NULL)',
    ),
  );
}

function numbers(
  condition: fc.Arbitrary<string>,
  number: fc.Arbitrary<string>,
  text: fc.Arbitrary<string>,
): fc.Arbitrary<string> {
  return fc.oneof(
    { depthSize: 'small' },
    { weight: 6, arbitrary: word('i', 'g', 'n', 'm', 'r') },
    {
      weight: 4,
      arbitrary: word('0', '1', '0.1', '0.3', '2.5', '-1', '100', '1.005', '0.30', "'12'::integer", '1e2'),
    },
    template('(% % %)', number, word('+', '-', '*'), number),
    template('(% % %)', number, word('+', '-', '*', '/', '%'), word('2', '3', '0.5', '7')),
    template('(% % %)', integers, word('+', '-', '*', '/', '%', '&', '|', '#'), integers),
    template('%(%)', word('- ', 'abs', 'round', 'floor', 'ceil', 'trunc'), number),
    template('%((%)::numeric, %)', word('round', 'mod'), number, word('2', '1', '7')),
    template('CAST(% AS %)', number, word('integer', 'numeric(10,1)', 'double precision')),
    template('%(%)', word('length', 'octet_length'), text),
    template('strpos(%, %)', text, word("'a'", "'b'", "'é'", "''")),
    template("position('a' in %)", text),
    template('%(%, %)', word('coalesce', 'nullif', 'greatest', 'least'), number, number),
    template('CASE WHEN % THEN % ELSE % END', condition, number, number),
    template('CASE % WHEN % THEN % ELSE % END', integers, integers, number, number),
    template(
      'EXTRACT(% FROM %)',
      word('year', 'month', 'day', 'dow', 'isodow', 'doy', 'quarter', 'epoch'),
      word('t', 'd'),
    ),
    word('(d - e)', "date_part('year', d)"),
    template('(%)::integer', condition),
  );
}

function texts(text: fc.Arbitrary<string>): fc.Arbitrary<string> {
  return fc.oneof(
    { depthSize: 'small' },
    { weight: 8, arbitrary: word('s', 'v', 'c', 'x') },
    template('%(%)', word('lower', 'upper', 'btrim', 'trim', 'ltrim', 'rtrim', 'reverse'), text),
    template('(% || %)', text, text),
    template('substring(%, %, %)', text, word('-1', '0', '1', '2'), word('0', '1', '3')),
    template('%(%, %)', word('left', 'right'), text, word('0', '1', '3')),
    template('%(%, %)', word('coalesce', 'nullif'), text, text),
    template("replace(%, 'a', 'zz')", text),
    template('(%)::%', text, word('text', 'varchar(2)')),
    template("trim(both 'a' from %)", text),
    template("split_part(%, '-', 2)", text),
    template('(% COLLATE "C")', text),
    word('(i)::text', '(d)::text', '(k)::text', '(g)::varchar', 'concat(s, i)'),
  );
}

function moments(moment: fc.Arbitrary<string>): fc.Arbitrary<string> {
  const intervals = word(
    "interval '1 day'",
    "interval '1 month'",
    "interval '18 years'",
    "interval '1 year 2 days'",
    "'01:30:00'::interval",
  );
  return fc.oneof(
    { depthSize: 'small' },
    { weight: 5, arbitrary: word('d', 'e', 't') },
    word("date '2020-01-31'", "timestamp '2020-01-31 10:15:00'", "'2024-02-29'::date"),
    template('(% % %)', moment, word('+', '-'), intervals),
    template('(% % (%)::integer)', word('d', 'e'), word('+', '-'), integers),
    template('(%)::date', moment),
    template("date_trunc('month', (%)::timestamp)", moment),
    template('%(%, %)', word('coalesce', 'greatest', 'least'), moment, moment),
  );
}
