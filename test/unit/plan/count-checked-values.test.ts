import { expect, test } from 'vitest';
import type { Dialect, LogicalType } from '../../../src/introspect/catalog.js';
import { countCheckedValues } from '../../../src/plan/count-checked-values.js';
import { aCatalog, aTable, INTEGER, TEXT } from '../../catalog-builder.js';

function count(
  sql: string,
  type: LogicalType = INTEGER,
  caseInsensitive = false,
  dialect: Dialect = 'sqlite',
): number {
  const { columns } = aCatalog(aTable('t').column('c', { type }).column('d')).tables[0]!;
  return countCheckedValues(sql, dialect, columns[0]!, caseInsensitive);
}

test.each([
  ["c IN ('a', 'b', 'B')", 3],
  ["c IS NULL OR c IN ('a', 'b')", 2],
  ["c = 'a' OR c = 'b' OR \"C\" = 'c'", 3],
  ["c IN ('a', 'b') AND c IN ('b', 'c', 'd')", 2],
  ["'a' = c", 1],
  ["(c IN ('a', 'b')) AND d > 5", 2],
])('a text with the CHECK %s has %i values', (sql, expected) => {
  expect(count(sql, TEXT)).toBe(expected);
});

test('texts that differ in case count as one where the key says so', () => {
  expect(count("c IN ('a', 'b', 'B')", TEXT, true)).toBe(2);
});

test.each([
  ['c BETWEEN 1 AND 5', 5],
  ['c >= -2 AND c <= 2', 5],
  ['5 >= c AND c > 0', 5],
  ['c > 0 AND c < 4', 3],
  ['c BETWEEN 1 AND 3 OR c BETWEEN 8 AND 10', 6],
  ['c BETWEEN 1 AND 5 OR c BETWEEN 4 AND 8 OR c = 20', 9],
  ['c IN (1, 2, 3) AND c BETWEEN 1 AND 2', 2],
  ['c BETWEEN 5 AND 1', 0],
])('a whole number with the CHECK %s has at most %i values', (sql, expected) => {
  expect(count(sql)).toBe(expected);
});

test('a decimal counts its places', () => {
  expect(count('c BETWEEN 0 AND 1', { name: 'decimal', precision: 5, scale: 2 })).toBe(101);
});

test('days are counted, also between the bounds of several partitions', () => {
  const days = { name: 'date' } as const;
  const january = "c BETWEEN '2024-01-01' AND '2024-01-31'";
  expect(count(january, days, false, 'postgres')).toBe(31);
  expect(count(january, days, false, 'sqlite')).toBe(Infinity);
  expect(
    count(
      "c >= '2024-01-01' AND c < '2024-01-11' OR c >= '2024-02-01' AND c < '2024-02-11'",
      days,
      false,
      'postgres',
    ),
  ).toBe(20);
});

test.each([
  "c > 'a'",
  'c >= 1',
  'c NOT IN (1, 2)',
  'c IN (1, d)',
  'c <> 1',
  'c IN (1, 2) OR d = 1',
  'c = 1 OR c > 5',
  'length(c) = 2',
  'c = c',
  'd IN (1, 2)',
  'this is not SQL',
])('the CHECK %s sets no limit', (sql) => {
  expect(count(sql)).toBe(Infinity);
});

test('a range says nothing about how many numbers of any kind there are', () => {
  expect(count('c BETWEEN 0 AND 1', { name: 'real' })).toBe(Infinity);
});
