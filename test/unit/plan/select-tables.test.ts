import { expect, test } from 'vitest';
import { selectTables } from '../../../src/plan/select-tables.js';
import { aCatalog, aTable } from '../../catalog-builder.js';

const shop = aCatalog(
  aTable('customers').key('id').references('regions', { nullable: true, name: 'region' }),
  aTable('orders').key('id').references('customers', { name: 'customer' }),
  aTable('lines')
    .key('id')
    .references('orders', { name: 'order' })
    .references('products', { name: 'product' }),
  aTable('products').key('id'),
  aTable('regions')
    .key('id')
    .references('regions', { columns: ['parent'], nullable: true }),
  aTable('log').key('id'),
);

test('writes all tables when none is named', () => {
  const { included, nulled, warnings } = selectTables(shop, {});
  expect([...included.keys()]).toEqual(['customers', 'orders', 'lines', 'products', 'regions', 'log']);
  expect(new Set([...included.values()].map(({ why }) => why))).toEqual(new Set(['all']));
  expect([nulled.size, warnings.length]).toEqual([0, 0]);
});

test('brings along every table that a named one refers to, and says for whom', () => {
  expect(Object.fromEntries(selectTables(shop, { tables: ['ord*'] }).included)).toEqual({
    customers: { why: 'needed', by: 'orders' },
    orders: { why: 'asked', by: null },
    regions: { why: 'needed', by: 'customers' },
  });
});

test('leaves an optional foreign key NULL when its parent is excluded, with a warning', () => {
  const { included, nulled, warnings } = selectTables(shop, { exclude: ['regions'] });
  expect(included.has('regions')).toBe(false);
  expect(nulled.get('customers')).toEqual([
    { foreignKey: 'region', parent: 'regions', columns: ['regions_id'] },
  ]);
  expect(warnings).toEqual([
    { table: 'customers', message: expect.stringContaining('"regions" is excluded') },
  ]);
});

test('refuses to exclude the parent of a NOT NULL foreign key, naming both tables', () => {
  expect(() => selectTables(shop, { exclude: ['products'] })).toThrow(
    expect.objectContaining({ code: 'E_USAGE', message: expect.stringMatching(/"lines".*"products"/) }),
  );
});

test('excludes a parent together with all its children', () => {
  const { included } = selectTables(shop, { exclude: ['products', 'lines'] });
  expect([...included.keys()]).toEqual(['customers', 'orders', 'regions', 'log']);
});

test('refuses a selection that leaves nothing', () => {
  expect(() => selectTables(shop, { tables: ['log'], exclude: ['l*'] })).toThrow(
    expect.objectContaining({ code: 'E_USAGE' }),
  );
});

test('brings along both ends of a cycle', () => {
  const catalog = aCatalog(
    aTable('a').key('id').references('b', { nullable: true }),
    aTable('b').key('id').references('a'),
    aTable('c').key('id'),
  );
  expect([...selectTables(catalog, { tables: ['a'] }).included.keys()]).toEqual(['a', 'b']);
});
