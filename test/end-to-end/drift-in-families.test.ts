import { beforeAll, describe, expect, it } from 'vitest';
import type { Model } from '../../src/model/model.js';
import { hash32, unit } from '../../src/random/hash.js';
import { drawRows, learnScript, type Row } from '../synthesize.js';

/**
 * Small clubs know the time zones of all their members or of none; large ones lack a few. A member drawn by those before
 * it takes a large club that begins with a gap for one that knows none.
 */

const CLUBS = 150;
const ZONES = ['Berlin', 'Lima', 'Osaka', 'Cairo', 'Perth'];
const chance = (row: number, salt: number): number => unit(hash32(91, row, salt));
const sizeOf = (club: number): number => (club < 6 ? 400 : 4 + (club % 12));

function zoneOf(club: number, member: number): string {
  const isGap = club < 6 ? chance(member, 1) < 0.15 : chance(club, 2) < 0.4;
  return isGap ? 'NULL' : `'${ZONES[club % ZONES.length]}'`;
}

const script = `
  CREATE TABLE clubs (id INTEGER PRIMARY KEY, name VARCHAR(30) NOT NULL);
  CREATE TABLE members (id INTEGER PRIMARY KEY, club_id INTEGER NOT NULL REFERENCES clubs, zone VARCHAR(20), age INTEGER NOT NULL);
  INSERT INTO clubs VALUES ${Array.from({ length: CLUBS }, (_, id) => `(${id}, 'Club ${id}')`).join()};
  INSERT INTO members VALUES ${Array.from({ length: CLUBS }, (_, club) =>
    Array.from({ length: sizeOf(club) }, (__, i) => {
      const member = club * 1000 + i;
      return `(${member}, ${club}, ${zoneOf(club, member)}, ${18 + Math.floor(chance(member, 3) * 60)})`;
    }),
  )
    .flat()
    .join()};`;

const gaps = (members: readonly Row[]): number =>
  members.filter(({ zone }) => zone === null).length / members.length;

const SOURCE_GAPS = 0.241;

let model: Model;

beforeAll(async () => {
  model = await learnScript(script);
});

describe('gaps that few families are full of', () => {
  it('are as frequent as in the source, in the mean of copies', () => {
    const copies = [1, 2, 3, 4, 5, 6].map((seed) => drawRows(model, { seed }));
    const mean = copies.reduce((sum, { members }) => sum + gaps(members!), 0) / copies.length;
    expect(mean).toBeGreaterThan(SOURCE_GAPS - 0.06);
    expect(mean).toBeLessThan(SOURCE_GAPS + 0.06);
  });

  it('still fill some small families, and others not at all', () => {
    const clubs = new Map<unknown, Row[]>();
    for (const member of drawRows(model, { seed: 7 }).members!)
      clubs.set(member.club_id, [...(clubs.get(member.club_id) ?? []), member]);
    const small = [...clubs.values()].filter(({ length }) => length > 1 && length < 20);
    const empty = small.filter((members) => gaps(members) === 1).length / small.length;
    expect(empty).toBeGreaterThan(0.2);
    expect(empty).toBeLessThan(0.75);
    expect(small.filter((members) => gaps(members) === 0).length).toBeGreaterThan(0.1 * small.length);
  });
});
