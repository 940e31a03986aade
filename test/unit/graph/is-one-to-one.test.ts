import { expect, test } from 'vitest';
import { isOneToOne } from '../../../src/graph/is-one-to-one.js';
import { aCatalog, aTable } from '../../catalog-builder.js';
import type { TableBuilder } from '../../catalog-builder.js';

function answer(table: TableBuilder): boolean {
  const [built] = aCatalog(table, aTable('a').key('id'), aTable('b').key('x', 'y')).tables;
  return isOneToOne(built!, built!.foreignKeys[0]!);
}

test('a foreign key that is the primary key has one child per parent', () => {
  expect(answer(aTable('detail').key('a_id').references('a'))).toBe(true);
});

test('so has one with a unique key, also when the unique key is only part of it', () => {
  expect(answer(aTable('t').key('id').references('a').unique('a_id'))).toBe(true);
  const composite = aTable('t')
    .key('id')
    .references('b', { columns: ['x', 'y'] });
  expect(answer(composite.unique('y'))).toBe(true);
});

test('a foreign key that is only part of a key may have many', () => {
  expect(answer(aTable('t').key('a_id', 'line').references('a'))).toBe(false);
});

test('a partial or an expression key promises nothing', () => {
  expect(answer(aTable('t').key('id').references('a').uniqueIndex(['a_id'], { predicate: 'active' }))).toBe(
    false,
  );
  const expression = { columns: [null], expressions: ['lower(a_id)'] };
  expect(answer(aTable('t').key('id').references('a').uniqueIndex(['a_id'], expression))).toBe(false);
});
