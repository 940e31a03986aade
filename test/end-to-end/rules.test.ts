import { beforeAll, describe, expect, it } from 'vitest';
import type { Model } from '../../src/model/model.js';
import { hash32, unit } from '../../src/random/hash.js';
import { drawRows, learnScript, type Row, type Rows } from '../synthesize.js';

/** What follows from other columns in the source follows from them in the copy, in every row. */

const LAST = ['Abel', 'Brown', 'Clark', 'Dunn', 'Evans', 'Ford', 'Gray', 'Hill', 'Ives', 'Jones', 'King'];
const FIRST = ['Ann', 'Bob', 'Cleo', 'Dora', 'Emil', 'Finn', 'Gus'];
const MOMENT = Date.UTC(2024, 0, 1);
const chance = (row: number, salt: number): number => unit(hash32(8, row, salt));
const cents = (value: number): number => Math.round(Number(value.toPrecision(13)) * 100) / 100;
const dayOf = (time: number): string => new Date(time).toISOString().slice(0, 10);

const people = Array.from({ length: 150 }, (_, i) => {
  const first = FIRST[Math.floor(chance(i, 1) * FIRST.length)]!;
  const last = LAST[Math.floor(chance(i, 2) * LAST.length)]!;
  return `INSERT INTO people VALUES (${i + 1}, '${first}', '${last}', '${last}, ${first}');`;
});

function accountOf(person: number): string[] {
  let balance = 0;
  let day = MOMENT + Math.floor(chance(person, 3) * 300) * 86_400_000;
  return Array.from({ length: 2 + (person % 5) }, (_, i) => {
    const row = person * 10 + i;
    const price = cents(1 + chance(row, 4) * 90);
    const quantity = 1 + Math.floor(chance(row, 5) * 6);
    const amount = cents(price * quantity);
    balance = cents(balance + amount);
    day += (1 + Math.floor(chance(row, 6) * 20)) * 86_400_000;
    const days = 1 + Math.floor(chance(row, 7) * 15);
    const stay = `'${dayOf(day)}', '${dayOf(day + days * 86_400_000)}', ${days}, ${new Date(day).getUTCMonth() + 1}`;
    return `INSERT INTO bookings VALUES (${row}, ${person + 1}, ${stay}, ${price}, ${quantity}, ${amount}, ${balance});`;
  });
}

const script = `
  CREATE TABLE people (id INTEGER PRIMARY KEY, first_name TEXT NOT NULL, last_name TEXT NOT NULL, sort_name TEXT NOT NULL);
  CREATE TABLE bookings (id INTEGER PRIMARY KEY, person_id INTEGER NOT NULL REFERENCES people,
    arrival DATE NOT NULL, departure DATE NOT NULL, days INTEGER NOT NULL, month INTEGER NOT NULL,
    price NUMERIC(8,2) NOT NULL, quantity INTEGER NOT NULL, amount NUMERIC(8,2) NOT NULL, balance NUMERIC(10,2) NOT NULL);
  ${[...people, ...Array.from({ length: 150 }, (_, i) => accountOf(i)).flat()].join('\n')}`;

let copy: Rows;
let bookings: Row[];

beforeAll(async () => {
  copy = drawRows(await learnScript(script), { seed: 4, scale: 2 });
  bookings = copy.bookings!;
});

describe('rules of the source', () => {
  it('hold for texts that are put together from others', () => {
    for (const { first_name, last_name, sort_name } of copy.people!)
      expect(sort_name).toBe(`${String(last_name)}, ${String(first_name)}`);
  });

  it('hold for products', () => {
    for (const { price, quantity, amount } of bookings)
      expect(amount).toBeCloseTo(cents(Number(price) * Number(quantity)), 6);
  });

  it('hold for spans of time and parts of dates', () => {
    for (const { arrival, departure, days, month } of bookings) {
      expect(Date.parse(String(departure)) - Date.parse(String(arrival))).toBe(Number(days) * 86_400_000);
      expect(month).toBe(new Date(String(arrival)).getUTCMonth() + 1);
    }
  });

  it('hold for running totals, which start anew with each family', () => {
    const totals = new Map<unknown, number>();
    for (const { person_id, amount, balance } of bookings) {
      const total = cents((totals.get(person_id) ?? 0) + Number(amount));
      totals.set(person_id, total);
      expect(balance).toBeCloseTo(total, 6);
    }
  });
});

describe('a rule whose result the column has no room for', () => {
  const parts = Array.from({ length: 400 }, (_, i) => {
    const left = Math.floor(chance(i, 11) * 90);
    return { left, right: Math.floor(chance(i, 12) * (99 - left)) };
  });

  it('makes the row be drawn anew', async () => {
    const rows = parts.map(({ left, right }, i) => `(${i + 1}, ${left}, ${right}, ${left + right})`);
    const model = await learnScript(`
      CREATE TABLE t (id INTEGER PRIMARY KEY, a INTEGER NOT NULL, b INTEGER NOT NULL, total NUMERIC(2, 0) NOT NULL);
      INSERT INTO t VALUES ${rows.join()};`);
    for (const { a, b, total } of drawRows(model, { seed: 1, scale: 10 }).t!)
      expect(total).toBe(Number(a) + Number(b));
  });

  it('gives the most that the column takes where another row decides it', async () => {
    const model = await learnScript(`
      CREATE TABLE p (id INTEGER PRIMARY KEY, a INTEGER NOT NULL, b INTEGER NOT NULL);
      CREATE TABLE t (id INTEGER PRIMARY KEY, p_id INTEGER NOT NULL REFERENCES p, total NUMERIC(2, 0) NOT NULL);
      INSERT INTO p VALUES ${parts.map(({ left, right }, i) => `(${i + 1}, ${left}, ${right})`).join()};
      INSERT INTO t VALUES ${parts.map(({ left, right }, i) => `(${i + 1}, ${i + 1}, ${left + right})`).join()};`);
    const { p, t } = drawRows(model, { seed: 1, scale: 10 });
    const exact = new Map(p!.map(({ id, a, b }) => [id, Number(a) + Number(b)]));
    expect([...exact.values()].some((sum) => sum > 99)).toBe(true);
    for (const { p_id, total } of t!) expect(Number(total)).toBe(Math.min(exact.get(p_id)!, 99));
  });
});

describe('numbers that keep an order', () => {
  const places = Array.from({ length: 200 }, (_, i) => 40 + Math.floor(chance(i, 20) * 60));
  const readings = Array.from({ length: 3_000 }, (_, i) => {
    const most = places[i % places.length]!;
    const lowest = Math.floor(chance(i, 21) * 20);
    const highest = lowest + Math.floor(chance(i, 22) ** 2 * (most - lowest));
    const usual = lowest + Math.floor(chance(i, 23) * (highest - lowest));
    const written = chance(i, 24) < 0.3 ? 'NULL' : lowest;
    return `INSERT INTO readings VALUES (${i}, ${(i % places.length) + 1}, ${written}, ${usual}, ${highest});`;
  });
  const source = `
    CREATE TABLE places (id INTEGER PRIMARY KEY, most INTEGER NOT NULL);
    CREATE TABLE readings (id INTEGER PRIMARY KEY, place_id INTEGER NOT NULL REFERENCES places,
      lowest INTEGER, usual INTEGER NOT NULL, highest INTEGER NOT NULL);
    ${places.map((most, i) => `INSERT INTO places VALUES (${i + 1}, ${most});`).join('\n')}
    ${readings.join('\n')}`;

  let model: Model;
  beforeAll(async () => {
    model = await learnScript(source);
  });

  it.each([1, 2, 3])('keep it to each other and to the parent, with seed %i', (seed) => {
    const { places: parents, readings: rows } = drawRows(model, { seed });
    const limits = new Map(parents!.map(({ id, most }) => [id, Number(most)]));
    const broken = rows!.filter(
      ({ place_id, lowest, usual, highest }) =>
        (lowest !== null && Number(lowest) > Number(usual)) ||
        Number(usual) > Number(highest) ||
        Number(highest) > limits.get(place_id)!,
    );
    expect(broken).toEqual([]);
    // The source has ties and tight rows; a copy that only clamped would have many more of them.
    const tied = rows!.filter(({ usual, highest }) => usual === highest).length;
    expect(tied / rows!.length).toBeLessThan(0.3);
  });
});
