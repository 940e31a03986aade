import { beforeAll, describe, expect, it } from 'vitest';
import { hash32, unit } from '../../src/random/hash.js';
import { drawRows, learnScript, type Row, type Rows } from '../synthesize.js';

/** Texts that are nobody else's come again inside of a family as they do in the source. */

const CUSTOMERS = 200;
const STREETS = ['Oak Lane', 'High Street', 'Mill Road', 'Bay View', 'Elm Grove', 'Park Row'];
const chance = (row: number, salt: number): number => unit(hash32(31, row, salt));

/** Most customers have one address, every fourth has two, and some orders are fetched. */
function addressOf(customer: number, order: number): string {
  if (chance(order, 1) < 0.1) return 'NULL';
  const second = customer % 4 === 0 && chance(order, 2) < 0.5 ? 1 : 0;
  const place = customer * 2 + second;
  return `'${1 + Math.floor(chance(place, 3) * 900)} ${STREETS[place % STREETS.length]}'`;
}

const script = `
  CREATE TABLE customers (id INTEGER PRIMARY KEY, kind TEXT NOT NULL);
  CREATE TABLE orders (id INTEGER PRIMARY KEY, customer_id INTEGER NOT NULL REFERENCES customers, ship_address VARCHAR(60), pieces INTEGER NOT NULL);
  INSERT INTO customers VALUES ${Array.from({ length: CUSTOMERS }, (_, id) => `(${id}, '${id % 3 === 0 ? 'shop' : 'home'}')`).join()};
  INSERT INTO orders VALUES ${Array.from({ length: CUSTOMERS * 6 }, (_, id) => {
    const customer = Math.floor(id / 6);
    return `(${id}, ${customer}, ${addressOf(customer, id)}, ${1 + Math.floor(chance(id, 4) * 9)})`;
  }).join()};`;

/** Different addresses of each customer who has some. */
function addressesPerCustomer(orders: readonly Row[]): number[] {
  const found = new Map<unknown, Set<unknown>>();
  for (const { customer_id, ship_address } of orders)
    if (ship_address !== null)
      found.set(customer_id, (found.get(customer_id) ?? new Set()).add(ship_address));
  return [...found.values()].map(({ size }) => size);
}

let copy: Rows;

beforeAll(async () => {
  copy = drawRows(await learnScript(script), { seed: 2, scale: 2 });
});

describe('addresses of orders', () => {
  it('are one or two per customer', () => {
    const counts = addressesPerCustomer(copy.orders!);
    const share = (count: number): number => counts.filter((other) => other === count).length / counts.length;
    expect(share(1)).toBeGreaterThan(0.65);
    expect(share(1)).toBeLessThan(0.9);
    expect(share(1) + share(2)).toBeGreaterThan(0.95);
  });

  it('differ from customer to customer', () => {
    const ofCustomer = new Map(
      copy.orders!.map(({ ship_address, customer_id }) => [ship_address, customer_id]),
    );
    expect(ofCustomer.size).toBeGreaterThan(0.9 * 2 * CUSTOMERS);
  });

  it('are missing as often', () => {
    const missing = copy.orders!.filter(({ ship_address }) => ship_address === null).length;
    expect(missing / copy.orders!.length).toBeCloseTo(0.1, 1);
  });
});
