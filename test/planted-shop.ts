import { hash32, unit } from '../src/random/hash.js';
import { insertsOf } from './inserts-of.js';
import type { Row, Rows } from './synthesize.js';

/** How many rows stand without parents; the probe's own numbers by default. */
export interface ShopSize {
  customers: number;
  products: number;
}

const PROBE: ShopSize = { customers: 250, products: 120 };
const DAY = 86_400_000;

const chance = (row: number, salt: number): number => unit(hash32(2024, row, salt));
const round = (value: number): number => Math.round(value * 100) / 100;

/**
 * A shop with strong effects of known size: purchases have two parents, customer and product, and each decides
 * some of their columns; siblings follow each other in time and alternate; nulls follow a rule.
 */
export function plantShop(size: ShopSize = PROBE): Rows {
  const customers: Row[] = Array.from({ length: size.customers }, (_, i) => ({
    id: i + 1,
    segment: 'abc'[Math.floor(chance(i, 1) ** 1.5 * 3)]!,
    income: Math.round(20_000 + 80_000 * chance(i, 2)),
  }));
  const products: Row[] = Array.from({ length: size.products }, (_, i) => ({
    id: i + 1,
    price: round(5 + 195 * chance(i, 3)),
  }));
  return { customers, products, purchases: customers.flatMap((customer, i) => buy(customer, i, products)) };
}

/** Nearly a quarter of the customers buys nothing, the others up to a dozen times. */
function buy(customer: Row, i: number, products: readonly Row[]): Row[] {
  const count = chance(i, 4) < 0.23 ? 0 : 1 + Math.floor(-3 * Math.log(1 - chance(i, 5) * 0.98));
  let at = Date.UTC(2023, 0, 1) + Math.floor(chance(i, 6) * 300) * DAY;
  return Array.from({ length: count }, (_, n) => {
    const cell = i * 100 + n;
    const product = products[Math.floor(chance(cell, 7) * products.length)]!;
    at += (1 + Math.floor(chance(cell, 8) * 20)) * DAY;
    const segment = customer.segment as string;
    return {
      id: cell + 1,
      customer_id: customer.id!,
      product_id: product.id!,
      bought_on: new Date(at).toISOString().slice(0, 10),
      paid: round((product.price as number) * (0.97 + 0.06 * chance(cell, 9))),
      mood: round((customer.income as number) / 10_000 + 2 * chance(cell, 10)),
      kind: kindOf(segment, chance(cell, 11)),
      swing: (n % 2 === 0 ? 1 : -1) * (1 + Math.floor(chance(cell, 12) * 5)),
      voucher: segment === 'a' ? null : 10 * (1 + Math.floor(chance(cell, 13) * 5)),
    };
  });
}

/** Segment `a` buys two kinds nearly always, the others what they like. */
function kindOf(segment: string, u: number): string {
  const kinds = ['book', 'film', 'game', 'song', 'tool', 'wine'];
  return segment === 'a' && u < 0.98 ? kinds[u < 0.6 ? 0 : 1]! : kinds[Math.floor(u * 997) % kinds.length]!;
}

/** SQL that makes the shop's database. */
export function scriptOf(shop: Rows): string {
  return `
    CREATE TABLE customers (id INTEGER PRIMARY KEY, segment TEXT NOT NULL, income INTEGER NOT NULL);
    CREATE TABLE products (id INTEGER PRIMARY KEY, price REAL NOT NULL);
    CREATE TABLE purchases (
      id INTEGER PRIMARY KEY,
      customer_id INTEGER NOT NULL REFERENCES customers (id),
      product_id INTEGER NOT NULL REFERENCES products (id),
      bought_on DATE NOT NULL,
      paid REAL NOT NULL,
      mood REAL NOT NULL,
      kind TEXT NOT NULL,
      swing INTEGER NOT NULL,
      voucher INTEGER
    );
    ${insertsOf(shop)}`;
}
