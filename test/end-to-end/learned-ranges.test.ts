import { beforeAll, describe, expect, it } from 'vitest';
import { hash32, unit } from '../../src/random/hash.js';
import { drawRows, learnScript, type Rows } from '../synthesize.js';

/** Values lie where those of the source do, also where they are worked out from others. */

const chance = (row: number, salt: number): number => unit(hash32(17, row, salt));
const numbers = (count: number): number[] => Array.from({ length: count }, (_, i) => i + 1);
const day = (number: number): string => new Date(Date.UTC(1900, 0, 1 + number)).toISOString().slice(0, 10);

const purchaseOf = (id: number): string => {
  const [cash, credit] = [Math.floor(chance(id, 1) * 1000), Math.floor(chance(id, 2) ** 3 * 1000)];
  const spent = Math.floor((cash + credit) * chance(id, 3));
  return `(${id}, ${cash}, ${credit}, ${spent}, ${cash + credit - spent})`;
};

/** Cases over a century; only those of its first half have visits, within the first days. */
const beganOn = (id: number): number => Math.floor(chance(id, 4) * 36_000);
const visits = numbers(60).flatMap((id) =>
  beganOn(id) > 18_000
    ? []
    : [1, 2].map(
        (number) => `(${id}, ${number}, '${day(beganOn(id) + Math.floor(chance(id, number + 5) * 9))}')`,
      ),
);

const MEASURES = numbers(24).map((number) => `m${number}`);
/** A tenth of the readings are measured in many ways; the least is zero only where the value is. */
const readingOf = (id: number): string => {
  const value = chance(id, 7) < 0.4 ? 0 : Math.floor(chance(id, 8) * 500) + 10;
  const isMeasured = chance(id, 9) < 0.1;
  const measures = MEASURES.map((_, at) => (isMeasured ? Math.floor(chance(id, 20 + at) * 50) : 'NULL'));
  const least = isMeasured ? Math.floor(value * (0.5 + chance(id, 10) / 2)) : 'NULL';
  return `(${[id, value, ...measures, least].join()})`;
};

/** Thirty cups over eighty years, each of three weeks in early summer. */
const cupOf = (id: number): string => {
  const year = 1930 + Math.floor(chance(id, 11) * 80);
  const start = Date.UTC(year, 4, 20 + Math.floor(chance(id, 12) * 40));
  const end = start + (17 + Math.floor(chance(id, 13) * 9)) * 86_400_000;
  return `(${id}, ${year}, '${new Date(start).toISOString().slice(0, 10)}', '${new Date(end).toISOString().slice(0, 10)}')`;
};

const script = `
  CREATE TABLE cups (id INTEGER PRIMARY KEY, year INTEGER NOT NULL, start_date DATE NOT NULL, end_date DATE NOT NULL);
  INSERT INTO cups VALUES ${numbers(30).map(cupOf).join()};
  CREATE TABLE purchases (id INTEGER PRIMARY KEY, cash INTEGER NOT NULL, credit INTEGER NOT NULL,
    spent INTEGER NOT NULL, remainder INTEGER NOT NULL);
  INSERT INTO purchases VALUES ${numbers(3000).map(purchaseOf).join()};
  CREATE TABLE cases (id INTEGER PRIMARY KEY, began DATE NOT NULL);
  CREATE TABLE visits (case_id INTEGER NOT NULL REFERENCES cases, number INTEGER NOT NULL, day DATE NOT NULL,
    PRIMARY KEY (case_id, number));
  INSERT INTO cases VALUES ${numbers(60)
    .map((id) => `(${id}, '${day(beganOn(id))}')`)
    .join()};
  INSERT INTO visits VALUES ${visits.join()};
  CREATE TABLE readings (id INTEGER PRIMARY KEY, value INTEGER NOT NULL,
    ${MEASURES.map((name) => `${name} INTEGER`).join()}, least INTEGER);
  INSERT INTO readings VALUES ${numbers(9000).map(readingOf).join()};`;

let copies: Rows[];

beforeAll(async () => {
  const model = await learnScript(script);
  copies = [1, 2, 3].map((seed) => drawRows(model, { seed }));
});

describe('a number that is worked out from others', () => {
  it('is never below all numbers of the source', () => {
    const purchases = copies.flatMap((copy) => copy.purchases!);
    for (const { cash, credit, spent, remainder } of purchases)
      expect(remainder).toBe(Number(cash) + Number(credit) - Number(spent));
    expect(purchases.filter(({ remainder }) => Number(remainder) < 0).length).toBe(0);
  });
});

describe('a moment told by another', () => {
  it('stays beside it, wherever that is', () => {
    for (const copy of copies) {
      const began = new Map(copy.cases!.map((row) => [row.id, Date.parse(String(row.began))]));
      for (const visit of copy.visits!) {
        const days = (Date.parse(String(visit.day)) - began.get(visit.case_id)!) / 86_400_000;
        expect(days).toBeGreaterThanOrEqual(0);
        expect(days).toBeLessThan(60);
      }
    }
  });
});

describe('moments of a few rows', () => {
  it('are as near to each other as in the source', () => {
    const cups = copies.flatMap((copy) => copy.cups!);
    expect(cups.length).toBe(90);
    for (const { year, start_date, end_date } of cups) {
      const [start, end] = [new Date(String(start_date)), new Date(String(end_date))];
      expect(start.getUTCFullYear()).toBe(year);
      expect((end.getTime() - start.getTime()) / 86_400_000).toBeGreaterThanOrEqual(0);
      expect((end.getTime() - start.getTime()) / 86_400_000).toBeLessThan(60);
    }
    const summers = cups.filter(({ start_date }) => /-0[5-7]-/.test(String(start_date)));
    expect(summers.length).toBeGreaterThan(75);
  });
});

describe('a column that few rows have', () => {
  it('still depends on what only those rows show', () => {
    const measured = copies.flatMap((copy) => copy.readings!).filter(({ least }) => least !== null);
    const positive = measured.filter(({ value }) => Number(value) > 0);
    const share = positive.filter(({ least }) => least === 0).length / positive.length;
    expect(positive.length).toBeGreaterThan(500);
    expect(share).toBeLessThan(0.05);
  });
});
