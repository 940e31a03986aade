import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { findLoadOrder } from '../../../src/graph/find-load-order.js';
import { aCatalog, aTable } from '../../catalog-builder.js';

describe('order', () => {
  test('writes parents before children and otherwise keeps the order of the catalog', () => {
    const { order, cycles, late } = findLoadOrder(
      aCatalog(
        aTable('lines').key('id').references('orders').references('products'),
        aTable('zoo').key('id'),
        aTable('orders').key('id').references('customers'),
        aTable('products').key('id'),
        aTable('customers').key('id'),
      ),
    );
    expect(order).toEqual(['zoo', 'products', 'customers', 'orders', 'lines']);
    expect(cycles).toEqual([]);
    expect(late).toEqual([]);
  });

  test('does not take a self-reference for a cycle', () => {
    const loadOrder = findLoadOrder(
      aCatalog(
        aTable('employees')
          .key('id')
          .references('employees', { columns: ['manager_id'], nullable: true, name: 'manager' })
          .references('employees', { columns: ['buddy_id'], name: 'buddy' }),
      ),
    );
    expect(loadOrder).toEqual({
      order: ['employees'],
      cycles: [],
      late: [],
      selfReferences: [
        { table: 'employees', foreignKey: 'manager' },
        { table: 'employees', foreignKey: 'buddy' },
      ],
    });
  });

  test('is empty for an empty catalog', () => {
    expect(findLoadOrder(aCatalog())).toEqual({ order: [], cycles: [], late: [], selfReferences: [] });
  });
});

describe('a cycle', () => {
  test('is broken at its optional foreign key, which an update closes', () => {
    const { order, cycles, late } = findLoadOrder(
      aCatalog(
        aTable('departments').key('id').references('employees', { nullable: true, name: 'head' }),
        aTable('employees').key('id').references('departments'),
      ),
    );
    expect(order).toEqual(['departments', 'employees']);
    expect(cycles).toEqual([
      { tables: ['departments', 'employees'], brokenAt: [{ table: 'departments', foreignKey: 'head' }] },
    ]);
    expect(late).toEqual([
      { table: 'departments', foreignKey: 'head', how: 'update', columns: ['employees_id'], key: ['id'] },
    ]);
  });

  test('waits for the end where rows refer to a column that an update would set', () => {
    const { order, late } = findLoadOrder(
      aCatalog(
        aTable('lanes')
          .key('id')
          .references('runners', { nullable: true, name: 'used_by' })
          .unique('runners_id'),
        aTable('runners')
          .key('id')
          .references('lanes', { columns: ['rival'], to: ['runners_id'] }),
      ),
    );
    expect(order).toEqual(['lanes', 'runners']);
    expect(late).toEqual([{ table: 'lanes', foreignKey: 'used_by', how: 'defer', columns: [], key: [] }]);
  });

  test('is not broken where a foreign key names its own row, though others are many', () => {
    const { order, late } = findLoadOrder(
      aCatalog(
        aTable('seats')
          .key('hall', 'place')
          .references('rows', { columns: ['hall', 'place'], to: ['hall', 'number'], name: 'seat_row' }),
        aTable('rows')
          .key('hall', 'number')
          .references('seats', { columns: ['first_hall', 'first_place'], name: 'first' })
          .references('seats', { columns: ['last_hall', 'last_place'], name: 'last' }),
      ),
    );
    expect(order).toEqual(['rows', 'seats']);
    expect(late.map(({ foreignKey }) => foreignKey)).toEqual(['first', 'last']);
  });

  test('prefers any number of optional foreign keys to one that is NOT NULL', () => {
    const { late, order } = findLoadOrder(
      aCatalog(
        aTable('a')
          .key('id')
          .references('b', { columns: ['first_b'], nullable: true })
          .references('b', { columns: ['second_b'], nullable: true }),
        aTable('b').key('id').references('a'),
      ),
    );
    expect(order).toEqual(['a', 'b']);
    expect(late.map(({ table, how, columns }) => [table, how, columns])).toEqual([
      ['a', 'update', ['first_b']],
      ['a', 'update', ['second_b']],
    ]);
  });

  test('leaves the one-to-one foreign key open when all are NOT NULL, its check deferred', () => {
    const { order, late } = findLoadOrder(
      aCatalog(
        aTable('staff').key('id').references('store'),
        aTable('store').key('id').references('staff', { name: 'manager' }).unique('staff_id'),
      ),
    );
    expect(order).toEqual(['store', 'staff']);
    expect(late).toEqual([{ table: 'store', foreignKey: 'manager', how: 'defer', columns: [], key: [] }]);
  });

  test('breaks as few foreign keys as possible when cycles share tables', () => {
    const { cycles, order } = findLoadOrder(
      aCatalog(
        aTable('country')
          .key('code')
          .references('city', { columns: ['capital'], nullable: true, name: 'capital' }),
        aTable('city').key('id').references('country').references('province'),
        aTable('province')
          .key('id')
          .references('country')
          .references('city', { columns: ['seat'], nullable: true, name: 'seat' }),
      ),
    );
    expect(order).toEqual(['country', 'province', 'city']);
    expect(cycles).toEqual([
      {
        tables: ['country', 'city', 'province'],
        brokenAt: [
          { table: 'country', foreignKey: 'capital' },
          { table: 'province', foreignKey: 'seat' },
        ],
      },
    ]);
  });

  test('sets only the free columns of a composite foreign key to NULL', () => {
    const { late } = findLoadOrder(
      aCatalog(
        aTable('country')
          .key('code')
          .column('capital')
          .column('province')
          .references('city', { columns: ['capital', 'code', 'province'] }),
        aTable('city')
          .key('name', 'country', 'province')
          .references('country', { columns: ['country'] }),
      ),
    );
    expect(late).toMatchObject([
      { table: 'country', how: 'update', columns: ['capital', 'province'], key: ['code'] },
    ]);
  });

  test('waits for the check at the end where MATCH FULL allows no half-null key', () => {
    const { late } = findLoadOrder(
      aCatalog(
        aTable('country')
          .key('code')
          .column('capital')
          .references('city', { columns: ['capital', 'code'], match: 'full' }),
        aTable('city')
          .key('name', 'country')
          .references('country', { columns: ['country'] }),
      ),
    );
    expect(late).toMatchObject([{ how: 'defer' }]);
  });

  test('waits for the check at the end where no key would find the row again', () => {
    const { late } = findLoadOrder(
      aCatalog(
        aTable('log')
          .references('entry', { nullable: true })
          .column('id', { nullable: false })
          .unique('entry_id'),
        aTable('entry')
          .key('id')
          .references('log', { to: ['id'] }),
      ),
    );
    expect(late).toMatchObject([{ how: 'defer' }]);
  });

  test('finds the row by a NOT NULL unique key when there is no primary key', () => {
    const { late } = findLoadOrder(
      aCatalog(
        aTable('a').column('code', { nullable: false }).unique('code').references('b', { nullable: true }),
        aTable('b')
          .key('id')
          .references('a', { to: ['code'] }),
      ),
    );
    expect(late).toMatchObject([{ table: 'a', how: 'update', key: ['code'] }]);
  });
});

test('any schema has parents before children but for late foreign keys, and NOT NULL ones are late only if they must', () => {
  const link = fc.record({ child: fc.nat(17), parent: fc.nat(17), nullable: fc.boolean() });
  fc.assert(
    fc.property(fc.array(link, { maxLength: 40 }), (links) => {
      const tables = Array.from({ length: 18 }, (_, i) => aTable(`t${i}`).key('id'));
      links.forEach(({ child, parent, nullable }, i) => {
        tables[child]!.references(`t${parent}`, { columns: [`c${i}`], nullable });
      });
      const catalog = aCatalog(...tables);
      const { order, late } = findLoadOrder(catalog);
      expect(order.toSorted()).toEqual(catalog.tables.map(({ id }) => id).toSorted());
      for (const { id, foreignKeys } of catalog.tables) {
        for (const { name, parent } of foreignKeys) {
          const isLate = late.some((key) => key.table === id && key.foreignKey === name);
          if (!isLate && parent !== id) expect(order.indexOf(parent)).toBeLessThan(order.indexOf(id));
        }
      }
      const needed = links.filter(({ nullable }) => !nullable);
      const isFree = !needed.some(({ child, parent }) => child !== parent && reaches(needed, parent, child));
      if (isFree) expect(late.filter(({ how }) => how === 'defer')).toEqual([]);
    }),
    { seed: 1, numRuns: 200 },
  );
});

function reaches(links: readonly { child: number; parent: number }[], from: number, to: number): boolean {
  const seen = new Set([from]);
  for (const table of seen) {
    for (const { child, parent } of links) if (child === table) seen.add(parent);
  }
  return seen.has(to);
}
