import { describe, expect, test } from 'vitest';
import { findLoadOrder } from '../../../src/graph/find-load-order.js';
import type { Catalog } from '../../../src/introspect/catalog.js';
import { makePlan } from '../../../src/plan/make-plan.js';
import type { PlanOptions } from '../../../src/plan/make-plan.js';
import { checkTarget } from '../../../src/write/check-target.js';
import { aCatalog, aTable } from '../../catalog-builder.js';

const shop = aCatalog(
  aTable('customers').key('id'),
  aTable('orders').key('id').references('customers'),
  aTable('notes').key('id').references('customers', { nullable: true }),
);

/** The code of the refusal, or null. */
function refusal(
  options: Pick<PlanOptions, 'mode'> & Partial<PlanOptions>,
  rows: Record<string, number>,
  { catalog = shop, isSource = false }: { catalog?: Catalog; isSource?: boolean } = {},
): string | null {
  const plan = makePlan(
    {
      catalog: shop,
      loadOrder: findLoadOrder(shop),
      owners: new Map(),
      sourceRows: new Map(shop.tables.map(({ id }) => [id, 10])),
    },
    { abilities: { deferForeignKeys: true }, ...options },
  );
  const tables = Object.entries(rows).map(([id, count]) => ({ id, rows: count }));
  const state = { exists: true, tables, madeByDbsynth: false };
  try {
    checkTarget(plan, shop, { label: 'sqlite:shop.db', state, catalog, isSource });
    return null;
  } catch (error) {
    return (error as { code: string }).code;
  }
}

test('the source is refused, whatever the mode', () => {
  expect(refusal({ mode: 'create' }, {}, { isSource: true })).toBe('E_TARGET_IS_SOURCE');
  expect(refusal({ mode: 'truncate' }, {}, { isSource: true })).toBe('E_TARGET_IS_SOURCE');
});

describe('a schema is made', () => {
  test('only where there are no tables', () => {
    expect(refusal({ mode: 'create' }, {})).toBe(null);
    expect(refusal({ mode: 'create' }, { other: 0 })).toBe('E_TARGET_EXISTS');
    expect(refusal({ mode: 'create' }, { other: 1 })).toBe('E_TARGET_NOT_EMPTY');
  });
});

describe('tables are filled', () => {
  test('only when all planned ones are empty', () => {
    expect(refusal({ mode: 'fill' }, { customers: 0, orders: 0, notes: 0 })).toBe(null);
    expect(refusal({ mode: 'fill' }, { customers: 0, Orders: 4, notes: 0 })).toBe('E_TARGET_NOT_EMPTY');
    expect(refusal({ mode: 'fill', tables: ['orders'] }, { customers: 0, orders: 0, notes: 9 })).toBe(null);
  });
});

describe('tables are emptied', () => {
  test('with all that refers to them', () => {
    expect(refusal({ mode: 'truncate' }, { customers: 5, orders: 5, notes: 5 })).toBe(null);
  });

  test('not when rows of other tables refer to them', () => {
    expect(refusal({ mode: 'truncate', tables: ['orders'] }, { customers: 5, notes: 5 })).toBe('E_CASCADE');
    expect(refusal({ mode: 'truncate', tables: ['orders'] }, { customers: 5, notes: 0 })).toBe(null);
    expect(refusal({ mode: 'truncate', tables: ['notes'] }, { customers: 5, orders: 5 })).toBe('E_CASCADE');
  });

  test('not when a table that only the target has refers to them', () => {
    const catalog = aCatalog(
      aTable('customers').key('id'),
      aTable('orders').key('id').references('customers'),
      aTable('notes').key('id').references('customers', { nullable: true }),
      aTable('audit').references('orders'),
    );
    expect(refusal({ mode: 'truncate' }, { customers: 5, orders: 5, notes: 5, audit: 1 }, { catalog })).toBe(
      'E_CASCADE',
    );
  });
});

test('another schema is refused before rows are lost', () => {
  const catalog = aCatalog(aTable('customers').key('number'), aTable('notes').key('id'));
  for (const mode of ['fill', 'truncate', 'append'] as const) {
    expect(refusal({ mode }, { customers: 0 }, { catalog })).toBe('E_SCHEMA_MISMATCH');
  }
});
