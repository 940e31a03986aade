import { expect, test } from 'vitest';
import { findFamilies } from '../../../src/graph/find-families.js';
import { findLoadOrder } from '../../../src/graph/find-load-order.js';
import { aCatalog, aTable } from '../../catalog-builder.js';

test('puts every table into the family of its topmost owner', () => {
  const catalog = aCatalog(
    aTable('line').key('id').references('order', { name: 'of' }).references('product'),
    aTable('product').key('id'),
    aTable('order').key('id').references('customer', { name: 'by' }),
    aTable('customer').key('id'),
  );
  const owners = new Map([
    ['line', 'of'],
    ['product', null],
    ['order', 'by'],
    ['customer', null],
  ]);
  expect(findFamilies(catalog, findLoadOrder(catalog), owners)).toEqual([
    { root: 'product', members: [{ table: 'product', foreignKey: null, owner: null, depth: 0 }] },
    {
      root: 'customer',
      members: [
        { table: 'customer', foreignKey: null, owner: null, depth: 0 },
        { table: 'order', foreignKey: 'by', owner: 'customer', depth: 1 },
        { table: 'line', foreignKey: 'of', owner: 'order', depth: 2 },
      ],
    },
  ]);
});
