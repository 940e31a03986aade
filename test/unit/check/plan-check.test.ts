import { expect, test } from 'vitest';
import { compileCheck } from '../../../src/check/compile-check.js';
import { planCheck } from '../../../src/check/plan-check.js';
import { aCatalog, aTable, INTEGER } from '../../catalog-builder.js';

const { columns } = aCatalog(
  aTable('t').column('n', { type: INTEGER }).column('m', { type: INTEGER }).column('state').column('paid'),
).tables[0]!;

test.each([
  ['n BETWEEN 1 AND 5', 'solved'],
  ["state IN ('open', 'paid')", 'solved'],
  ['n <= m', 'solved'],
  ["state <> 'paid' OR paid IS NOT NULL", 'tried'],
  ['n + m < 100', 'tried'],
  ['(paid IS NULL) + (state IS NULL) = 1', 'tried'],
  ['my_function(n, m) = 1', 'judged'],
  ['this is no SQL at all', 'judged'],
])('the check %s is %s', (sql, way) => {
  expect(planCheck(compileCheck(sql, 'sqlite', columns), columns)).toBe(way);
});
