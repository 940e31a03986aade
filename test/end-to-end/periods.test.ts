import { beforeAll, describe, expect, it } from 'vitest';
import { hash32, unit } from '../../src/random/hash.js';
import { drawRows, learnScript, type Row, type Rows } from '../synthesize.js';

/** Periods that follow each other, and visits that lie inside of a stay. */

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const chance = (row: number, salt: number): number => unit(hash32(23, row, salt));
const every = Array.from({ length: 160 }, (_, person) => person);
const momentOf = (time: number): string => new Date(time).toISOString().slice(0, 19).replace('T', ' ');
const timeOf = (moment: unknown): number => Date.parse(`${String(moment).replace(' ', 'T')}Z`);

const admitted = (person: number): number =>
  Date.UTC(1950 + Math.floor(chance(person, 1) * 70), person % 12, 1) +
  Math.floor(chance(person, 2) * 28 * 86_400) * 1000;
const discharged = (person: number): number =>
  admitted(person) + Math.floor((3 + chance(person, 3) * 25) * 86_400) * 1000;

function wardsOf(person: number): string[] {
  let start = admitted(person);
  return Array.from({ length: 1 + Math.floor(chance(person, 4) * 5) }, (_, i) => {
    const end = start + Math.floor((0.2 + chance(person * 10 + i, 5) * 4) * 86_400) * 1000;
    const row = `(${person * 10 + i}, ${person}, '${momentOf(start)}', '${momentOf(end)}', ${Math.round((end - start) / (HOUR / 100)) / 100})`;
    start = end;
    return row;
  });
}

/** In no order, at times of day of their own. */
function visitsOf(person: number): string[] {
  const days = Math.floor((discharged(person) - admitted(person)) / DAY) - 1;
  return Array.from({ length: 2 + Math.floor(chance(person, 6) * 6) }, (_, i) => {
    const day = Math.ceil(admitted(person) / DAY) * DAY + Math.floor(chance(person * 10 + i, 7) * days) * DAY;
    const time = day + (9 + Math.floor(chance(person * 10 + i, 8) * 8)) * HOUR;
    const checked = i % 6 === 5 ? `'${momentOf(time + HOUR)}'` : 'NULL';
    return `(${person * 10 + i}, ${person}, ${checked}, '${momentOf(time)}')`;
  });
}

const script = `
  CREATE TABLE stays (id INTEGER PRIMARY KEY, admitted DATETIME NOT NULL, discharged DATETIME NOT NULL);
  CREATE TABLE wards (id INTEGER PRIMARY KEY, stay_id INTEGER NOT NULL REFERENCES stays,
    began DATETIME NOT NULL, ended DATETIME NOT NULL, hours NUMERIC(8,2) NOT NULL);
  CREATE TABLE visits (id INTEGER PRIMARY KEY, stay_id INTEGER NOT NULL REFERENCES stays,
    checked DATETIME, visited DATETIME NOT NULL);
  INSERT INTO stays VALUES ${every.map((person) => `(${person}, '${momentOf(admitted(person))}', '${momentOf(discharged(person))}')`).join()};
  INSERT INTO wards VALUES ${every.flatMap(wardsOf).join()};
  INSERT INTO visits VALUES ${every.flatMap(visitsOf).join()};`;

let copy: Rows;
let stays: Map<unknown, Row>;

beforeAll(async () => {
  copy = drawRows(await learnScript(script), { seed: 5, scale: 2 });
  stays = new Map(copy.stays!.map((row) => [row.id, row]));
});

describe('periods of a family', () => {
  it('begin where the one before ended, and the first one when the family does', () => {
    const ends = new Map<unknown, unknown>();
    let late = 0;
    for (const { stay_id, began, ended } of copy.wards!) {
      if (ends.has(stay_id)) expect(began).toBe(ends.get(stay_id));
      else if (began !== stays.get(stay_id)!.admitted) late++;
      ends.set(stay_id, ended);
    }
    expect(late).toBeLessThan(0.02 * copy.stays!.length);
  });

  it('last as long as another column says', () => {
    for (const { began, ended, hours } of copy.wards!)
      expect(Math.abs(Number(hours) - (timeOf(ended) - timeOf(began)) / HOUR)).toBeLessThan(0.00501);
  });
});

describe('visits whose day and time of day are drawn apart', () => {
  it('lie inside of the stay', () => {
    for (const { stay_id, visited } of copy.visits!) {
      const { admitted: from, discharged: to } = stays.get(stay_id)!;
      expect(timeOf(visited)).toBeGreaterThanOrEqual(timeOf(from));
      expect(timeOf(visited)).toBeLessThanOrEqual(timeOf(to));
    }
  });

  it('take place by day', () => {
    const hours = copy.visits!.map(({ visited }) => new Date(timeOf(visited)).getUTCHours());
    expect(hours.filter((hour) => hour >= 9 && hour < 17).length).toBeGreaterThan(0.97 * hours.length);
  });
});
