import { describe, expect, it } from 'vitest';
import { hash32, unit } from '../../src/random/hash.js';
import { drawRows, learnScript, type Row } from '../synthesize.js';

/** A shop with a strong December over five years (its customers came in fifteen); the copy has it, too. */

const DAY = 86_400_000;
const START = Date.UTC(2018, 0, 1);
const DAYS = 1826;
const CUSTOMERS = 1500;
const chance = (row: number, salt: number): number => unit(hash32(51, row, salt));
const isDecember = (time: number): boolean => new Date(time).getUTCMonth() === 11;

/** A moment of which December has four times as many as other months. */
function drawMoment(row: number, salt: number, days = DAYS): number {
  for (let attempt = 0; ; attempt++) {
    const time = START + Math.floor(chance(row, salt + 10 * attempt) * days) * DAY;
    if (isDecember(time) || chance(row, salt + 10 * attempt + 1) < 0.25) return time;
  }
}

const text = (time: number): string => new Date(time).toISOString();
const orders = Array.from({ length: CUSTOMERS }, (_, customer) =>
  Array.from({ length: 3 + Math.floor(chance(customer, 2) * 12) }, (_, i) =>
    drawMoment(customer * 20 + i, 3),
  ).sort((a, b) => a - b),
);
const script = `
  CREATE TABLE customers (id INTEGER PRIMARY KEY, since DATE NOT NULL, name TEXT NOT NULL);
  CREATE TABLE orders (id INTEGER PRIMARY KEY, customer_id INTEGER NOT NULL REFERENCES customers,
    ordered_on DATE NOT NULL, ordered_at TIMESTAMP NOT NULL);
  INSERT INTO customers VALUES ${orders.map((_, i) => `(${i + 1}, '${text(drawMoment(i, 4, 3 * DAYS)).slice(0, 10)}', 'c${i}')`).join(',')};
  INSERT INTO orders (customer_id, ordered_on, ordered_at) VALUES ${orders
    .flatMap((times, customer) =>
      times.map((time, i) => {
        const clock = Math.floor(chance(customer * 20 + i, 5) * 86_400) * 1000;
        return `(${customer + 1}, '${text(time).slice(0, 10)}', '${text(time + clock)
          .slice(0, 19)
          .replace('T', ' ')}')`;
      }),
    )
    .join(',')};`;

/** Share of December, and the standard error of the difference of two samples of so many rows. */
function december(rows: readonly Row[], column: string): [share: number, error: number] {
  const share = rows.filter((row) => String(row[column]).slice(5, 7) === '12').length / rows.length;
  return [share, Math.sqrt((2 * share * (1 - share)) / rows.length)];
}

describe('a season', () => {
  it('is as strong in the copy as in the source, for single dates and for siblings in order', async () => {
    const model = await learnScript(script);
    const source = {
      customers: orders.map((_, i) => ({ since: text(drawMoment(i, 4, 3 * DAYS)) })),
      orders: orders.flat().map((time) => ({ ordered_on: text(time), ordered_at: text(time) })),
    };
    const columns = [
      ['customers', 'since'],
      ['orders', 'ordered_on'],
      ['orders', 'ordered_at'],
    ] as const;
    const copies = [1, 2, 3, 4, 5].map((seed) => drawRows(model, { seed }));
    for (const [table, column] of columns) {
      const [planted, error] = december(source[table], column);
      for (const [i, copy] of copies.entries()) {
        const [share] = december(copy[table]!, column);
        expect(Math.abs(share - planted), `${table}.${column}, seed ${i + 1}`).toBeLessThan(3 * error);
      }
    }
  });
});
