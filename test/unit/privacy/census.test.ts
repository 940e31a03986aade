import { describe, expect, it } from 'vitest';
import { Census } from '../../../src/privacy/census.js';

describe('Census', () => {
  it('counts rows and distinct entities of each value', () => {
    const census = new Census<string>();
    for (const [value, entity] of [
      ['a', 1],
      ['a', 1],
      ['a', 2],
      ['b', 3],
    ] as const)
      census.add(value, entity);
    expect([census.rows, census.size]).toEqual([4, 2]);
    expect([census.rowsOf('a'), census.entitiesOf('a')]).toEqual([3, 2]);
    expect([census.rowsOf('b'), census.entitiesOf('b')]).toEqual([1, 1]);
    expect([census.rowsOf('c'), census.entitiesOf('c')]).toEqual([0, 0]);
  });

  it('gives the values that enough entities hold, however many rows one of them has', () => {
    const census = new Census<string>();
    for (let row = 0; row < 1000; row++) census.add('one heavy user', 7);
    for (let row = 0; row < 10; row++) census.add('ten users', row);
    expect(census.heldBy(10)).toEqual([{ value: 'ten users', rows: 10, entities: 10 }]);
  });

  it('orders values by frequency, then by their own order, never by the order of rows', () => {
    const census = new Census<string>();
    for (const value of ['d', 'c', 'c', 'b', 'a']) census.add(value, census.rows);
    expect(census.heldBy(1).map(({ value }) => value)).toEqual(['c', 'a', 'b', 'd']);
  });
});
