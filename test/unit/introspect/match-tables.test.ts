import { expect, test } from 'vitest';
import { matchTable, matchTables } from '../../../src/introspect/match-tables.js';
import { aCatalog, aTable } from '../../catalog-builder.js';

const plain = aCatalog(
  aTable('orders').key('id'),
  aTable('Order Details').key('id'),
  aTable('customers').key('id'),
  aTable('odd*name').key('id'),
  aTable('oddity-name').key('id'),
);
const [sales, archive] = ['sales', 'archive'].map((schema) => {
  const table = aCatalog(aTable('orders').key('id')).tables[0]!;
  return { ...table, schema, id: `${schema}.orders` };
});
const withSchemas = { ...plain, tables: [sales!, archive!] };

test.each([
  ['order*', ['orders', 'Order Details']],
  ['ORDERS', ['orders']],
  ['?rders', ['orders']],
  ['*', ['orders', 'Order Details', 'customers', 'odd*name', 'oddity-name']],
  ['odd*name', ['odd*name']],
])('finds the tables that %s means', (pattern, expected) => {
  expect(matchTables(plain, pattern, '--tables')).toEqual(expected);
});

test('matches ids and bare names of tables in schemas', () => {
  expect(matchTables(withSchemas, 'sales.*', '--tables')).toEqual(['sales.orders']);
  expect(matchTables(withSchemas, 'orders', '--tables')).toEqual(['sales.orders', 'archive.orders']);
  expect(matchTable(withSchemas, 'Archive.Orders', '--rows').id).toBe('archive.orders');
});

test('refuses a bare name that several schemas have where one table is meant', () => {
  expect(() => matchTable(withSchemas, 'orders', '--rows')).toThrow(/sales\.orders, archive\.orders/);
});

test('takes no pattern where one table is meant', () => {
  expect(() => matchTable(plain, 'order*', '--rows')).toThrow(
    expect.objectContaining({ code: 'E_UNKNOWN_TABLE' }),
  );
});

test('names the nearest tables when there is none', () => {
  expect(() => matchTables(plain, 'custmers', '--exclude')).toThrow(
    expect.objectContaining({ code: 'E_UNKNOWN_TABLE', hint: 'did you mean customers?' }),
  );
});

test('does not read a pattern as a regular expression', () => {
  expect(() => matchTables(plain, 'o.ders', '--tables')).toThrow(
    expect.objectContaining({ code: 'E_UNKNOWN_TABLE' }),
  );
});
