import { expect, test } from 'vitest';
import { columnsToNull } from '../../../src/graph/columns-to-null.js';
import { isOptional } from '../../../src/graph/is-optional.js';
import { aCatalog, aTable } from '../../catalog-builder.js';
import type { TableBuilder } from '../../catalog-builder.js';

function built(table: TableBuilder) {
  const [first] = aCatalog(table, aTable('p').key('x', 'y'), aTable('q').key('id')).tables;
  return [first!, first!.foreignKeys[0]!] as const;
}
const half = () => aTable('t').key('id').column('a').column('b', { nullable: false });

test('one nullable column makes a composite foreign key optional under MATCH SIMPLE, not under MATCH FULL', () => {
  expect(isOptional(...built(half().references('p', { columns: ['a', 'b'] })))).toBe(true);
  expect(isOptional(...built(half().references('p', { columns: ['a', 'b'], match: 'full' })))).toBe(false);
});

test('NULL goes into columns that no other foreign key needs', () => {
  const table = aTable('t').key('id').column('tenant').column('owner');
  table.references('p', { columns: ['tenant', 'owner'] }).references('q', { columns: ['tenant'] });
  expect(columnsToNull(...built(table))).toEqual(['owner']);
});

test('NULL goes into a shared column when there is no other', () => {
  const table = aTable('t').key('id').column('tenant').column('owner', { nullable: false });
  table.references('p', { columns: ['tenant', 'owner'] }).references('q', { columns: ['tenant'] });
  expect(columnsToNull(...built(table))).toEqual(['tenant']);
});

test('NULL goes into all columns under MATCH FULL, or into none', () => {
  const table = aTable('t').key('id').column('a').column('b');
  expect(columnsToNull(...built(table.references('p', { columns: ['a', 'b'], match: 'full' })))).toEqual([
    'a',
    'b',
  ]);
  expect(columnsToNull(...built(half().references('p', { columns: ['a', 'b'], match: 'full' })))).toEqual([]);
});

test.each([
  [
    'it is part of the primary key',
    aTable('t')
      .key('a')
      .references('q', { columns: ['a'] }),
  ],
  [
    'a CHECK asks whether it is NULL',
    aTable('t')
      .key('id')
      .references('q', { columns: ['a'], nullable: true })
      .check('a IS NOT NULL OR id = 0'),
  ],
  [
    'nulls collide in a unique key',
    aTable('t')
      .key('id')
      .references('q', { columns: ['a'], nullable: true })
      .uniqueIndex(['a'], { nullsDistinct: false }),
  ],
])('NULL does not go into a column when %s', (_, table) => {
  expect(columnsToNull(...built(table))).toEqual([]);
});
