import { beforeAll, describe, expect, it } from 'vitest';
import { describeModel } from '../../commands/report/describe-model.js';
import { hash32, unit } from '../../src/random/hash.js';
import type { Model } from '../../src/model/model.js';
import { drawRows, learnScript, type Rows } from '../synthesize.js';

/** Orders of all customers are numbered as they come in; addresses are not numbered by anything. */

const chance = (row: number, salt: number): number => unit(hash32(67, row, salt));
const numbers = (count: number): number[] => Array.from({ length: count }, (_, i) => i + 1);
const day = (orders: number): string =>
  new Date(Date.UTC(2024, 0, 1) + orders * 5 * 3_600_000).toISOString().slice(0, 10);
const moved = (address: number): string => day(Math.floor(chance(address, 1) * 1400));

const CUSTOMERS = 250;
const script = `
  CREATE TABLE customers (id INTEGER PRIMARY KEY, grade INTEGER NOT NULL);
  CREATE TABLE addresses (id INTEGER PRIMARY KEY, customer_id INTEGER NOT NULL REFERENCES customers, moved_on TEXT NOT NULL);
  CREATE TABLE orders (id INTEGER PRIMARY KEY, customer_id INTEGER NOT NULL REFERENCES customers, ordered_on TEXT NOT NULL);
  CREATE TABLE lines (order_id INTEGER NOT NULL REFERENCES orders, no INTEGER NOT NULL, shipped_on TEXT NOT NULL,
    PRIMARY KEY (order_id, no));
  INSERT INTO customers VALUES ${numbers(CUSTOMERS)
    .map((id) => `(${id}, ${id % 3})`)
    .join()};
  INSERT INTO addresses VALUES ${numbers(900)
    .map((id) => `(${id}, ${1 + (id % CUSTOMERS)}, '${moved(id)}')`)
    .join()};
  INSERT INTO orders VALUES ${numbers(1400)
    .map((id) => `(${id}, ${1 + Math.floor(chance(id, 2) * CUSTOMERS)}, '${day(id)}')`)
    .join()};
  INSERT INTO lines VALUES ${numbers(1400)
    .flatMap((id) => [1, 2].map((no) => `(${id}, ${no}, '${day(id + 10)}')`))
    .join()};`;

let model: Model;
let copy: Rows;

beforeAll(async () => {
  model = await learnScript(script);
  copy = drawRows(model, { seed: 4, scale: 2 });
});

describe('rows that are numbered as they come in', () => {
  it('are written by their numbers, and in the order of time', () => {
    expect(copy.orders!.map(({ id }) => id)).toEqual(numbers(2800));
    const days = copy.orders!.map(({ ordered_on }) => ordered_on as string);
    expect(days).toEqual([...days].sort());
    expect(new Set(copy.orders!.slice(0, 50).map(({ customer_id }) => customer_id)).size).toBeGreaterThan(20);
  });

  it('have their own children', () => {
    const orders = new Map(copy.orders!.map((row) => [row.id, row]));
    for (const { order_id, shipped_on } of copy.lines!) {
      const days = Date.parse(shipped_on as string) - Date.parse(orders.get(order_id)!.ordered_on as string);
      expect(days / 86_400_000).toBeGreaterThanOrEqual(0);
      expect(days / 86_400_000).toBeLessThan(8);
    }
  });

  it('are told by inspect', () => {
    const numberedBy = new Map(describeModel(model).tables.map((table) => [table.id, table.numberedBy]));
    expect(numberedBy.get('orders')).toBe('ordered_on');
    expect(numberedBy.get('addresses')).toBeNull();
  });

  it('are the same whatever the size of batches', () => {
    expect(drawRows(model, { seed: 4, scale: 2, batchRows: 7 })).toEqual(copy);
  });
});

describe('rows whose numbers tell no time', () => {
  it('are not put into the order of time', () => {
    const days = copy.addresses!.map(({ moved_on }) => moved_on as string);
    const falls = days.filter((moved_on, i) => i > 0 && moved_on < days[i - 1]!).length;
    expect(falls).toBeGreaterThan(0.2 * days.length);
  });
});
