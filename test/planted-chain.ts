import { hash32, unit } from '../src/random/hash.js';
import { insertsOf } from './inserts-of.js';
import type { Row, Rows } from './synthesize.js';

const REGIONS = 3000;

const chance = (row: number, salt: number): number => unit(hash32(77, row, salt));
const round = (value: number): number => Math.round(value * 1000) / 1000;

/**
 * A chain of four tables with effects of known size across all of its length: the wealth of a region decides the number
 * of its shops and, more than chance does, their rents and the amounts sold three levels below; and every till has a
 * temper of its own that no column tells, but its sales share.
 */
export function plantChain(): Rows {
  const regions = Array.from({ length: REGIONS }, (_, id) => ({ id, wealth: round(chance(id, 1)) }));
  const shops = regions.flatMap((region) =>
    childrenOf(region.id, 4 * region.wealth, (id) => ({
      id,
      region_id: region.id,
      rent: round(region.wealth + chance(id, 2) / 2),
    })),
  );
  const tills = shops.flatMap((shop) =>
    childrenOf(shop.id, 3 * chance(shop.id, 3), (id) => ({
      id,
      shop_id: shop.id,
      height: round(chance(id, 4)),
    })),
  );
  const sales = tills.flatMap((till) =>
    childrenOf(till.id, 1 + 3 * chance(till.id, 5), (id) => ({
      id,
      till_id: till.id,
      amount: round(regions[Math.floor(till.id / 100)]!.wealth + chance(id, 6) / 2),
      temper: round(chance(till.id, 7) + chance(id, 8)),
    })),
  );
  return { regions, shops, tills, sales };
}

/** Rows numbered from ten times their parent's number on. */
function childrenOf<T extends Row>(parent: number, count: number, make: (id: number) => T): T[] {
  return Array.from({ length: Math.floor(count) }, (_, n) => make(parent * 10 + n));
}

/** SQL that makes the chain's database. */
export function scriptOf(chain: Rows): string {
  return `
    CREATE TABLE regions (id INTEGER PRIMARY KEY, wealth REAL NOT NULL);
    CREATE TABLE shops (id INTEGER PRIMARY KEY, region_id INTEGER NOT NULL REFERENCES regions (id), rent REAL NOT NULL);
    CREATE TABLE tills (id INTEGER PRIMARY KEY, shop_id INTEGER NOT NULL REFERENCES shops (id), height REAL NOT NULL);
    CREATE TABLE sales (
      id INTEGER PRIMARY KEY,
      till_id INTEGER NOT NULL REFERENCES tills (id),
      amount REAL NOT NULL,
      temper REAL NOT NULL
    );
    ${insertsOf(chain)}`;
}
