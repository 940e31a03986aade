import { beforeAll, describe, expect, it } from 'vitest';
import { hash32, unit } from '../../src/random/hash.js';
import type { Model } from '../../src/model/model.js';
import { drawRows, learnScript, type Row, type Rows } from '../synthesize.js';

/** Numbers of children where parents are few: lists of departments, units and sales regions. */

const chance = (row: number, salt: number): number => unit(hash32(23, row, salt));
const numbers = (count: number): number[] => Array.from({ length: count }, (_, i) => i + 1);

/** Sixteen departments, of which most have fewer employees than any value in a dictionary must have. */
const STAFF = [180, 18, 13, 11, 10, 10, 7, 7, 7, 6, 6, 6, 5, 4, 4, 2];
/** Thirty-eight units of measure, of which three are in use, two of them for the parts of few products. */
const UNITS = 38;
const PRODUCTS = 120;
const unitOf = (product: number): number => (product < 5 ? 2 : product === 5 ? 3 : 1);
/** Customers of a region are mostly of one kind, which the climate of its country tells as well. */
const REGIONS = 19;
const climateOf = (country: number): number => country % 4;
const kindOf = (customer: number): number => {
  const usual = climateOf(1 + (customer % REGIONS));
  return chance(customer, 1) < 0.7 ? usual : Math.floor(chance(customer, 5) * 4);
};

/** Three shops; whoever buys in one mostly comes again. */
const BUYERS = 300;
const shopOf = (buyer: number, visit: number): number =>
  1 + Math.floor(chance(visit < 6 || chance(buyer, 6) < 0.8 ? buyer : buyer * 9 + visit, 7) * 3);
const visits = numbers(BUYERS).flatMap((buyer) =>
  numbers(1 + Math.floor(chance(buyer, 8) * 9)).map((visit) => ({
    buyer,
    visit,
    shop: shopOf(buyer, visit),
  })),
);

const script = `
  CREATE TABLE shops (id INTEGER PRIMARY KEY, label TEXT NOT NULL);
  CREATE TABLE buyers (id INTEGER PRIMARY KEY);
  CREATE TABLE visits (buyer_id INTEGER NOT NULL REFERENCES buyers, number INTEGER NOT NULL,
    shop_id INTEGER NOT NULL REFERENCES shops, PRIMARY KEY (buyer_id, number));
  INSERT INTO shops VALUES (1, 'north'), (2, 'south'), (3, 'west');
  INSERT INTO buyers VALUES ${numbers(BUYERS)
    .map((id) => `(${id})`)
    .join()};
  INSERT INTO visits VALUES ${visits.map(({ buyer, visit, shop }) => `(${buyer}, ${visit}, ${shop})`).join()};
  CREATE TABLE departments (id INTEGER PRIMARY KEY, label TEXT NOT NULL);
  CREATE TABLE desks (id INTEGER PRIMARY KEY, is_open BOOLEAN NOT NULL DEFAULT 1, tone TEXT NOT NULL DEFAULT 'calm');
  CREATE TABLE employees (id INTEGER PRIMARY KEY, department_id INTEGER NOT NULL REFERENCES departments, age INTEGER NOT NULL);
  CREATE TABLE gauges (id INTEGER PRIMARY KEY, sign TEXT NOT NULL);
  CREATE TABLE products (id INTEGER PRIMARY KEY, price INTEGER NOT NULL);
  CREATE TABLE parts (id INTEGER PRIMARY KEY, product_id INTEGER NOT NULL REFERENCES products,
    gauge_id INTEGER NOT NULL REFERENCES gauges, weight REAL NOT NULL);
  CREATE TABLE countries (id INTEGER PRIMARY KEY, climate INTEGER NOT NULL);
  CREATE TABLE regions (id INTEGER PRIMARY KEY, country_id INTEGER NOT NULL REFERENCES countries);
  CREATE TABLE customers (id INTEGER PRIMARY KEY, region_id INTEGER NOT NULL REFERENCES regions,
    kind INTEGER NOT NULL);
  INSERT INTO desks (id) VALUES (1), (2), (3), (4), (5);
  INSERT INTO departments VALUES ${STAFF.map((_, i) => `(${i + 1}, 'area ${i}')`).join()};
  INSERT INTO employees (department_id, age) VALUES ${STAFF.flatMap((staff, i) =>
    numbers(staff).map((n) => `(${i + 1}, ${20 + Math.floor(chance(n, i) * 40)})`),
  ).join()};
  INSERT INTO gauges VALUES ${numbers(UNITS)
    .map((id) => `(${id}, 'u${id}')`)
    .join()};
  INSERT INTO products VALUES ${numbers(PRODUCTS)
    .map((id) => `(${id}, ${Math.floor(chance(id, 4) * 90)})`)
    .join()};
  INSERT INTO parts (product_id, gauge_id, weight) VALUES ${numbers(PRODUCTS)
    .flatMap((product) =>
      numbers(20).map(
        (n) => `(${product}, ${unitOf(product)}, ${Math.round(chance(product * 20 + n, 2) * 900) / 10})`,
      ),
    )
    .join()};
  INSERT INTO countries VALUES ${numbers(60)
    .map((id) => `(${id}, ${climateOf(id)})`)
    .join()};
  INSERT INTO regions VALUES ${numbers(REGIONS)
    .map((id) => `(${id}, ${id})`)
    .join()};
  INSERT INTO customers VALUES ${numbers(1200)
    .map((id) => `(${id}, ${1 + (id % REGIONS)}, ${kindOf(id)})`)
    .join()};`;

let model: Model;
let copy: Rows;

beforeAll(async () => {
  model = await learnScript(script);
  copy = drawRows(model, { seed: 5 });
});

/** Children of each parent, the most first. */
function degrees(parents: readonly Row[], children: readonly Row[], column: string): number[] {
  const counts = new Map(parents.map(({ id }) => [id, 0]));
  for (const child of children) counts.set(child[column] as number, counts.get(child[column] as number)! + 1);
  return [...counts.values()].sort((a, b) => b - a);
}

describe('a table of few rows that others refer to', () => {
  it('leaves no department without employees because few work there', () => {
    const found = degrees(copy.departments!, copy.employees!, 'department_id');
    expect(found).toHaveLength(16);
    expect(found[0]).toBeGreaterThan(150);
    expect(found[1]).toBeLessThan(30);
    expect(found[15]).toBeGreaterThan(0);
  });

  it('has the default of a column that has the same value in all rows', () => {
    for (const seed of [1, 2, 3, 4, 5, 6]) {
      const rows = drawRows(model, { seed }).desks!;
      expect(rows.map(({ is_open, tone }) => [is_open, tone])).toEqual(rows.map(() => [1, 'calm']));
    }
  });

  it('leaves the units unused that nothing is measured in', () => {
    const found = degrees(copy.gauges!, copy.parts!, 'gauge_id');
    expect(found).toHaveLength(UNITS);
    expect(found[0]! / copy.parts!.length).toBeGreaterThan(0.92);
    expect(found.filter((count) => count === 0).length).toBeGreaterThanOrEqual(33);
  });

  it('has exactly as many children for each row as the source, although siblings share theirs', () => {
    const real = numbers(3).map((id) => visits.filter(({ shop }) => shop === id).length);
    for (const seed of [1, 2, 3, 4, 5, 6]) {
      const drawn = drawRows(model, { seed, rows: { visits: visits.length } });
      const found = drawn.shops!.map(
        ({ id }) => drawn.visits!.filter(({ shop_id }) => shop_id === id).length,
      );
      expect(found.toSorted()).toEqual(real.toSorted());
      const first = new Map(
        drawn.visits!.map((visit) => [`${visit.buyer_id}/${visit.number}`, visit.shop_id]),
      );
      const later = drawn.visits!.filter(({ number }) => Number(number) > 1);
      const alike = later.filter(({ buyer_id, shop_id }) => first.get(`${buyer_id}/1`) === shop_id);
      expect(alike.length / later.length).toBeGreaterThan(0.8);
    }
  });

  it('keeps what depends on the row, whatever lies beyond it in the copy', () => {
    const usual = copy.regions!.flatMap(({ id }) => {
      const kinds = copy.customers!.filter(({ region_id }) => region_id === id).map(({ kind }) => kind);
      return Math.max(...[0, 1, 2, 3].map((kind) => kinds.filter((other) => other === kind).length));
    });
    const share = usual.reduce((sum, count) => sum + count, 0) / copy.customers!.length;
    expect(share).toBeGreaterThan(0.7);
  });
});
