import { describe, expect, it } from 'vitest';
import { DbsynthError } from '../../../src/errors.js';
import { declareReferences, type ReferenceDeclaration } from '../../../src/introspect/declare-references.js';
import { aCatalog, aTable, TEXT } from '../../catalog-builder.js';

const TEXTUAL = { type: TEXT, declaredType: 'TEXT' };
const CATALOG = aCatalog(
  aTable('customers').key('id').column('code', TEXTUAL).unique('code').column('city', TEXTUAL),
  aTable('posts').key('id'),
  aTable('photos').key('id').column('shop', TEXTUAL).column('sku', TEXTUAL).unique('shop', 'sku'),
  aTable('orders')
    .key('id')
    .references('customers', { name: 'real' })
    .column('customer_ref', TEXTUAL)
    .column('shop', TEXTUAL)
    .column('sku', TEXTUAL)
    .column('item_type', TEXTUAL)
    .column('item_id', { declaredType: 'INTEGER', type: { name: 'integer', min: 0n, max: 9n } })
    .column('total.net', { generated: 'stored', generatedSql: 'id', declaredType: 'INTEGER' }),
);

const keysOf = (...references: ReferenceDeclaration[]) =>
  declareReferences(CATALOG, references)
    .tables.find(({ id }) => id === 'orders')!
    .foreignKeys.slice(1);

function refusalOf(...references: ReferenceDeclaration[]): DbsynthError {
  try {
    declareReferences(CATALOG, references);
  } catch (error) {
    if (error instanceof DbsynthError) return error;
    throw error;
  }
  throw new Error('it was taken');
}

describe('declareReferences', () => {
  it('adds a reference behind the foreign keys that the database has', () => {
    expect(keysOf({ from: 'ORDERS.Customer_Ref', to: 'customers.code' })).toMatchObject([
      { columns: ['customer_ref'], parent: 'customers', parentColumns: ['code'], declared: true },
    ]);
  });

  it('pairs the columns of a composite reference', () => {
    const reference = { from: ['orders.shop', 'orders.sku'], to: ['photos.shop', 'photos.sku'] };
    expect(keysOf(reference)).toMatchObject([{ columns: ['shop', 'sku'], parentColumns: ['shop', 'sku'] }]);
  });

  it('keeps the selectors of polymorphic references, under names of their own', () => {
    const keys = keysOf(
      { from: 'orders.item_id', to: 'posts.id', when: { item_type: 'Post' } },
      { from: 'orders.item_id', to: 'posts.id', when: { item_type: 'Draft' } },
    );
    expect(keys.map(({ when }) => when)).toEqual([
      [{ column: 'item_type', value: 'Post' }],
      [{ column: 'item_type', value: 'Draft' }],
    ]);
    expect(new Set(keys.map(({ name }) => name)).size).toBe(2);
  });

  it('lets a foreign key say which table a row refers to, and puts polymorphic references last', () => {
    const keys = keysOf(
      { from: 'orders.item_id', to: 'posts.id', when: { customers_id: 1 } },
      { from: 'orders.customer_ref', to: 'customers.code' },
    );
    expect(keys.map(({ columns }) => columns)).toEqual([['customer_ref'], ['item_id']]);
  });

  it('passes over what the database has itself, and what is declared twice', () => {
    const twice = { from: 'orders.customer_ref', to: 'customers.code' };
    expect(keysOf({ from: 'orders.customers_id', to: 'customers.id' }, twice, twice)).toHaveLength(1);
  });

  it.each<[string, ReferenceDeclaration, string]>([
    ['an unknown table', { from: 'order.customer_ref', to: 'customers.code' }, 'E_UNKNOWN_TABLE'],
    ['an unknown column', { from: 'orders.customer_reff', to: 'customers.code' }, 'E_REFERENCE'],
    ['a name without a table', { from: 'customer_ref', to: 'customers.code' }, 'E_REFERENCE'],
    ['columns of another type', { from: 'orders.customer_ref', to: 'customers.id' }, 'E_REFERENCE'],
    ['a parent that is not unique', { from: 'orders.customer_ref', to: 'customers.city' }, 'E_REFERENCE'],
    ['half of a unique key', { from: 'orders.sku', to: 'photos.sku' }, 'E_REFERENCE'],
    ['lists of unequal length', { from: ['orders.sku', 'orders.shop'], to: 'customers.code' }, 'E_REFERENCE'],
    ['columns of two tables', { from: ['orders.sku', 'photos.shop'], to: 'customers.code' }, 'E_REFERENCE'],
    ['a computed column', { from: 'orders.total.net', to: 'posts.id' }, 'E_REFERENCE'],
    [
      'a selector of another type',
      { from: 'orders.item_id', to: 'posts.id', when: { item_type: 1 } },
      'E_REFERENCE',
    ],
    ['an unknown selector', { from: 'orders.item_id', to: 'posts.id', when: { kind: 'a' } }, 'E_REFERENCE'],
    [
      'a selector that the reference itself fills',
      { from: 'orders.item_id', to: 'posts.id', when: { item_id: 1 } },
      'E_REFERENCE',
    ],
  ])('refuses %s', (_, reference, code) => {
    expect(refusalOf(reference).code).toBe(code);
  });

  it('refuses a selector that is polymorphic itself', () => {
    expect(
      refusalOf(
        { from: 'orders.item_id', to: 'posts.id', when: { item_type: 'Post' } },
        { from: 'orders.customers_id', to: 'posts.id', when: { item_id: 1 } },
      ),
    ).toMatchObject({ code: 'E_REFERENCE', message: expect.stringContaining('polymorphic') as string });
  });

  it('says which columns are near, and which keys there are', () => {
    expect(refusalOf({ from: 'orders.customer_reff', to: 'customers.code' }).hint).toContain('customer_ref');
    expect(refusalOf({ from: 'orders.customer_ref', to: 'customers.city' }).hint).toContain('(code)');
  });
});
