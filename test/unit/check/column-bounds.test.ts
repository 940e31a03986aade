import { describe, expect, it } from 'vitest';
import { columnBounds } from '../../../src/check/column-bounds.js';
import { compileCheck } from '../../../src/check/compile-check.js';
import type { ColumnFacts } from '../../../src/check/facts.js';
import { remainingChecks } from '../../../src/check/remaining-checks.js';
import type { Dialect } from '../../../src/introspect/catalog.js';
import { CHECK_COLUMNS } from './check-columns.js';

describe('columnBounds', () => {
  it.each<[string, string, Omit<ColumnFacts, 'from'>]>([
    ['n > 0 AND n <= 100', 'n', { min: 0, minExclusive: true, max: 100 }],
    ['5 <= n', 'n', { min: 5 }],
    ['n BETWEEN -90 AND 90', 'n', { min: -90, max: 90 }],
    ['NOT (n < 5 OR n > 9)', 'n', { min: 5, max: 9 }],
    ['n IS NULL OR n >= 1', 'n', { min: 1 }],
    ['abs(n) < 10', 'n', { min: -10, minExclusive: true, max: 10, maxExclusive: true }],
    ['n % 5 = 0', 'n', { multipleOf: 5 }],
    ['n <> 8 AND n NOT IN (6, 7)', 'n', { notIn: [8, 6, 7] }],
    ["n >= '10'", 'n', { min: 10 }],
    ["s IN ('a', 'b')", 's', { in: ['a', 'b'] }],
    ["s = 'a' OR s IN ('b', 'c') OR s IS NULL", 's', { in: ['a', 'b', 'c'] }],
    ["s IN ('a', 'b') AND s IN ('b', 'c')", 's', { in: ['b'] }],
    ["s <> ''", 's', { notIn: [''] }],
    ['length(s) <= 10', 's', { maxLength: 10 }],
    ['length(s) BETWEEN 2 AND 5', 's', { minLength: 2, maxLength: 5 }],
    ['length(s) = 3', 's', { minLength: 3, maxLength: 3 }],
    ['length(h) = 16', 'h', { minLength: 16, maxLength: 16 }],
    ['s = upper(s)', 's', { letterCase: 'upper' }],
    ['trim(s) = s', 's', { trimmed: true }],
    ['s IS NOT NULL', 's', { notNull: true }],
    ["typeof(n) = 'integer'", 'n', { storage: ['integer'] }],
    ["typeof(n) IN ('real', 'null')", 'n', { storage: ['real'] }],
    ['json_valid(s)', 's', { format: 'json' }],
    ['d IS date(d)', 'd', { format: 'date' }],
    ["d >= '2000-01-01'", 'd', { min: '2000-01-01' }],
    ['f IN (0, 1)', 'f', { in: [0, 1] }],
    ['r = 1.5', 'r', { in: [1.5] }],
    ['n IS 5', 'n', { in: [5], notNull: true }],
    ['s > \'b\' AND s < "x y"', 's', { min: 'b', minExclusive: true, max: 'x y', maxExclusive: true }],
  ])('reads from %s what it says of %s, and leaves nothing to try', (sql, column, expected) => {
    const { facts, remaining } = read('sqlite', [sql]);
    const { from, ...found } = facts.get(column)!;
    expect(found).toEqual(expected);
    expect(from).toEqual([sql]);
    expect(remaining).toEqual([]);
  });

  it.each<[Dialect, string, string, Omit<ColumnFacts, 'from'>]>([
    [
      'postgres',
      "((s)::text = ANY ((ARRAY['a'::character varying, 'b'::character varying])::text[]))",
      's',
      { in: ['a', 'b'] },
    ],
    [
      'postgres',
      '((price >= (0)::numeric) AND (price < 100.5))',
      'price',
      { min: 0, max: 100.5, maxExclusive: true },
    ],
    ['postgres', "(d >= '2000-01-01'::date)", 'd', { min: '2000-01-01' }],
    ['postgres', '((char_length((s)::text) <= 5))', 's', { maxLength: 5 }],
    ['postgres', 'f', 'f', { in: [1] }],
    ['postgres', '(NOT f)', 'f', { in: [0] }],
    ['postgres', '(f IS TRUE)', 'f', { in: [1], notNull: true }],
    ['mysql', "(`s` in (_utf8mb4'a',_utf8mb4'b'))", 's', { in: ['a', 'b'] }],
    ['mysql', '(`n` between 1 and 5)', 'n', { min: 1, max: 5 }],
    ['mysql', '(char_length(`s`) >= 3)', 's', { minLength: 3 }],
  ])('reads what %s shows of stored checks: %s', (dialect, sql, column, expected) => {
    const { facts, remaining } = read(dialect, [sql]);
    const { from: _, ...found } = facts.get(column)!;
    expect(found).toEqual(expected);
    expect(remaining).toEqual([]);
  });

  it.each<[Dialect, string, string, boolean]>([
    ['sqlite', "s LIKE 'AB-%'", 'like', true],
    ['sqlite', "s NOT GLOB '*[^0-9a-f]*'", 'glob', false],
    ['postgres', "((s)::text ~ '^[A-Z]{3}$'::text)", 'regexp', false],
    ['postgres', "s ~* '^x'", 'iregexp', true],
    ['mysql', "regexp_like(`s`,_utf8mb4'^[A-Z]+$')", 'regexp', false],
  ])('reads patterns of %s: %s', (dialect, sql, operator, ignoreCase) => {
    const { facts, remaining } = read(dialect, [sql]);
    expect(facts.get('s')!.patterns).toMatchObject([{ operator, ignoreCase, negated: sql.includes('NOT') }]);
    expect(remaining).toEqual([]);
  });

  it('joins what several checks say, and names them', () => {
    const checks = [
      { name: 'low', sql: 'n >= 1' },
      { name: 'high', sql: 'n < 10' },
      { name: 'lower', sql: 'n > 1' },
      { name: 'other', sql: 'r > 0' },
    ];
    const facts = columnBounds(checks.map((check) => compileCheck(check, 'sqlite', CHECK_COLUMNS)));
    expect(facts.get('n')).toEqual({
      min: 1,
      minExclusive: true,
      max: 10,
      maxExclusive: true,
      from: ['low', 'high', 'lower'],
    });
  });

  it('says nothing of a list with NULL, which a CHECK lets pass', () => {
    const { facts, remaining } = read('sqlite', ['n IN (1, NULL)']);
    expect(facts.size).toBe(0);
    expect(remaining).toEqual([]);
  });

  it.each([
    "deleted IS NULL OR s = 'x'",
    "n > 5 OR s = 'x'",
    'n < 5 OR n > 9',
    'n > my_function()',
    's = my_function(s)',
    'length(trim(s)) > 0',
    'CASE WHEN n > 5 THEN r > 0 ELSE 1 END',
    'n IN (SELECT 1)',
    'n NOT BETWEEN 3 AND 4',
  ])('leaves to be tried what facts do not cover: %s', (sql) => {
    expect(read('sqlite', [sql]).remaining).toEqual([sql]);
  });

  it('does not take the order of texts for known where a locale decides it', () => {
    expect(read('postgres', ["s >= 'a'"]).remaining).toHaveLength(1);
    expect(read('sqlite', ["s >= 'a'"]).remaining).toHaveLength(0);
  });
});

function read(
  dialect: Dialect,
  sqls: readonly string[],
): { facts: Map<string, ColumnFacts>; remaining: string[] } {
  const checks = sqls.map((sql) => compileCheck(sql, dialect, CHECK_COLUMNS));
  return { facts: columnBounds(checks), remaining: remainingChecks(checks).map(({ sql }) => sql) };
}
