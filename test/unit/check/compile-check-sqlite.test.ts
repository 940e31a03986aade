import Database from 'better-sqlite3';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import type { SqlValue } from '../../../src/batch/batch.js';
import { compileCheck } from '../../../src/check/compile-check.js';
import type { CheckColumn } from '../../../src/check/semantics.js';

/** Columns of every affinity and collation; what a value becomes in them is SQLite's business. */
const COLUMNS: readonly CheckColumn[] = [
  { name: 'i', declaredType: 'INTEGER', type: { name: 'integer', min: -(2n ** 63n), max: 2n ** 63n - 1n } },
  { name: 'j', declaredType: 'BIGINT', type: { name: 'integer', min: -(2n ** 63n), max: 2n ** 63n - 1n } },
  { name: 'r', declaredType: 'REAL', type: { name: 'real' } },
  { name: 'n', declaredType: 'DECIMAL(10,2)', type: { name: 'decimal', precision: 10, scale: 2 } },
  { name: 's', declaredType: 'TEXT', type: { name: 'text', maxLength: null, fixed: false } },
  {
    name: 'c',
    declaredType: 'VARCHAR(20)',
    type: { name: 'text', maxLength: 20, fixed: false },
    collation: 'NOCASE',
  },
  { name: 'b', declaredType: 'BLOB', type: { name: 'bytes', maxLength: null } },
  { name: 'd', declaredType: 'DATE', type: { name: 'date' } },
];

const database = new Database(':memory:');
database.exec(
  'CREATE TABLE t (i INTEGER, j BIGINT, r REAL, n DECIMAL(10,2), s TEXT, c VARCHAR(20) COLLATE NOCASE, b BLOB, d DATE)',
);
const insert = database.prepare('INSERT INTO t VALUES (?,?,?,?,?,?,?,?)');
afterAll(() => database.close());

// Generators

const TEXTS = [
  '',
  ' ',
  'a',
  'A',
  'b',
  'ab',
  'AB',
  'aB',
  'abc',
  'a%c',
  'a_c',
  'Zebra',
  '0',
  '1',
  '12',
  ' 12 ',
  '-5',
  '+7',
  '1.5',
  '.5',
  '1.',
  '1e3',
  '1e',
  '12abc',
  '0x10',
  'é',
  'É',
  'straße',
  '😀',
  'a😀c',
  '2020-01-31',
  '2024-02-29',
  '2023-02-31',
  '2020-01-31 10:15:00',
  '2020-01-31T10:15:00.250Z',
  '10:15',
  '9223372036854775807',
  '9223372036854775808',
  '{"a":1}',
  '[1]',
  'true',
  "it's",
];

const INTEGERS = [
  '0',
  '1',
  '-1',
  '2',
  '3',
  '7',
  '10',
  '12',
  '100',
  '-5',
  '2147483648',
  '9007199254740993',
  '9223372036854775807',
  '-9223372036854775808',
  '9223372036854775808',
];
const DECIMALS = [
  '0.0',
  '1.0',
  '0.5',
  '-2.5',
  '1.5',
  '2.675',
  '1e3',
  '12.0',
  '1e20',
  '-1e-7',
  '9007199254740993.0',
];

const texts = fc.constantFrom(...TEXTS);
const numbers = fc.oneof(
  fc.constantFrom(0n, 1n, -1n, 2n, 5n, 12n, 100n, 2n ** 53n + 1n, 2n ** 63n - 1n, -(2n ** 63n)),
  fc.integer({ min: -20, max: 20 }).map(BigInt),
  fc.constantFrom(0.5, -1.5, 2.25, 1e20, 3.5, 0.1, 1e-7),
);
const nulls = fc.constant(null);
const bytes = fc.constantFrom('', 'a', 'ab', '12', 'A').map((text) => Buffer.from(text));

const rows = fc.tuple(
  fc.oneof(
    { weight: 6, arbitrary: numbers },
    { weight: 1, arbitrary: nulls },
    { weight: 1, arbitrary: texts },
  ),
  fc.oneof({ weight: 6, arbitrary: numbers }, { weight: 1, arbitrary: nulls }),
  fc.oneof(
    { weight: 6, arbitrary: numbers },
    { weight: 1, arbitrary: nulls },
    { weight: 1, arbitrary: texts },
  ),
  fc.oneof(
    { weight: 6, arbitrary: numbers },
    { weight: 1, arbitrary: nulls },
    { weight: 1, arbitrary: texts },
  ),
  fc.oneof({ weight: 6, arbitrary: texts }, { weight: 1, arbitrary: nulls }, { weight: 1, arbitrary: bytes }),
  fc.oneof({ weight: 6, arbitrary: texts }, { weight: 1, arbitrary: nulls }),
  fc.oneof({ weight: 4, arbitrary: bytes }, { weight: 1, arbitrary: nulls }, { weight: 1, arbitrary: texts }),
  fc.oneof({ weight: 6, arbitrary: texts }, { weight: 1, arbitrary: nulls }),
);

const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;
const literals = fc.oneof(
  fc.constantFrom(...INTEGERS, ...DECIMALS),
  texts.map(quoted),
  fc.constantFrom('NULL', 'TRUE', 'FALSE', "X''", "X'6162'", "X'3132'"),
);
const columns = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom(...COLUMNS.map((column) => column.name)) },
  { weight: 1, arbitrary: fc.constantFrom('"i"', '[s]', '`c`', 't.n', 'T."D"', 'I') },
);

const patterns = fc
  .array(fc.constantFrom('%', '_', 'a', 'B', 'c', '1', '2', '\\', 'é', '-'), { maxLength: 5 })
  .map((parts) => parts.join(''));
const globs = fc
  .array(fc.constantFrom('*', '?', 'a', 'B', '[a-c]', '[^0-9]', '[]]', '[A-Z]*', '1', '[', '-'), {
    maxLength: 4,
  })
  .map((parts) => parts.join(''));

const { expressions } = fc.letrec<{ expressions: string; condition: string; value: string }>((tie) => {
  const value = tie('value');
  const condition = tie('condition');
  const any = tie('expressions');
  const one = (format: (a: string) => string): fc.Arbitrary<string> => value.map(format);
  const two = (format: (a: string, b: string) => string): fc.Arbitrary<string> =>
    fc.tuple(value, value).map(([a, b]) => format(a, b));
  const operator = (...symbols: string[]): fc.Arbitrary<string> =>
    fc
      .tuple(value, fc.constantFrom(...symbols), value, fc.boolean())
      .map(([a, symbol, b, bare]) => (bare ? `(${a} ${symbol} ${b})` : `(${a}) ${symbol} (${b})`));
  const not = fc.constantFrom('', 'NOT ');
  return {
    expressions: fc.oneof({ weight: 5, arbitrary: condition }, { weight: 1, arbitrary: value }),
    condition: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      operator('=', '==', '<>', '!=', '<', '<=', '>', '>='),
      operator('IS', 'IS NOT', 'IS DISTINCT FROM', 'IS NOT DISTINCT FROM'),
      fc
        .tuple(condition, fc.constantFrom('AND', 'OR'), condition)
        .map(([a, link, b]) => `(${a}) ${link} (${b})`),
      fc.tuple(condition, fc.constantFrom('AND', 'OR'), condition).map(([a, link, b]) => `${a} ${link} ${b}`),
      condition.map((a) => `NOT ${a}`),
      one((a) => `${a} IS NULL`),
      one((a) => `${a} NOTNULL`),
      fc
        .tuple(condition, fc.constantFrom('TRUE', 'NOT TRUE', 'FALSE', 'NOT FALSE'))
        .map(([a, t]) => `(${a}) IS ${t}`),
      fc.tuple(value, not, value, value).map(([a, n, b, c]) => `${a} ${n}BETWEEN ${b} AND ${c}`),
      fc
        .tuple(value, not, fc.array(value, { maxLength: 6 }))
        .map(([a, n, list]) => `${a} ${n}IN (${list.join(', ')})`),
      fc.tuple(value, not, patterns).map(([a, n, p]) => `${a} ${n}LIKE ${quoted(p)}`),
      fc.tuple(value, not, patterns).map(([a, n, p]) => `${a} ${n}LIKE ${quoted(p)} ESCAPE '\\'`),
      fc.tuple(value, not, globs).map(([a, n, p]) => `${a} ${n}GLOB ${quoted(p)}`),
      two((a, b) => `${a} LIKE ${b}`),
      fc.tuple(value, value, value, value).map(([a, b, c, d]) => `(${a}, ${b}) < (${c}, ${d})`),
      fc.tuple(value, value, value, value).map(([a, b, c, d]) => `(${a}, ${b}) = (${c}, ${d})`),
    ),
    value: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      { weight: 8, arbitrary: columns },
      { weight: 6, arbitrary: literals },
      { weight: 3, arbitrary: operator('+', '-', '*', '/', '%', '||') },
      { weight: 1, arbitrary: operator('&', '|', '<<', '>>') },
      {
        weight: 1,
        arbitrary: fc.tuple(fc.constantFrom('-', '+', '~'), value).map(([sign, a]) => `(${sign} ${a})`),
      },
      {
        weight: 1,
        arbitrary: fc
          .tuple(value, fc.constantFrom('INTEGER', 'REAL', 'TEXT', 'NUMERIC', 'BLOB', 'VARCHAR(3)'))
          .map(([a, type]) => `CAST(${a} AS ${type})`),
      },
      {
        weight: 1,
        arbitrary: fc
          .tuple(value, fc.constantFrom('NOCASE', 'BINARY', 'RTRIM'))
          .map(([a, c]) => `(${a} COLLATE ${c})`),
      },
      {
        weight: 1,
        arbitrary: fc
          .tuple(condition, value, value)
          .map(([w, a, b]) => `CASE WHEN ${w} THEN ${a} ELSE ${b} END`),
      },
      {
        weight: 1,
        arbitrary: fc
          .tuple(value, value, value, value)
          .map(([x, w, a, b]) => `CASE ${x} WHEN ${w} THEN ${a} ELSE ${b} END`),
      },
      {
        weight: 2,
        arbitrary: fc
          .tuple(
            fc.constantFrom(
              'length',
              'octet_length',
              'lower',
              'upper',
              'trim',
              'ltrim',
              'rtrim',
              'abs',
              'round',
              'floor',
              'ceil',
              'typeof',
              'json_valid',
              'date',
              'datetime',
              'time',
              'julianday',
              'unixepoch',
              'hex',
              'sign',
              'unicode',
            ),
            value,
          )
          .map(([name, a]) => `${name}(${a})`),
      },
      {
        weight: 2,
        arbitrary: fc
          .tuple(
            fc.constantFrom('coalesce', 'ifnull', 'nullif', 'min', 'max', 'instr', 'substr', 'trim'),
            value,
            value,
          )
          .map(([name, a, b]) => `${name}(${a}, ${b})`),
      },
      {
        weight: 1,
        arbitrary: fc
          .tuple(value, fc.integer({ min: -4, max: 4 }), fc.integer({ min: -3, max: 4 }))
          .map(([a, from, length]) => `substr(${a}, ${from}, ${length})`),
      },
      { weight: 1, arbitrary: fc.tuple(value, value, value).map((args) => `replace(${args.join(', ')})`) },
      {
        weight: 1,
        arbitrary: fc.tuple(value, fc.integer({ min: 0, max: 3 })).map(([a, n]) => `round(${a}, ${n})`),
      },
      {
        weight: 1,
        arbitrary: fc
          .tuple(
            fc.constantFrom('date', 'datetime', 'julianday'),
            value,
            fc.constantFrom(
              '+1 day',
              '-3 months',
              'start of month',
              '+2 years',
              '-90 minutes',
              'unixepoch',
              'start of day',
            ),
          )
          .map(([name, a, modifier]) => `${name}(${a}, '${modifier}')`),
      },
      {
        weight: 1,
        arbitrary: fc
          .tuple(fc.constantFrom('%Y', '%m-%d', '%Y-%m-%d %H:%M:%f', '%j', '%w', '%s'), value)
          .map(([format, a]) => `strftime('${format}', ${a})`),
      },
      { weight: 1, arbitrary: any.map((a) => `(${a})`) },
    ),
  };
});

describe('compileCheck for SQLite', () => {
  it('answers every expression as SQLite does', () => {
    const counts = { same: 0, unknown: 0 };
    fc.assert(
      fc.property(expressions, fc.array(rows, { minLength: 1, maxLength: 4 }), (sql, values) => {
        for (const answer of compare(sql, values)) {
          if (answer.ours === 'unknown') counts.unknown++;
          else {
            counts.same++;
            expect(answer.ours, `${sql} for ${JSON.stringify(answer.row)}`).toEqual(answer.theirs);
          }
        }
      }),
      {
        numRuns: Number(process.env['CHECK_RUNS'] ?? 3000),
        ...(process.env['CHECK_SEED'] ? { seed: Number(process.env['CHECK_SEED']) } : { seed: 1 }),
      },
    );
    expect(counts.same).toBeGreaterThan(50 * counts.unknown);
  });
});

interface Answer {
  readonly ours: unknown;
  readonly theirs: unknown;
  readonly row: unknown;
}

/** Truth and storage class of an expression for some rows, from SQLite and from us; none when SQLite refuses it. */
function compare(sql: string, values: readonly (readonly unknown[])[]): Answer[] {
  database.exec('DELETE FROM t');
  for (const row of values) insert.run(...row);
  const truths = ask(`SELECT CASE WHEN (${sql}) THEN 1 WHEN NOT (${sql}) THEN 0 END FROM t ORDER BY rowid`);
  const classes = ask(`SELECT typeof(${sql}) FROM t ORDER BY rowid`);
  if (truths === null || classes === null) return [];
  const truth = compileCheck(sql, 'sqlite', COLUMNS);
  expect(truth.reason, sql).toBeNull();
  const storage = compileCheck(`typeof(${sql})`, 'sqlite', COLUMNS);
  const stored = ask('SELECT * FROM t ORDER BY rowid')!;
  return stored.flatMap((row, k) => {
    const read = (name: string): SqlValue => row[COLUMNS.findIndex((column) => column.name === name)]!;
    const answer = truth.evaluate(read);
    const shown = [row.map(String)];
    return [
      {
        ours: answer === 'unknown' || answer === null ? answer : Number(answer),
        theirs: truths[k]![0],
        row: shown,
      },
      { ours: storage.value(read), theirs: classes[k]![0], row: shown },
    ];
  });
}

function ask(sql: string): SqlValue[][] | null {
  try {
    return (database.prepare(sql).raw().safeIntegers().all() as SqlValue[][]).map((row) => row.map(shrink));
  } catch (error) {
    if (/overflow|too complex|ESCAPE expression|malformed JSON|too large|too many/i.test(String(error)))
      return null;
    throw new Error(`${String(error)} in ${sql}`);
  }
}

function shrink(value: SqlValue): SqlValue {
  return typeof value === 'bigint' && Number.isSafeInteger(Number(value)) ? Number(value) : value;
}
