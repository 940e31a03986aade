import { beforeAll, describe, expect, it } from 'vitest';
import type { Model } from '../../src/model/model.js';
import { makePlan } from '../../src/plan/make-plan.js';
import { planInputOf } from '../../src/plan/plan-input-of.js';
import { hash32, unit } from '../../src/random/hash.js';
import { sample } from '../../src/sample/sample.js';
import { drawRows, learnScript, type Row, type Rows } from '../synthesize.js';

/** What a parent totals over its children in the source, it does in the copy. */

const chance = (row: number, salt: number): number => unit(hash32(61, row, salt));
const cents = (value: number): number => Math.round(Number(value.toPrecision(13)) * 100) / 100;
const CUSTOMERS = 150;

interface Line {
  readonly amount: number;
  readonly pieces: number;
  readonly weight: number;
}

const linesOf = (order: number): Line[] =>
  Array.from({ length: order % 9 === 0 ? 0 : 1 + Math.floor(chance(order, 1) * 5) }, (_, i) => ({
    amount: cents(1 + chance(order * 10 + i, 2) * 80),
    pieces: 1 + Math.floor(chance(order * 10 + i, 3) * 6),
    weight: cents(0.1 + chance(order * 10 + i, 4) * 9),
  }));

const ordersOf = (customer: number): number[] =>
  Array.from({ length: Math.floor(chance(customer, 5) * 9) }, (_, i) => customer * 10 + i);

const sum = (numbers: readonly number[]): number =>
  cents(numbers.reduce((total, number) => total + number, 0));
const totalOf = (order: number): number => sum(linesOf(order).map(({ amount }) => amount));

const everyCustomer = Array.from({ length: CUSTOMERS }, (_, customer) => customer);
const script = `
  CREATE TABLE customers (id INTEGER PRIMARY KEY, spent NUMERIC(10,2) NOT NULL);
  CREATE TABLE orders (id INTEGER PRIMARY KEY, customer_id INTEGER NOT NULL REFERENCES customers,
    total NUMERIC(10,2) NOT NULL CHECK (total >= 0), lines INTEGER NOT NULL, weight NUMERIC(10,2), twice NUMERIC(10,2) NOT NULL);
  CREATE TABLE notes (id INTEGER PRIMARY KEY, order_id INTEGER NOT NULL REFERENCES orders, stars INTEGER NOT NULL);
  CREATE TABLE order_lines (id INTEGER PRIMARY KEY, order_id INTEGER NOT NULL REFERENCES orders,
    amount NUMERIC(8,2) NOT NULL, pieces INTEGER NOT NULL, weight NUMERIC(8,2) NOT NULL);
  INSERT INTO customers VALUES ${everyCustomer.map((customer) => `(${customer}, ${sum(ordersOf(customer).map(totalOf))})`).join(',')};
  INSERT INTO orders VALUES ${everyCustomer
    .flatMap((customer) =>
      ordersOf(customer).map((order) => {
        const lines = linesOf(order);
        const weight = sum(lines.map(({ pieces, weight: each }) => cents(pieces * each)));
        const total = totalOf(order);
        return `(${order}, ${customer}, ${total}, ${lines.length}, ${lines.length === 0 ? 'NULL' : weight}, ${cents(total * 2)})`;
      }),
    )
    .join(',')};
  INSERT INTO notes (order_id, stars) VALUES ${everyCustomer
    .flatMap((customer) =>
      ordersOf(customer).map((order) => `(${order}, ${1 + Math.floor(chance(order, 6) * 5)})`),
    )
    .join(',')};
  INSERT INTO order_lines (order_id, amount, pieces, weight) VALUES ${everyCustomer
    .flatMap(ordersOf)
    .flatMap((order) =>
      linesOf(order).map(({ amount, pieces, weight }) => `(${order}, ${amount}, ${pieces}, ${weight})`),
    )
    .join(',')};`;

let model: Model;
let copy: Rows;

beforeAll(async () => {
  model = await learnScript(script);
  copy = drawRows(model, { seed: 3, scale: 1.5, batchRows: 50 });
});

function childrenOf(rows: readonly Row[], key: string): Map<unknown, Row[]> {
  const groups = new Map<unknown, Row[]>();
  for (const row of rows) groups.set(row[key], [...(groups.get(row[key]) ?? []), row]);
  return groups;
}

describe('totals of a parent over its children', () => {
  it('hold in every row, for sums, sums of products and numbers of rows, and where there are none', () => {
    const lines = childrenOf(copy.order_lines!, 'order_id');
    let childless = 0;
    for (const order of copy.orders!) {
      const own = lines.get(order.id) ?? [];
      if (own.length === 0) childless++;
      expect(order.total).toBe(sum(own.map(({ amount }) => Number(amount))));
      expect(order.lines).toBe(own.length);
      const weight = sum(own.map(({ pieces, weight: each }) => cents(Number(pieces) * Number(each))));
      expect(order.weight).toBe(own.length === 0 ? null : weight);
    }
    expect(childless).toBeGreaterThan(20);
  });

  it('carry on to what follows from them, in the row and above', () => {
    const orders = childrenOf(copy.orders!, 'customer_id');
    for (const { total, twice } of copy.orders!) expect(twice).toBe(cents(Number(total) * 2));
    for (const { id, spent } of copy.customers!)
      expect(spent).toBe(sum((orders.get(id) ?? []).map(({ total }) => Number(total))));
  });

  it('do not depend on the size of batches, and parents are still written first', () => {
    expect(drawRows(model, { seed: 3, scale: 1.5, batchRows: 5000 })).toEqual(copy);
    const plan = makePlan(planInputOf(model), { mode: 'create', abilities: { deferForeignKeys: true } });
    const tables = [...sample(model, plan, { batchRows: 50 })].map(({ table }) => table);
    expect(tables.lastIndexOf('customers')).toBeLessThan(tables.indexOf('orders'));
    for (const child of ['notes', 'order_lines'])
      expect(tables.lastIndexOf('orders')).toBeLessThan(tables.indexOf(child));
  });

  it('are told with their support', () => {
    const orders = model.tables.find(({ id }) => id === 'orders')!;
    expect(orders.columns.find(({ name }) => name === 'total')).toMatchObject({
      totalOf: { table: 'order_lines', columns: ['amount'] },
      support: { share: 1 },
    });
  });

  it('are drawn where they are refused, or the children are not written', async () => {
    const refusing = await learnScript(script, { rules: { refuse: ['orders.lines'], add: [] } });
    const column = refusing.tables
      .find(({ id }) => id === 'orders')!
      .columns.find(({ name }) => name === 'lines');
    expect(column).not.toHaveProperty('totalOf');
    const alone = drawRows(model, { seed: 3, exclude: ['order_lines'] }).orders!;
    expect(new Set(alone.map(({ total }) => total)).size).toBeGreaterThan(100);
  });
});
