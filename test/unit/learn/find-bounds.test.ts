import { describe, expect, it } from 'vitest';
import { findBounds } from '../../../src/learn/find-bounds.js';
import type { Base, Bound } from '../../../src/model/model.js';
import { hash32, unit } from '../../../src/random/hash.js';

const ROWS = 2_000;
const chance = (row: number, salt: number): number => unit(hash32(5, row, salt));
const own = (variable: number): Base => ({ from: 'own', variable });
const least = (variable: number): Bound => ({ base: own(variable), side: 'least', isStrict: false });
const most = (variable: number): Bound => ({ base: own(variable), side: 'most', isStrict: false });
const column = (value: (row: number) => number): Float64Array =>
  Float64Array.from({ length: ROWS }, (_, row) => value(row));

const low = column((row) => chance(row, 1) * 100);
const value = column((row) => low[row]! + chance(row, 2) * 50);
const high = column((row) => value[row]! + chance(row, 3) * 50);

describe('findBounds', () => {
  it('finds what a number lies between', () => {
    const candidates = [
      { base: own(0), values: low },
      { base: own(1), values: high },
    ];
    expect(findBounds(value, candidates)).toEqual([least(0), most(1)]);
  });

  it('allows for one exception in two hundred, not for more', () => {
    const broken = (every: number): Float64Array => column((row) => (row % every === 0 ? -1 : value[row]!));
    const candidates = [{ base: own(0), values: low }];
    expect(findBounds(broken(300), candidates)).toEqual([least(0)]);
    expect(findBounds(broken(100), candidates)).toEqual([]);
  });

  it('takes no order for a rule that unrelated rows keep, too', () => {
    expect(findBounds(value, [{ base: own(0), values: column((row) => -chance(row, 4)) }])).toEqual([]);
  });

  it('leaves out what another bound implies', () => {
    const candidates = [
      { base: own(0), values: low },
      { base: own(1), values: column((row) => (low[row]! + value[row]!) / 2) },
      { base: own(2), values: low.slice() },
    ];
    expect(findBounds(value, candidates)).toEqual([least(1)]);
  });

  it('keeps a farther bound where the nearer one is often null', () => {
    const nearer = column((row) => (row % 2 === 0 ? NaN : (low[row]! + value[row]!) / 2));
    const candidates = [
      { base: own(0), values: low },
      { base: own(1), values: nearer },
    ];
    expect(findBounds(value, candidates)).toEqual([least(0), least(1)]);
  });
});
