import { expect, test } from 'vitest';
import { isJunction } from '../../../src/graph/is-junction.js';
import { aCatalog, aTable } from '../../catalog-builder.js';
import type { TableBuilder } from '../../catalog-builder.js';

const a = aTable('a').key('id');
const b = aTable('b').key('id');
const first = (table: TableBuilder) => aCatalog(table, a, b).tables[0]!;

test('a primary key of two foreign keys joins their parents', () => {
  expect(isJunction(first(aTable('ab').key('a_id', 'b_id').references('a').references('b')))).toBe(true);
});

test('so does a unique key beside a primary key of its own', () => {
  expect(
    isJunction(first(aTable('ab').key('id').references('a').references('b').unique('a_id', 'b_id'))),
  ).toBe(true);
});

test('so do two foreign keys to the same table', () => {
  const friends = aTable('friends')
    .key('one', 'other')
    .references('a', { columns: ['one'] })
    .references('a', { columns: ['other'] });
  expect(isJunction(first(friends))).toBe(true);
});

test('a key with a column of its own joins nothing', () => {
  expect(isJunction(first(aTable('ab').key('a_id', 'b_id', 'day').references('a').references('b')))).toBe(
    false,
  );
});

test('a key that is one foreign key is one to one', () => {
  expect(isJunction(first(aTable('detail').key('a_id').references('a').references('b')))).toBe(false);
});

test('a partial unique index does not count', () => {
  const table = aTable('ab').key('id').references('a').references('b');
  expect(isJunction(first(table.uniqueIndex(['a_id', 'b_id'], { predicate: 'ended IS NULL' })))).toBe(false);
});
