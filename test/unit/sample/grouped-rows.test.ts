import { describe, expect, it } from 'vitest';
import { GroupedRows } from '../../../src/sample/grouped-rows.js';
import { aCatalog, aTable, TEXT } from '../../catalog-builder.js';
import { aSampledTable } from '../../sampled-builder.js';

/** Orders belong to a customer and to a product of the same tenant. */
const [customers, products, orders] = aCatalog(
  aTable('customers').column('tenant', { type: TEXT, nullable: false }).key('tenant', 'id'),
  aTable('products').column('tenant', { type: TEXT, nullable: false }).key('tenant', 'id'),
  aTable('orders')
    .key('id')
    .column('tenant', { type: TEXT, nullable: true })
    .references('customers', { columns: ['tenant', 'customer_id'], name: 'by' })
    .references('products', { columns: ['tenant', 'product_id'], name: 'of' }),
).tables;

const parents = {
  customers: aSampledTable(customers!, 4, { columns: { tenant: ['a', 'b', 'a', 'c'], id: [1, 1, 2, 1] } }),
  products: aSampledTable(products!, 5, {
    columns: { tenant: ['b', 'a', 'b', 'a', 'a'], id: [1, 1, 2, 2, 3] },
  }),
};
const tables = new Map(Object.entries(parents));

function ordersOf(customerRows: readonly number[]) {
  return aSampledTable(orders!, customerRows.length, { owner: 'by', links: { by: customerRows } });
}

describe('GroupedRows', () => {
  it('finds the parent rows that agree in a column which another foreign key has decided', () => {
    const groups = GroupedRows.forReference(ordersOf([0, 1, 3]), 0, parents.products, tables)!;
    expect([0, 1, 2].map((row) => [...groups.rowsFor(row)!])).toEqual([[1, 3, 4], [0, 2], []]);
  });

  it('finds the same rows again for another child of the same parent', () => {
    const groups = GroupedRows.forReference(ordersOf([0, 0, 2]), 0, parents.products, tables)!;
    expect(groups.rowsFor(1)).toBe(groups.rowsFor(0));
    expect(groups.rowsFor(2)).toBe(groups.rowsFor(0));
  });

  it('leaves the choice free while nothing is decided', () => {
    const groups = GroupedRows.forReference(ordersOf([-1]), 0, parents.products, tables)!;
    expect(groups.rowsFor(0)).toBeNull();
    expect(groups.agrees(0, 2)).toBe(true);
  });

  it('tells whether one parent row agrees', () => {
    const groups = GroupedRows.forReference(ordersOf([0]), 0, parents.products, tables)!;
    expect([0, 1, 2, 3, 4].map((row) => groups.agrees(0, row))).toEqual([false, true, false, true, true]);
  });

  it('counts how many parents agree with an owner', () => {
    const count = GroupedRows.forOwner(ordersOf([0]), 0, parents.products, tables)!;
    expect([0, 1, 2, 3].map(count)).toEqual([3, 2, 3, 0]);
  });

  it('is not needed where foreign keys share no column', () => {
    const [, , plain] = aCatalog(
      aTable('customers').key('id'),
      aTable('products').key('id'),
      aTable('orders').key('id').references('customers').references('products'),
    ).tables;
    const sampled = aSampledTable(plain!, 1, { owner: 'orders_customers_id_fk' });
    expect(GroupedRows.forReference(sampled, 0, parents.products, tables)).toBeNull();
    expect(GroupedRows.forOwner(sampled, 0, parents.products, tables)).toBeNull();
  });
});
