import { describe, expect, test } from 'vitest';
import { chooseOwners } from '../../../src/graph/choose-owners.js';
import type { OwnerOptions } from '../../../src/graph/choose-owners.js';
import { findLoadOrder } from '../../../src/graph/find-load-order.js';
import { aCatalog, aTable } from '../../catalog-builder.js';
import type { TableBuilder } from '../../catalog-builder.js';

/** The owning parent of each table that has one. */
function ownersOf(tables: TableBuilder[], rows: Record<string, number>, options: OwnerOptions = {}) {
  const catalog = aCatalog(...tables);
  const owners = chooseOwners(catalog, findLoadOrder(catalog), new Map(Object.entries(rows)), options);
  expect([...owners.keys()]).toEqual(catalog.tables.map(({ id }) => id));
  const parents = catalog.tables.map(({ id, foreignKeys }) => [
    id,
    foreignKeys.find(({ name }) => name === owners.get(id))?.parent,
  ]);
  return Object.fromEntries(parents.filter(([, parent]) => parent !== undefined));
}

describe('rules', () => {
  test('a foreign key that every row has goes before an optional one', () => {
    const tables = [
      aTable('orders').key('id').references('customers').references('invoices', { nullable: true }),
      aTable('customers').key('id'),
      aTable('invoices').key('id').references('customers'),
    ];
    expect(ownersOf(tables, { orders: 1000, customers: 100, invoices: 500 })).toEqual({
      orders: 'customers',
      invoices: 'customers',
    });
  });

  test('of two optional foreign keys the one that is filled more often goes first', () => {
    const tables = [
      aTable('island').key('id'),
      aTable('city').key('id'),
      aTable('airport')
        .key('id')
        .references('island', { nullable: true })
        .references('city', { nullable: true }),
    ];
    const rows = { island: 300, city: 3000, airport: 1300 };
    expect(ownersOf(tables, rows)).toEqual({ airport: 'island' });
    const filledShare = (_: unknown, { parent }: { parent: string }) => (parent === 'city' ? 0.9 : 0.6);
    expect(ownersOf(tables, rows, { filledShare })).toEqual({ airport: 'city' });
  });

  test('a parent that reaches another candidate goes before it', () => {
    const tables = [
      aTable('payment').key('id').references('customer').references('rental'),
      aTable('rental').key('id').references('visit'),
      aTable('visit').key('id').references('customer'),
      aTable('customer').key('id'),
    ];
    const rows = { payment: 900, rental: 900, visit: 500, customer: 100 };
    expect(ownersOf(tables, rows)).toEqual({ payment: 'rental', rental: 'visit', visit: 'customer' });
  });

  test('the score decides between parents that do not reach each other, and one with too few rows in use is ruled out', () => {
    const tables = [
      aTable('a').key('id'),
      aTable('b').key('id'),
      aTable('c').key('id').references('a').references('b'),
    ];
    const rows = { a: 100, b: 100, c: 1000 };
    expect(ownersOf(tables, rows)).toEqual({ c: 'a' });
    expect(ownersOf(tables, rows, { score: (_, key) => (key.parent === 'b' ? 0.4 : 0.3) })).toEqual({
      c: 'b',
    });
    expect(ownersOf(tables, rows, { hasParents: () => false })).toEqual({});
  });

  test('the score is asked only where the rules before it leave several parents', () => {
    const tables = [
      aTable('foods').key('id'),
      aTable('nutrients').key('id'),
      aTable('sources').key('id'),
      aTable('amounts').key('id').references('foods').references('nutrients'),
      aTable('notes').key('id').references('foods').references('sources'),
    ];
    const rows = { foods: 7000, nutrients: 136, sources: 1000, amounts: 200_000, notes: 9000 };
    const asked: string[] = [];
    const score = (table: { id: string }, { parent }: { parent: string }): number => {
      asked.push(`${table.id}: ${parent}`);
      return parent === 'sources' ? 1 : 0;
    };
    expect(ownersOf(tables, rows, { score })).toEqual({ amounts: 'foods', notes: 'sources' });
    expect(asked).toEqual(['notes: foods', 'notes: sources']);
  });

  test('a dictionary that is mostly not in use does not own, whatever it explains', () => {
    const tables = [
      aTable('patients').key('id'),
      aTable('stays').key('id').references('patients'),
      aTable('items').key('id'),
      aTable('events').key('id').references('items').references('stays'),
    ];
    const rows = { patients: 100, stays: 130, items: 12_000, events: 15_000 };
    const options = {
      score: (_: unknown, { parent }: { parent: string }) => (parent === 'items' ? 0.9 : 0.1),
    };
    expect(ownersOf(tables, rows, options)).toMatchObject({ events: 'items' });
    const usedShare = (_: unknown, { parent }: { parent: string }) => (parent === 'items' ? 0.01 : 0.7);
    expect(ownersOf(tables, rows, { ...options, usedShare })).toMatchObject({ events: 'stays' });
  });

  test('a foreign key that nearly every row has is as good as one that every row has', () => {
    const tables = [
      aTable('orders').key('id').references('shops').references('customers', { nullable: true }),
      aTable('customers').key('id'),
      aTable('shops').key('id'),
    ];
    const rows = { orders: 5000, customers: 900, shops: 200 };
    expect(ownersOf(tables, rows, { filledShare: () => 0.9 })).toEqual({ orders: 'shops' });
    expect(ownersOf(tables, rows, { filledShare: () => 0.97 })).toEqual({ orders: 'customers' });
  });

  test('the foreign key that covers more of the primary key goes first', () => {
    const tables = [
      aTable('source').key('id'),
      aTable('value')
        .key('food', 'nutrient')
        .references('food', { columns: ['food'] }),
      aTable('food').key('id'),
      aTable('origin')
        .key('source', 'food', 'nutrient')
        .references('source', { columns: ['source'] })
        .references('value', { columns: ['food', 'nutrient'] }),
    ];
    expect(ownersOf(tables, { source: 100, value: 9000, food: 300, origin: 4000 })).toMatchObject({
      origin: 'value',
    });
  });

  test('a parent with more rows than the table goes last', () => {
    const tables = [
      aTable('album').key('id'),
      aTable('track').key('id').references('album'),
      aTable('invoice').key('id'),
      aTable('line').key('id').references('track').references('invoice'),
    ];
    expect(ownersOf(tables, { album: 300, track: 3500, invoice: 400, line: 2200 })).toMatchObject({
      line: 'invoice',
    });
  });

  test('a parent that belongs to a family goes before a dictionary, however large', () => {
    const tables = [
      aTable('item').key('id'),
      aTable('patient').key('id'),
      aTable('admission').key('id').references('patient'),
      aTable('event').key('id').references('item').references('admission'),
    ];
    const rows = { item: 12_000, patient: 100, admission: 120, event: 15_000 };
    expect(ownersOf(tables, rows)).toMatchObject({ event: 'admission' });
  });

  test('of two equal parents the one with more rows owns', () => {
    const tables = [
      aTable('actor').key('id'),
      aTable('film').key('id'),
      aTable('film_actor')
        .key('actor_id', 'film_id')
        .references('actor', { columns: ['actor_id'] })
        .references('film', { columns: ['film_id'] }),
    ];
    expect(ownersOf(tables, { actor: 200, film: 1000, film_actor: 5000 })).toEqual({ film_actor: 'film' });
  });

  test('of two foreign keys to one parent the first owns', () => {
    const tables = [
      aTable('team').key('id'),
      aTable('match')
        .key('id')
        .references('team', { columns: ['home'], name: 'home' })
        .references('team', { columns: ['away'], name: 'away' }),
    ];
    const catalog = aCatalog(...tables);
    const owners = chooseOwners(catalog, findLoadOrder(catalog), new Map([['team', 80]]));
    expect(owners.get('match')).toBe('home');
  });
});

describe('what never owns', () => {
  test('a parent of fewer than 50 rows', () => {
    const tables = [aTable('store').key('id'), aTable('sale').key('id').references('store')];
    expect(ownersOf(tables, { store: 49, sale: 1000 })).toEqual({});
    expect(ownersOf(tables, { store: 50, sale: 1000 })).toEqual({ sale: 'store' });
  });

  test('a foreign key that most rows leave NULL', () => {
    const tables = [
      aTable('lake').key('id'),
      aTable('river').key('id').references('lake', { nullable: true }),
    ];
    expect(ownersOf(tables, { lake: 200, river: 400 }, { filledShare: () => 0.49 })).toEqual({});
    expect(ownersOf(tables, { lake: 200, river: 400 }, { filledShare: () => 0.5 })).toEqual({
      river: 'lake',
    });
  });

  test('the table itself', () => {
    const tables = [
      aTable('node')
        .key('id')
        .references('node', { columns: ['up'] }),
    ];
    expect(ownersOf(tables, { node: 1000 })).toEqual({});
  });

  test('a foreign key that is closed after the load', () => {
    const tables = [
      aTable('country').key('id').references('city', { nullable: true }),
      aTable('city').key('id').references('country'),
    ];
    expect(ownersOf(tables, { country: 200, city: 3000 })).toEqual({ city: 'country' });
  });

  test('a parent may be far larger than the table, though', () => {
    const tables = [
      aTable('employee').key('id'),
      aTable('manager').key('employee_id').references('employee'),
    ];
    expect(ownersOf(tables, { employee: 10_000, manager: 24 })).toEqual({ manager: 'employee' });
  });
});

describe('the choice of the user', () => {
  const tables = [
    aTable('a').key('id').references('c', { nullable: true, name: 'loop' }),
    aTable('b').key('id'),
    aTable('c')
      .key('id')
      .references('a', { name: 'to_a' })
      .references('b', { name: 'to_b' })
      .references('c', { columns: ['up'], name: 'to_self' }),
  ];
  const rows = { a: 3, b: 100, c: 1000 };

  test('outweighs all rules', () => {
    expect(ownersOf(tables, rows, { owners: { c: 'to_a' } })).toEqual({ c: 'a' });
    expect(ownersOf(tables, rows, { owners: { c: null } })).toEqual({});
  });

  test.each([
    ['an unknown table', { x: 'to_a' }, 'E_UNKNOWN_TABLE'],
    ['an unknown foreign key', { c: 'nothing' }, 'E_USAGE'],
    ['a self-reference', { c: 'to_self' }, 'E_USAGE'],
    ['a late foreign key', { a: 'loop' }, 'E_USAGE'],
  ])('is refused for %s', (_, owners, code) => {
    expect(() => ownersOf(tables, rows, { owners: owners as Record<string, string> })).toThrow(
      expect.objectContaining({ code }),
    );
  });
});
