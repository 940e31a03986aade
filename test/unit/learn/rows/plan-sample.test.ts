import { describe, expect, it } from 'vitest';
import { findLoadOrder } from '../../../../src/graph/find-load-order.js';
import { planSample, type SamplePlan } from '../../../../src/learn/rows/plan-sample.js';
import { aCatalog, aTable } from '../../../catalog-builder.js';

const SHOP = aCatalog(
  aTable('customers').key('id'),
  aTable('orders').key('id').references('customers'),
  aTable('lines').key('id').references('orders'),
);
const OWNERS = new Map([
  ['customers', null],
  ['orders', 'orders_customers_id_fk'],
  ['lines', 'lines_orders_id_fk'],
]);

function plan(customers: number, orders: number, lines: number, named: string[] = []): SamplePlan {
  const rows = new Map(Object.entries({ customers, orders, lines }));
  return planSample(SHOP, findLoadOrder(SHOP), OWNERS, rows, 1000, new Set(named));
}

const thinningsOf = ({ samples }: SamplePlan, table: string): unknown => samples.get(table)!.thinnings;

describe('planSample', () => {
  it('reads tables whole that have no more rows than a sample', () => {
    const small = plan(10, 100, 1000);
    expect(['customers', 'orders', 'lines'].map((table) => thinningsOf(small, table))).toEqual([[], [], []]);
  });

  it('chooses families by their roots, fewer of them for tables with more rows', () => {
    const large = plan(10_000, 50_000, 100_000);
    expect(thinningsOf(large, 'customers')).toEqual([{ ancestor: 'customers', share: 0.1 }]);
    expect(thinningsOf(large, 'orders')).toEqual([{ ancestor: 'customers', share: 0.02 }]);
    expect(thinningsOf(large, 'lines')).toEqual([{ ancestor: 'customers', share: 0.01 }]);
  });

  it('takes no more of the owned rows than their owners give', () => {
    const fewer = plan(100_000, 50_000, 100);
    expect(thinningsOf(fewer, 'orders')).toEqual([{ ancestor: 'customers', share: 0.01 }]);
    expect(fewer.samples.get('lines')).toEqual(fewer.samples.get('customers'));
  });

  it('chooses among rows further down where too few families of the root would be left', () => {
    const deep = plan(100, 800, 10_000);
    expect(thinningsOf(deep, 'orders')).toEqual([]);
    expect(thinningsOf(deep, 'lines')).toEqual([{ ancestor: 'orders', share: 0.1 }]);
  });

  it('lets rows stand for themselves whose families are too large, and remembers whose they are', () => {
    const huge = plan(60, 100_000, 0);
    expect(huge.owners.get('orders')).toBeNull();
    expect(huge.kin.get('orders')?.parent).toBe('customers');
    expect(thinningsOf(huge, 'orders')).toEqual([{ ancestor: 'orders', share: 0.01 }]);
    expect(plan(60, 100_000, 0, ['orders']).owners.get('orders')).toBe('orders_customers_id_fk');
  });
});
