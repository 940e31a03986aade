import { describe, expect, it } from 'vitest';
import { findDetermined } from '../../../src/learn/find-determined.js';
import type { Feature } from '../../../src/model/model.js';
import { hash32 } from '../../../src/random/hash.js';

const ROWS = 1200;
const row = (tell: (row: number) => number): Uint8Array =>
  Uint8Array.from({ length: ROWS }, (_, i) => tell(i));
const own = (variable: number): Feature => ({ from: 'own', variable });
const each = Int32Array.from({ length: ROWS }, (_, i) => i);

/** Cities 0..11, each in one of four countries. */
const cities = row((i) => (i * 7) % 12);
const countries = row((i) => Math.floor(((i * 7) % 12) / 3));

describe('findDetermined', () => {
  it('finds the column that tells another, but for one row in 200', () => {
    const bins = countries.slice();
    bins[17] = 3;
    const noise = row((i) => (i * i) % 5);
    const found = findDetermined({ bins, entities: each, minEntities: 10 }, [
      { feature: own(0), bytes: noise },
      { feature: own(1), bytes: cities },
    ]);
    expect(found?.feature).toEqual(own(1));
    expect([...found!.bins.slice(0, 12)]).toEqual([0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 3]);
  });

  it('leaves open what a value does not tell', () => {
    const bins = row((i) => (cities[i]! < 6 ? countries[i]! : hash32(3, i) % 4));
    const found = findDetermined({ bins, entities: each, minEntities: 10 }, [
      { feature: own(1), bytes: cities },
    ]);
    expect([...found!.bins.slice(0, 12)]).toEqual([0, 0, 0, 1, 1, 1, 255, 255, 255, 255, 255, 255]);
  });

  it('believes no rule that fewer entities hold than a value needs', () => {
    const entities = cities.map((city) => city % 9);
    const target = { bins: countries, entities: Int32Array.from(entities), minEntities: 10 };
    expect(findDetermined(target, [{ feature: own(1), bytes: cities }])).toBeNull();
  });

  it('takes no chance for a rule: a value that nearly all rows have is told by nothing', () => {
    const bins = row((i) => (i % 400 === 0 ? 1 : 0));
    expect(
      findDetermined({ bins, entities: each, minEntities: 10 }, [{ feature: own(1), bytes: cities }]),
    ).toBeNull();
  });
});
