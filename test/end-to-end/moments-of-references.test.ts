import { describe, expect, it } from 'vitest';
import { hash32, unit } from '../../src/random/hash.js';
import { drawRows, learnScript } from '../synthesize.js';

/** Matches belong to grounds, and are played while the cup that they refer to lasts. */

const DAY = 86_400_000;
const chance = (row: number, salt: number): number => unit(hash32(37, row, salt));
const numbers = (count: number): number[] => Array.from({ length: count }, (_, i) => i + 1);
const dayOf = (time: number): string => new Date(time).toISOString().slice(0, 10);

const startOf = (cup: number): number => Date.UTC(1900 + cup * 2, 4, 20 + Math.floor(chance(cup, 1) * 30));
const matches = numbers(50).flatMap((cup) =>
  numbers(24).map((match) => ({
    cup,
    ground: 1 + Math.floor(chance(cup * 100 + match, 2) * 120),
    time: startOf(cup) + match * DAY,
  })),
);

const script = `
  CREATE TABLE grounds (id INTEGER PRIMARY KEY, seats INTEGER NOT NULL);
  CREATE TABLE cups (id INTEGER PRIMARY KEY, begins DATE NOT NULL, ends DATE NOT NULL);
  CREATE TABLE matches (id INTEGER PRIMARY KEY, ground_id INTEGER NOT NULL, cup_id INTEGER NOT NULL REFERENCES cups, day DATE NOT NULL,
    CONSTRAINT at_ground FOREIGN KEY (ground_id) REFERENCES grounds (id));
  INSERT INTO grounds VALUES ${numbers(120)
    .map((id) => `(${id}, ${Math.floor(chance(id, 3) * 90)})`)
    .join()};
  INSERT INTO cups VALUES ${numbers(50)
    .map((id) => `(${id}, '${dayOf(startOf(id))}', '${dayOf(startOf(id) + 26 * DAY)}')`)
    .join()};
  INSERT INTO matches VALUES ${matches
    .map(({ cup, ground, time }, at) => `(${at + 1}, ${ground}, ${cup}, '${dayOf(time)}')`)
    .join()};`;

describe('a moment that the row of a reference tells', () => {
  it('lies where that row says, though the row belongs to another', async () => {
    const model = await learnScript(script, { owners: { matches: 'at_ground' } });
    const copy = drawRows(model, { seed: 4 });
    const cups = new Map(copy.cups!.map((cup) => [cup.id, cup]));
    const inside = copy.matches!.filter(({ cup_id, day }) => {
      const { begins, ends } = cups.get(cup_id)!;
      return String(begins) <= String(day) && String(day) <= String(ends);
    });
    expect(copy.matches!.length).toBeGreaterThan(1000);
    expect(inside.length / copy.matches!.length).toBeGreaterThan(0.98);
  });
});
