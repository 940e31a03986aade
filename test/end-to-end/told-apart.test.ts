import { beforeAll, describe, expect, it } from 'vitest';
import { hash32, unit } from '../../src/random/hash.js';
import { drawRows, learnScript, type Rows } from '../synthesize.js';

/** Lookup tables whose rows many others share: what goes with each of them is known. */

const chance = (row: number, salt: number): number => unit(hash32(41, row, salt));
const numbers = (count: number): number[] => Array.from({ length: count }, (_, i) => i + 1);

const PROVINCES = 60;
/** Each province has cities of its own, the first of which is the largest. */
const cityOf = (address: number): string => {
  const province = provinceOf(address);
  return `${'ABCDEFGHIJ'[province % 10]}ville ${Math.floor(province / 10)}${'aab'[address % 3]}`;
};
const provinceOf = (address: number): number => Math.floor(chance(address, 1) ** 2 * PROVINCES) + 1;

const script = `
  CREATE TABLE provinces (id INTEGER PRIMARY KEY, area INTEGER NOT NULL, coast INTEGER NOT NULL, updated_at TEXT NOT NULL,
    row_guid TEXT NOT NULL);
  CREATE TABLE addresses (id INTEGER PRIMARY KEY, province_id INTEGER NOT NULL REFERENCES provinces, city TEXT NOT NULL,
    storeys INTEGER NOT NULL);
  INSERT INTO provinces VALUES ${numbers(PROVINCES)
    .map(
      (id) => `(${id}, ${Math.floor(chance(id, 2) * 900)}, ${id % 2}, '2024-01-${10 + (id % 9)}', '${id}-x')`,
    )
    .join()};
  INSERT INTO addresses VALUES ${numbers(6000)
    .map((id) => `(${id}, ${provinceOf(id)}, '${cityOf(id)}', ${1 + Math.floor(chance(id, 3) * 6)})`)
    .join()};`;

/** 400 countries, of which every tenth has nearly all the airports, and a time zone of its own. */
const countryOf = (airport: number): number =>
  chance(airport, 5) < 0.9
    ? 10 * (1 + Math.floor(chance(airport, 6) ** 2 * 40))
    : 1 + Math.floor(chance(airport, 7) * 400);
const worldScript = `
  CREATE TABLE countries (name TEXT PRIMARY KEY, iso TEXT);
  CREATE TABLE airports (id INTEGER PRIMARY KEY, country TEXT NOT NULL REFERENCES countries, zone TEXT);
  INSERT INTO countries VALUES ${numbers(400)
    .map((id) => `('country of ${id} towns', 'C${id}')`)
    .join()};
  INSERT INTO airports VALUES ${numbers(4000)
    .map(
      (id) =>
        `(${id}, 'country of ${countryOf(id)} towns', ${countryOf(id) % 10 === 0 ? `'Zone/${countryOf(id)}'` : 'NULL'})`,
    )
    .join()};`;

let copy: Rows;

beforeAll(async () => {
  copy = drawRows(await learnScript(script), { seed: 2 });
});

describe('the children of a lookup table of many rows, of which few have most children', () => {
  let world: Rows;
  beforeAll(async () => {
    world = drawRows(await learnScript(worldScript), { seed: 2 });
  });

  it('go with the row that they refer to', () => {
    const countries = new Map<unknown, Map<unknown, number>>();
    for (const { zone, country } of world.airports!) {
      const counts = countries.get(zone) ?? new Map<unknown, number>();
      countries.set(zone, counts.set(country, (counts.get(country) ?? 0) + 1));
    }
    const isKnown = [...countries.keys()].filter((zone) => zone !== null);
    const usual = isKnown.map((zone) => Math.max(...countries.get(zone)!.values()));
    const known = world.airports!.filter(({ zone }) => zone !== null).length;
    expect(isKnown.length).toBe(40);
    expect(usual.reduce((sum, count) => sum + count, 0) / known).toBeGreaterThan(0.9);
  });

  it('have the values of the source as often', () => {
    const shareOf = (zones: readonly unknown[], zone: unknown): number =>
      zones.filter((other) => other === zone).length / zones.length;
    const copied = world.airports!.map(({ zone }) => zone);
    const real = numbers(4000).map((id) => (countryOf(id) % 10 === 0 ? `Zone/${countryOf(id)}` : null));
    for (const zone of new Set(real))
      expect(Math.abs(shareOf(copied, zone) - shareOf(real, zone))).toBeLessThan(0.03);
  });
});

describe('the children of a lookup table', () => {
  it('lie in cities that all are in one province', () => {
    const provinces = new Map<unknown, Map<unknown, number>>();
    for (const { city, province_id } of copy.addresses!) {
      const counts = provinces.get(city) ?? new Map<unknown, number>();
      provinces.set(city, counts.set(province_id, (counts.get(province_id) ?? 0) + 1));
    }
    const usual = [...provinces.values()].map((counts) => Math.max(...counts.values()));
    const share = usual.reduce((sum, count) => sum + count, 0) / copy.addresses!.length;
    expect(provinces.size).toBeGreaterThan(80);
    expect(share).toBeGreaterThan(0.85);
  });

  it('are as many for each province as in the source', () => {
    const counts = new Map(copy.provinces!.map(({ id }) => [id, 0]));
    for (const { province_id } of copy.addresses!) counts.set(province_id, counts.get(province_id)! + 1);
    const real = new Map<number, number>();
    for (const id of numbers(6000)) real.set(provinceOf(id), (real.get(provinceOf(id)) ?? 0) + 1);
    const [found, wanted] = [counts, real].map((each) => [...each.values()].sort((a, b) => b - a));
    wanted!.forEach((count, rank) =>
      expect(Math.abs(found![rank]! - count)).toBeLessThanOrEqual(0.2 * count + 5),
    );
  });
});
