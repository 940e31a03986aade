import { describe, expect, it } from 'vitest';
import { columnOrders } from '../../../src/check/column-orders.js';
import { compileCheck, type CompiledCheck } from '../../../src/check/compile-check.js';
import { derivedColumns } from '../../../src/check/derived-columns.js';
import { jointConditions } from '../../../src/check/joint-conditions.js';
import { nullPatterns } from '../../../src/check/null-patterns.js';
import { remainingChecks } from '../../../src/check/remaining-checks.js';
import type { SqlValue } from '../../../src/batch/batch.js';
import { CHECK_COLUMNS } from './check-columns.js';

describe('columnOrders', () => {
  it.each([
    ['e >= d', 'd', 'e', false],
    ['d < e', 'd', 'e', true],
    ['e IS NULL OR e > d', 'd', 'e', true],
    ['NOT (a > b)', 'a', 'b', false],
  ])('reads the order of two columns from %s', (sql, low, high, strict) => {
    const checks = compile(sql);
    expect(columnOrders(checks)).toEqual([{ low, high, strict, from: sql }]);
    expect(remainingChecks(checks)).toEqual([]);
  });

  it('reads two orders from a column between two others', () => {
    expect(columnOrders(compile('b BETWEEN a AND c')).map(({ low, high }) => `${low}<=${high}`)).toEqual([
      'a<=b',
      'b<=c',
    ]);
  });

  it('names a pair once, by the check that is strict', () => {
    expect(columnOrders(compile('a <= b', 'a < b', 'b >= a'))).toEqual([
      { low: 'a', high: 'b', strict: true, from: 'a < b' },
    ]);
  });

  it('reads the order of days, but leaves the check to be tried', () => {
    const checks = compile('date(d) < date(e)');
    expect(columnOrders(checks)).toMatchObject([{ low: 'd', high: 'e', strict: true }]);
    expect(remainingChecks(checks)).toHaveLength(1);
  });
});

describe('jointConditions', () => {
  it('gives the linear form of sums and differences', () => {
    const [sum, gap] = jointConditions(compile('a + 2 * b <= c + 10', 'b - a >= 5'));
    expect(sum!.linear).toEqual({
      terms: [
        { column: 'a', coefficient: 1 },
        { column: 'b', coefficient: 2 },
        { column: 'c', coefficient: -1 },
      ],
      operator: '<=',
      constant: 10,
    });
    expect(gap!.linear).toMatchObject({ operator: '>=', constant: 5 });
  });

  it('gives the columns alone of what is not linear', () => {
    expect(jointConditions(compile("(state = 'x') = (n IS NULL)"))).toMatchObject([
      { columns: ['state', 'n'], linear: null },
    ]);
    expect(jointConditions(compile('a <> b'))).toMatchObject([
      { columns: ['a', 'b'], linear: { operator: '<>' } },
    ]);
  });
});

describe('derivedColumns', () => {
  it('works columns out of others, in an order in which that is possible', () => {
    const derived = derivedColumns(compile('total = price * n', 'n = a + b'));
    expect(derived.map(({ column, columns }) => [column, columns])).toEqual([
      ['n', ['a', 'b']],
      ['total', ['price', 'n']],
    ]);
    const row: Record<string, SqlValue> = { price: 2.5, n: 4, a: 1, b: 2 };
    expect(derived.map(({ value }) => value((name) => row[name]!))).toEqual([3, 10]);
  });

  it('leaves one of the columns free that need one another', () => {
    expect(derivedColumns(compile('a = b + 1', 'b = a - 1')).map(({ column }) => column)).toEqual(['a']);
  });

  it('takes no column for derived from itself', () => {
    expect(derivedColumns(compile('a = a + b'))).toEqual([]);
  });
});

describe('nullPatterns', () => {
  it.each<[string, number[]]>([
    ['(a IS NULL) <> (b IS NULL)', [1, 2]],
    ['(a IS NULL AND b IS NULL) OR (a IS NOT NULL AND b IS NOT NULL)', [0, 3]],
    ['(a IS NOT NULL) + (b IS NOT NULL) + (c IS NOT NULL) = 1', [3, 5, 6]],
    ['coalesce(a, b) IS NOT NULL', [0, 1, 2]],
    ['CASE WHEN a IS NULL THEN 1 ELSE b IS NOT NULL END', [0, 1, 3]],
  ])('lists what %s allows', (sql, allowed) => {
    expect(nullPatterns(compile(sql))).toMatchObject([{ allowed }]);
  });

  it('leaves out checks that look at values, too', () => {
    expect(nullPatterns(compile("state = 'x' OR a IS NULL", 'a IS NULL OR a > b'))).toEqual([]);
  });

  it('reads num_nonnulls of PostgreSQL', () => {
    const check = compileCheck('num_nonnulls(a, s, d) = 1', 'postgres', CHECK_COLUMNS);
    expect(nullPatterns([check])).toMatchObject([{ columns: ['a', 's', 'd'], allowed: [3, 5, 6] }]);
  });
});

function compile(...sqls: string[]): CompiledCheck[] {
  return sqls.map((sql) => compileCheck(sql, 'sqlite', CHECK_COLUMNS));
}
