import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSqliteSource } from '../../../../adapters/sqlite/index.js';
import { valueAt, type SqlValue } from '../../../../src/batch/batch.js';
import type { Source } from '../../../../src/database.js';
import { findLoadOrder } from '../../../../src/graph/find-load-order.js';
import type { Catalog } from '../../../../src/introspect/catalog.js';
import { learn } from '../../../../src/calibrate/learn.js';
import { readSample, type Sample } from '../../../../src/learn/rows/read-sample.js';

const CUSTOMERS = 4_000;
const SHOP = `
  CREATE TABLE products (id INTEGER PRIMARY KEY, price REAL);
  WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100) INSERT INTO products SELECT i, i * 1.5 FROM n;
  CREATE TABLE customers (id INTEGER PRIMARY KEY, tier INTEGER, invited_by INTEGER REFERENCES customers);
  WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${CUSTOMERS})
    INSERT INTO customers SELECT i, i % 3, CASE WHEN i % 4 = 0 THEN i / 2 END FROM n;
  CREATE TABLE orders (id INTEGER PRIMARY KEY, customer_id INTEGER NOT NULL REFERENCES customers,
    seller_id INTEGER REFERENCES customers, product_id INTEGER NOT NULL REFERENCES products, tier INTEGER);
  INSERT INTO orders SELECT c.id * 10 + k.column1, c.id, CASE WHEN c.id % 2 = 0 THEN c.id % 1000 + 1 END, c.id % 100 + 1, c.tier
    FROM customers AS c, (VALUES (0), (1), (2), (3), (4)) AS k WHERE k.column1 < c.tier * 2;`;
const ORDERS = [1, 2, 3].reduce((sum, n) => sum + Math.floor((CUSTOMERS + 3 - n) / 3) * [0, 2, 4][n % 3]!, 0);

describe('a sample of a large source', () => {
  const folder = mkdtempSync(join(tmpdir(), 'dbsynth-test-'));
  let source: Source;
  let catalog: Catalog;
  let sample: Sample;

  beforeAll(async () => {
    const path = join(folder, 'source.db');
    new Database(path).exec(SHOP).close();
    source = await openSqliteSource(path);
    catalog = await source.introspect();
    sample = await readSample(source, catalog, findLoadOrder(catalog), { minEntities: 10, sampleRows: 1000 });
  });
  afterAll(async () => {
    await source.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const valuesOf = (table: string, column: string): SqlValue[] => {
    const { rows, columns } = sample.tables.get(table)!;
    return Array.from({ length: rows }, (_, row) => valueAt(columns.get(column)!, row));
  };

  it('counts all rows, reads small tables whole and about as many rows of large ones as asked', () => {
    const sizes = [...sample.tables].map(([id, { rows, sourceRows }]) => [id, sourceRows, rows] as const);
    expect(sizes.map(([id, sourceRows]) => [id, sourceRows])).toEqual([
      ['products', 100],
      ['customers', CUSTOMERS],
      ['orders', ORDERS],
    ]);
    expect(sizes[0]![2]).toBe(100);
    for (const [, , rows] of sizes.slice(1)) expect(Math.abs(rows - 1000)).toBeLessThan(300);
  });

  it('reads whole families, and only of owners that it reads', () => {
    const tiers = new Map(
      valuesOf('customers', 'id').map((id, row) => [id, valuesOf('customers', 'tier')[row]]),
    );
    const counts = new Map<SqlValue, number>();
    for (const id of valuesOf('orders', 'customer_id')) counts.set(id, (counts.get(id) ?? 0) + 1);
    for (const [id, count] of counts) expect(count).toBe(Number(tiers.get(id)) * 2);
  });

  it('knows the children of rows whose children it does not read', () => {
    const { childCounts } = sample.tables.get('customers')!;
    const key = catalog.tables
      .find(({ id }) => id === 'orders')!
      .foreignKeys.find(({ columns }) => columns[0] === 'customer_id')!;
    expect([...childCounts.get(`orders.${key.name}`)!]).toEqual(
      valuesOf('customers', 'tier').map((tier) => Number(tier) * 2),
    );
    const products = [...sample.tables.get('products')!.childCounts.values()][0]!;
    expect(products.reduce((sum, count) => sum + count)).toBe(ORDERS);
  });

  it('takes the same rows each time', async () => {
    const again = await readSample(source, catalog, findLoadOrder(catalog), {
      minEntities: 10,
      sampleRows: 1000,
    });
    expect(again.tables).toEqual(sample.tables);
  });

  it('learns how many rows have a parent, whether or not that parent was read', async () => {
    const model = await learn(source, { sampleRows: 1000 });
    const orders = model.tables.find(({ id }) => id === 'orders')!;
    expect(orders.sourceRows).toBe(ORDERS);
    const shares = orders.references.map(({ foreignKey, nullShare }) => [foreignKey, nullShare] as const);
    const share = (column: string): number => shares.find(([name]) => name.includes(column))![1];
    expect(share('product')).toBe(0);
    expect(Math.abs(share('seller') - 0.5)).toBeLessThan(0.1);
    const customers = model.tables.find(({ id }) => id === 'customers')!;
    expect(Math.abs(customers.references[0]!.nullShare - 0.75)).toBeLessThan(0.08);
    // Half of the numbers up to 2000 are half of a multiple of four.
    expect(customers.references[0]!.how).toMatchObject({ kind: 'self' });
    expect(
      Math.abs((customers.references[0]!.how as { parentShare: number }).parentShare - 0.25),
    ).toBeLessThan(0.08);
  });
});
