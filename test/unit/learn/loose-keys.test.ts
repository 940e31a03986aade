import { describe, expect, it } from 'vitest';
import { hash32, unit } from '../../../src/random/hash.js';
import { drawRows, learnScript } from '../../synthesize.js';

/** Identifiers that no constraint holds: some are drawn from a wide range, others count the rows. */
const script = `
  CREATE TABLE orders (id INTEGER PRIMARY KEY, external_id INTEGER, row_number_id INTEGER NOT NULL);
  ${Array.from({ length: 200 }, (_, i) => {
    const external = i % 20 === 0 ? 'NULL' : 4_000_000 + Math.floor(unit(hash32(2, i)) * 1_000_000);
    return `INSERT INTO orders VALUES (${i + 1}, ${external}, ${i + 1});`;
  }).join('\n')}`;

describe('identifiers without a constraint', () => {
  it('lie where the source has them, and are missing as often', async () => {
    const { orders } = drawRows(await learnScript(script), { seed: 3 });
    const external = orders!.map((row) => row.external_id).filter((id) => id !== null) as number[];
    expect(external.every((id) => Number.isInteger(id) && id > 3_500_000 && id < 5_500_000)).toBe(true);
    expect(new Set(external).size).toBeGreaterThan(0.95 * external.length);
    expect(Math.abs(external.length - 190)).toBeLessThan(15);
  });

  it('count the rows where they do so in the source', async () => {
    const { orders } = drawRows(await learnScript(script), { seed: 3, scale: 2 });
    expect(new Set(orders!.map((row) => row.row_number_id)).size).toBe(400);
  });
});
