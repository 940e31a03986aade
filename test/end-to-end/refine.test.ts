import { beforeAll, describe, expect, it } from 'vitest';
import type { Model } from '../../src/model/model.js';
import { hash32, unit } from '../../src/random/hash.js';
import { drawRows, learnScript, type Rows } from '../synthesize.js';

/**
 * Every box has six marbles, exactly two of them red: nothing that is known of a marble when it is drawn tells how many red
 * ones there were. Coins fall as they like.
 */

const chance = (row: number, salt: number): number => unit(hash32(41, row, salt));
const boxes = Array.from({ length: 1_500 }, (_, box) => box);
const COLORS = ['blue', 'green', 'white'];

function marblesOf(box: number): string[] {
  const order = [0, 1, 2, 3, 4, 5].sort((a, b) => chance(box * 10 + a, 1) - chance(box * 10 + b, 1));
  const red = new Set(order.slice(0, 2));
  return order.map((_, i) => {
    const color = red.has(i) ? 'red' : COLORS[Math.floor(chance(box * 10 + i, 2) * 3)]!;
    return `(${box * 10 + i}, ${box}, '${color}')`;
  });
}

const script = `
  CREATE TABLE boxes (id INTEGER PRIMARY KEY, size INTEGER NOT NULL);
  CREATE TABLE marbles (id INTEGER PRIMARY KEY, box_id INTEGER NOT NULL REFERENCES boxes, color TEXT NOT NULL);
  CREATE TABLE coins (id INTEGER PRIMARY KEY, box_id INTEGER NOT NULL REFERENCES boxes, side TEXT NOT NULL);
  INSERT INTO boxes VALUES ${boxes.map((box) => `(${box}, ${Math.floor(chance(box, 3) * 5)})`).join()};
  INSERT INTO marbles VALUES ${boxes.flatMap(marblesOf).join()};
  INSERT INTO coins VALUES ${boxes
    .flatMap((box) =>
      [0, 1, 2].map((i) => `(${box * 10 + i}, ${box}, '${chance(box * 10 + i, 4) < 0.5 ? 'head' : 'tail'}')`),
    )
    .join()};`;

const SEEDS = [1, 2, 3];
let plain: Model;
let refined: Model;

beforeAll(async () => {
  plain = await learnScript(script);
  refined = await learnScript(script, { refine: true });
});

function shareWithTwoReds({ marbles }: Rows): number {
  const reds = new Map<unknown, number>();
  for (const { box_id, color } of marbles!)
    reds.set(box_id, (reds.get(box_id) ?? 0) + Number(color === 'red'));
  return [...reds.values()].filter((count) => count === 2).length / reds.size;
}

describe('refinement', () => {
  it('makes families alike in what no single row tells', () => {
    for (const seed of SEEDS) {
      const before = shareWithTwoReds(drawRows(plain, { seed }));
      const after = shareWithTwoReds(drawRows(refined, { seed }));
      expect(after).toBeGreaterThan(before + 0.15);
    }
  });

  it('is learned for that table alone, and shown', () => {
    const kinds = refined.tables.map(({ id, refinement }) => [id, refinement?.kind]);
    expect(Object.fromEntries(kinds)).toEqual({ boxes: undefined, marbles: 'families', coins: undefined });
    expect(plain.tables.every(({ refinement }) => refinement === undefined)).toBe(true);
  });

  it('keeps how frequent values are', () => {
    const { marbles } = drawRows(refined, { seed: 4 });
    const share = marbles!.filter(({ color }) => color === 'red').length / marbles!.length;
    expect(Math.abs(share - 1 / 3)).toBeLessThan(4 * Math.sqrt(2 / 9 / marbles!.length));
  });

  it('draws the same rows whatever the batches are', () => {
    expect(drawRows(refined, { seed: 2, batchRows: 7 })).toEqual(drawRows(refined, { seed: 2 }));
  });
});
