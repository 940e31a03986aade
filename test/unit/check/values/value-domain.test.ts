import Database from 'better-sqlite3';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SqlValue } from '../../../../src/batch/batch.js';
import { capacity } from '../../../../src/check/capacity.js';
import { columnBounds } from '../../../../src/check/column-bounds.js';
import { compileCheck } from '../../../../src/check/compile-check.js';
import type { ColumnFacts } from '../../../../src/check/facts.js';
import { findSatisfying } from '../../../../src/check/find-satisfying.js';
import { remainingChecks } from '../../../../src/check/remaining-checks.js';
import { valueDomain } from '../../../../src/check/values/value-domain.js';
import type { LogicalType } from '../../../../src/introspect/catalog.js';
import { CHECK_COLUMNS } from '../check-columns.js';

const INTEGER: LogicalType = { name: 'integer', min: -(2n ** 63n), max: 2n ** 63n - 1n };
const TEXT: LogicalType = { name: 'text', maxLength: null, fixed: false };

describe('valueDomain', () => {
  it.each<[string, string, bigint | null, SqlValue[]]>([
    ['n > 0 AND n <= 100', 'n', 100n, [1, 2, 3]],
    ['n BETWEEN 10 AND 30 AND n % 10 = 0', 'n', 3n, [10, 20, 30]],
    ['n >= 5 AND n < 5', 'n', 0n, []],
    ['n BETWEEN 1 AND 4 AND n <> 2', 'n', 3n, [1, 3, 4]],
    ['n <= -5 AND n > -8', 'n', 3n, [-7, -6, -5]],
    ['price BETWEEN 0.1 AND 0.3', 'price', 21n, [0.1, 0.11, 0.12]],
    ['price > 0 AND price < 0.03', 'price', 2n, [0.01, 0.02]],
    ['r = 1.5', 'r', 1n, [1.5]],
    ["s IN ('a', 'bb', 'ccc') AND length(s) <= 2", 's', 2n, ['a', 'bb']],
    ["s LIKE 'AB_' ", 's', null, ['ABA', 'ABB', 'ABC']],
    ["s GLOB '[A-Z][0-9]'", 's', 260n, ['A0', 'A1', 'A2']],
    ["length(s) = 64 AND s NOT GLOB '*[^0-9a-f]*'", 's', null, []],
    ["length(s) = 1 AND s NOT GLOB '*[^0-9a-f]*'", 's', 16n, ['a', 'b', 'c', 'd', 'e', 'f', '0']],
    ["d BETWEEN '2020-02-28' AND '2020-03-01'", 'd', 3n, ['2020-02-28', '2020-02-29', '2020-03-01']],
    ['f IN (1)', 'f', 1n, [1]],
    ["s >= 'b' AND s <= 'c' AND length(s) = 1", 's', 2n, ['b', 'c']],
  ])('counts and lists the values that %s leaves to %s', (sql, column, size, first) => {
    const domain = valueDomain(factsOf(sql).get(column), typeOf(column));
    const isBig = sql.includes('_') || sql.includes('64');
    if (!isBig) expect(domain.size).toBe(size);
    expect(first.map((_, i) => domain.nth(BigInt(i)))).toEqual(first);
  });

  it('gives values that SQLite takes, and those that checks leave to be tried alone do not', () => {
    const database = new Database(':memory:');
    fc.assert(
      fc.property(columnChecks, fc.integer(), ([column, conditions], seed) => {
        const sql = conditions.join(' AND ');
        const checks = conditions.map((condition) => compileCheck(condition, 'sqlite', CHECK_COLUMNS));
        expect(remainingChecks(checks)).toEqual([]);
        const domain = valueDomain(columnBounds(checks).get(column), typeOf(column));
        const values = [domain.draw(seed), domain.draw(seed ^ 1)];
        for (let i = 0n; i < 5n && (domain.size === null || i < domain.size); i++) values.push(domain.nth(i));
        for (const value of values) {
          if (value === undefined) expect(domain.size, sql).toBe(0n);
          else expect(accepts(database, column, sql, value), `${sql} for ${String(value)}`).toBe(true);
        }
      }),
      { numRuns: 1000, seed: 1 },
    );
    database.close();
  });

  it('counts small domains exactly', () => {
    const database = new Database(':memory:');
    fc.assert(
      fc.property(fc.array(numberConditions('n', -6, 6), { minLength: 1, maxLength: 3 }), (conditions) => {
        const sql = ['n BETWEEN -6 AND 6', ...conditions].join(' AND ');
        const all = Array.from({ length: 13 }, (_, i) => i - 6);
        const allowed = all.filter((value) => accepts(database, 'n', sql, value));
        const domain = valueDomain(factsOf(sql).get('n'), INTEGER);
        expect(domain.size, sql).toBe(BigInt(allowed.length));
        const listed = allowed.map((_, i) => domain.nth(BigInt(i)) as number);
        expect(listed.sort((a, b) => a - b)).toEqual(allowed);
      }),
      { numRuns: 500, seed: 1 },
    );
    database.close();
  });

  it.each<[string, LogicalType, ColumnFacts | undefined]>([
    ['integers', INTEGER, undefined],
    ['small integers', { name: 'integer', min: -128n, max: 127n }, undefined],
    ['decimals', { name: 'decimal', precision: 4, scale: 2 }, undefined],
    ['texts', TEXT, undefined],
    ['short texts', { name: 'text', maxLength: 2, fixed: false }, undefined],
    ['texts of a pattern', TEXT, factsOf("s LIKE '%@%.%'").get('s')],
    ['texts in two cases', TEXT, factsOf("s LIKE 'ab_'").get('s')],
    ['dates', { name: 'date' }, undefined],
    ['timestamps', { name: 'timestamp', precision: null, timeZone: false }, undefined],
    ['uuids', { name: 'uuid' }, undefined],
    ['bytes', { name: 'bytes', maxLength: null }, undefined],
    ['JSON', { name: 'json' }, undefined],
  ])('gives a different value for every index: %s', (_, type, facts) => {
    const domain = valueDomain(facts, type);
    const count = domain.size === null || domain.size > 2000n ? 2000 : Number(domain.size);
    const values = Array.from({ length: count }, (__, i) => String(domain.nth(BigInt(i))));
    expect(new Set(values).size).toBe(count);
  });

  it('makes bytes of a length', () => {
    const domain = valueDomain(factsOf('length(h) = 16').get('h'), { name: 'bytes', maxLength: null });
    for (const value of [domain.nth(0n), domain.nth(99n), domain.draw(7)]) {
      expect(value).toBeInstanceOf(Uint8Array);
      expect((value as Uint8Array).length).toBe(16);
    }
  });

  it('makes UUIDs of version 4', () => {
    const domain = valueDomain(undefined, { name: 'uuid' });
    for (const value of [domain.nth(0n), domain.nth(12345n), domain.draw(7)]) {
      expect(value).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    }
  });

  it('counts texts that differ in case alone once, where the column takes them for equal', () => {
    const facts = factsOf("length(s) = 2 AND s NOT GLOB '*[^A-Za-z]*'").get('s');
    expect(capacity(facts, TEXT)).toBe(52n ** 2n);
    expect(capacity(facts, TEXT, { caseInsensitive: true })).toBe(26n ** 2n);
    expect(capacity(factsOf("s IN ('a', 'A', 'b')").get('s'), TEXT, { caseInsensitive: true })).toBe(2n);
  });

  it('stays below the length of the type', () => {
    const domain = valueDomain(undefined, { name: 'text', maxLength: 3, fixed: false });
    for (let seed = 0; seed < 100; seed++)
      expect((domain.draw(seed) as string).length).toBeLessThanOrEqual(3);
    expect(capacity(undefined, { name: 'text', maxLength: 0, fixed: false })).toBe(1n);
  });
});

describe('findSatisfying', () => {
  it('gives the same value for the same seed, and others for others', () => {
    const facts = factsOf('n BETWEEN 1 AND 1000').get('n');
    expect(findSatisfying(facts, INTEGER, 5)).toBe(findSatisfying(facts, INTEGER, 5));
    const values = new Set(Array.from({ length: 100 }, (_, seed) => findSatisfying(facts, INTEGER, seed)));
    expect(values.size).toBeGreaterThan(80);
  });

  it('draws all values of a list equally often', () => {
    const facts = factsOf("s IN ('a', 'b', 'c', 'd')").get('s');
    const counts = new Map<SqlValue | undefined, number>();
    for (let seed = 0; seed < 4000; seed++) {
      const value = findSatisfying(facts, TEXT, seed);
      counts.set(value, (counts.get(value) ?? 0) + 1);
    }
    // Four standard errors of a binomial count.
    for (const count of counts.values())
      expect(Math.abs(count - 1000)).toBeLessThan(4 * Math.sqrt(4000 * 0.25 * 0.75));
    expect(counts.size).toBe(4);
  });

  it('finds nothing where the checks contradict one another', () => {
    expect(findSatisfying(factsOf("s IN ('a') AND s IN ('b')").get('s'), TEXT, 1)).toBeUndefined();
    expect(findSatisfying(factsOf("length(s) = 2 AND s LIKE 'abc%'").get('s'), TEXT, 1)).toBeUndefined();
  });
});

function factsOf(sql: string): Map<string, ColumnFacts> {
  return columnBounds([compileCheck(sql, 'sqlite', CHECK_COLUMNS)]);
}

function typeOf(name: string): LogicalType {
  return CHECK_COLUMNS.find((column) => column.name === name)!.type;
}

const DECLARED: Readonly<Record<string, string>> = {
  n: 'INTEGER',
  s: 'TEXT',
  price: 'DECIMAL(10,2)',
  r: 'REAL',
  d: 'DATE',
};

function accepts(database: Database.Database, column: string, sql: string, value: SqlValue): boolean {
  database.exec(
    `DROP TABLE IF EXISTS t; CREATE TABLE t (${column} ${DECLARED[column]} NOT NULL CHECK (${sql}))`,
  );
  const stored = typeof value === 'number' && Number.isInteger(value) ? BigInt(value) : value;
  try {
    database.prepare('INSERT INTO t VALUES (?)').run(stored);
    return true;
  } catch {
    return false;
  }
}

function numberConditions(column: string, low: number, high: number): fc.Arbitrary<string> {
  const bound = fc.integer({ min: low, max: high });
  return fc.oneof(
    fc
      .tuple(fc.constantFrom('<', '<=', '>', '>=', '<>'), bound)
      .map(([operator, value]) => `${column} ${operator} ${value}`),
    fc.tuple(bound, bound).map(([a, b]) => `${column} BETWEEN ${Math.min(a, b)} AND ${Math.max(a, b)}`),
    fc.array(bound, { minLength: 1, maxLength: 4 }).map((values) => `${column} IN (${values.join(', ')})`),
    fc
      .array(bound, { minLength: 1, maxLength: 3 })
      .map((values) => `${column} NOT IN (${values.join(', ')})`),
    ...(column === 'n' ? [fc.constantFrom(2, 3).map((divisor) => `n % ${divisor} = 0`)] : []),
  );
}

const textConditions = fc.oneof(
  fc.constantFrom(
    'length(s) <= 5',
    'length(s) = 4',
    'length(s) > 2',
    "s <> ''",
    's = upper(s)',
    's = lower(s)',
    's = trim(s)',
  ),
  fc.constantFrom(
    "s LIKE 'a%'",
    "s LIKE '%-%'",
    "s NOT LIKE '%x%'",
    "s LIKE '_b%' ",
    "s LIKE '50!%%' ESCAPE '!'",
  ),
  fc.constantFrom("s GLOB '[A-Z]*'", "s NOT GLOB '*[^A-Za-z0-9]*'", "s GLOB '??[0-9]*'"),
  fc.constantFrom("s IN ('abc', 'AB1', 'x-1', 'b')", "s >= 'B'", "s < 'c'"),
);
const dateConditions = fc.constantFrom(
  "d >= '2020-01-01'",
  "d < '2021-06-30'",
  "d <> '2020-01-01'",
  'd IS date(d)',
  "d BETWEEN '2019-12-31' AND '2022-01-01'",
);

const columnChecks: fc.Arbitrary<[string, string[]]> = fc.oneof(
  conditionsOf('n', numberConditions('n', -50, 50)),
  conditionsOf('price', numberConditions('price', -5, 50)),
  conditionsOf('s', textConditions),
  conditionsOf('d', dateConditions),
);

function conditionsOf(column: string, condition: fc.Arbitrary<string>): fc.Arbitrary<[string, string[]]> {
  return fc.tuple(fc.constant(column), fc.array(condition, { minLength: 1, maxLength: 3 }));
}
