import { describe, expect, it } from 'vitest';
import { isKeyOfStem, namesTable, nameReference, stemOfType } from '../../../src/classify/name-reference.js';

describe('nameReference', () => {
  it.each([
    ['customer_ref', 'customers', 'code'],
    ['billingCustomerCode', 'Customers', 'code'],
    ['order_item_id', 'order_items', 'id'],
    ['category', 'categories', 'name'],
    ['box_no', 'boxes', 'id'],
  ])('tells that %s is called after %s', (column, table, key) => {
    expect(nameReference(column, table, key)?.isTable).toBe(true);
  });

  it.each([
    ['order_sku', 'products', 'sku'],
    ['buyer_email', 'users', 'email'],
  ])('tells that %s is called after a column of %s', (column, table, key) => {
    expect(nameReference(column, table, key)?.isTable).toBe(false);
  });

  it.each([
    ['code', 'customers', 'code'],
    ['id', 'customers', 'id'],
    ['customer_name_length', 'customers', 'id'],
    ['status', 'customers', 'code'],
  ])('does not take %s for a reference to %s', (column, table, key) => {
    expect(nameReference(column, table, key)).toBeNull();
  });
});

describe('polymorphic columns', () => {
  it('finds the key that goes with a type', () => {
    const stem = stemOfType('commentable_type')!;
    expect(stem).toBe('commentable');
    expect(
      ['commentable_id', 'commentable_type', 'commentable', 'other_id'].filter((name) =>
        isKeyOfStem(name, stem),
      ),
    ).toEqual(['commentable_id']);
    expect(stemOfType('type')).toBeNull();
  });

  it('knows the table behind the name of a class', () => {
    expect(namesTable('App\\Models\\BlogPost', 'blog_posts')).toBe(true);
    expect(namesTable('Post', 'blog_posts')).toBe(false);
    expect(namesTable('', 'posts')).toBe(false);
  });
});
