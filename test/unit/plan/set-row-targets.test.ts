import { expect, test } from 'vitest';
import { setRowTargets } from '../../../src/plan/set-row-targets.js';
import type { RowWishes } from '../../../src/plan/set-row-targets.js';
import { aCatalog, aTable } from '../../catalog-builder.js';

const catalog = aCatalog(
  aTable('customers').key('id'),
  aTable('orders').key('id').references('customers'),
  aTable('lines').key('id').references('orders'),
  aTable('stores').key('id'),
  aTable('notes').key('id'),
  aTable('other').key('id'),
);
const owners: Record<string, string> = { orders: 'customers', lines: 'orders', notes: 'customers' };
const sourceRows = new Map(Object.entries({ customers: 100, orders: 250, lines: 1001, stores: 2, notes: 0 }));
const planned = ['customers', 'orders', 'lines', 'stores', 'notes'];

function rowsFor(wishes: Partial<RowWishes>): Record<string, number> {
  const ownerOf = (table: string) => owners[table] ?? null;
  const targets = setRowTargets(catalog, planned, ownerOf, sourceRows, { scale: 1, rows: {}, ...wishes });
  return Object.fromEntries([...targets].map(([table, { rows }]) => [table, rows]));
}

test('multiplies the rows of the source by the scale and rounds', () => {
  expect(rowsFor({ scale: 0.5 })).toEqual({ customers: 50, orders: 125, lines: 501, stores: 1, notes: 0 });
  expect(rowsFor({ scale: 2.5 })).toEqual({ customers: 250, orders: 625, lines: 2503, stores: 5, notes: 0 });
});

test('keeps one row of a table that has some in the source, however small the scale', () => {
  expect(rowsFor({ scale: 1e-9 })).toEqual({ customers: 1, orders: 1, lines: 1, stores: 1, notes: 0 });
});

test('takes owned tables along in proportion when rows are asked for, and leaves others at the scale', () => {
  expect(rowsFor({ rows: { CUSTOMERS: 200 } })).toEqual({
    customers: 200,
    orders: 500,
    lines: 2002,
    stores: 2,
    notes: 0,
  });
  expect(rowsFor({ scale: 2, rows: { orders: 25 } })).toEqual({
    customers: 200,
    orders: 25,
    lines: 100,
    stores: 4,
    notes: 0,
  });
});

test('lets a table have its own number although its owner has one', () => {
  expect(rowsFor({ rows: { customers: 200, orders: 10 } })).toMatchObject({
    customers: 200,
    orders: 10,
    lines: 40,
  });
});

test('empties the descendants of a table that is to be empty', () => {
  expect(rowsFor({ rows: { customers: 0 } })).toMatchObject({ customers: 0, orders: 0, lines: 0, stores: 2 });
});

test('fills a table that is empty in the source when asked to', () => {
  expect(rowsFor({ rows: { notes: 7 } })).toMatchObject({ notes: 7 });
});

test.each([0, -1, NaN, Infinity])('refuses the scale %s', (scale) => {
  expect(() => rowsFor({ scale })).toThrow(expect.objectContaining({ code: 'E_SCALE' }));
});

test('refuses a scale that makes more than 2^31 rows', () => {
  expect(() => rowsFor({ scale: 1e9 })).toThrow(expect.objectContaining({ code: 'E_SCALE' }));
  expect(() => rowsFor({ rows: { customers: 2 ** 31 } })).toThrow(
    expect.objectContaining({ code: 'E_SCALE' }),
  );
});

test.each([-1, 1.5, NaN, 2 ** 31 + 1])('refuses %s rows', (rows) => {
  expect(() => rowsFor({ rows: { customers: rows } })).toThrow(expect.objectContaining({ code: 'E_ROWS' }));
});

test('refuses two different numbers for one table', () => {
  expect(() => rowsFor({ rows: { customers: 1, Customers: 2 } })).toThrow(
    expect.objectContaining({ code: 'E_ROWS' }),
  );
});

test('refuses rows for an unknown table and for one that is not written', () => {
  expect(() => rowsFor({ rows: { costumers: 1 } })).toThrow(
    expect.objectContaining({ code: 'E_UNKNOWN_TABLE' }),
  );
  expect(() => rowsFor({ rows: { other: 1 } })).toThrow(expect.objectContaining({ code: 'E_USAGE' }));
});
