import { describe, expect, it } from 'vitest';
import type { Model } from '../../src/model/model.js';
import { hash32, unit } from '../../src/random/hash.js';
import { learnScript } from '../synthesize.js';

/** How much better a model tells the rows that it was learned from than others. */

const chance = (row: number, salt: number): number => unit(hash32(33, row, salt));

/** People with a group that tells their level, and a lucky number that nothing tells. */
function script(rows: number): string {
  const people = Array.from({ length: rows }, (_, i) => {
    const group = Math.floor(chance(i, 1) * 4);
    const level = chance(i, 2) < 0.9 ? group : Math.floor(chance(i, 3) * 4);
    return `(${i + 1}, 'group ${'abcd'[group]!}', ${level * 10}, ${Math.floor(chance(i, 4) * 60)})`;
  });
  return `CREATE TABLE people (id INTEGER PRIMARY KEY, team TEXT NOT NULL, level INTEGER NOT NULL, lucky INTEGER NOT NULL);
    INSERT INTO people VALUES ${people.join(',')};`;
}

const fitOf = (model: Model) => model.tables[0]!.likelihood!;
/** Entropy of the three columns as they are made: log 4, then 0.925 and 0.025 thrice, log 60; per column. */
const TRUE_BITS = -(2 - 0.925 * Math.log2(0.925) - 3 * 0.025 * Math.log2(0.025) + Math.log2(60)) / 3;

describe('the likelihood of a table', () => {
  it('is that of the truth for held-out families, and hardly more for those learned from, of many rows', async () => {
    const { trainBits, holdoutBits, columns } = fitOf(await learnScript(script(8000)));
    expect(columns).toBe(3);
    expect(Math.abs(holdoutBits - TRUE_BITS)).toBeLessThan(0.12);
    expect(trainBits - holdoutBits).toBeLessThan(0.12);
  });

  it('is not told of a table of which nothing was learned', async () => {
    const { tables } = await learnScript(script(15));
    expect(tables[0]!.learned).toBe(false);
    expect(tables[0]!.likelihood).toBeUndefined();
  });
});
