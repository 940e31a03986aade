import { describe, expect, it } from 'vitest';
import { drawRows, learnScript, type Rows } from '../../synthesize.js';

/** Clones a table of one schema and gives its rows at a scale. */
async function clone(sql: string, scale = 1): Promise<Rows> {
  return drawRows(await learnScript(sql), { scale, seed: 3 });
}

const SERIES = (rows: number): string =>
  `WITH RECURSIVE series (n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM series WHERE n < ${rows - 1})`;

describe('RowRepair', () => {
  it('finds the last free pairs of two short lists', async () => {
    const { cells } = await clone(
      `CREATE TABLE cells (id INTEGER PRIMARY KEY, x TEXT NOT NULL, y TEXT NOT NULL, UNIQUE (x, y));
       INSERT INTO cells ${SERIES(225)} SELECT n + 1, 'x' || (n % 15), 'y' || (n / 15) FROM series;`,
    );
    expect(new Set(cells!.map(({ x, y }) => `${String(x)} ${String(y)}`)).size).toBe(225);
  });

  it('takes a row out of a partial unique index whose keys are all in use', async () => {
    const { slots } = await clone(
      `CREATE TABLE slots (id INTEGER PRIMARY KEY, room INTEGER NOT NULL CHECK (room BETWEEN 1 AND 20), state TEXT NOT NULL);
       CREATE UNIQUE INDEX one_taken ON slots (room) WHERE state = 'taken';
       INSERT INTO slots ${SERIES(300)} SELECT n + 1, 1 + n % 20, CASE WHEN n < 20 THEN 'taken' WHEN n % 2 THEN 'free' ELSE 'shut' END FROM series;`,
      4,
    );
    const taken = slots!.filter(({ state }) => state === 'taken').map(({ room }) => room);
    expect(slots).toHaveLength(1200);
    expect(new Set(taken).size).toBe(taken.length);
  });

  it('keeps a unique key over a generated column', async () => {
    const { users } = await clone(
      `CREATE TABLE users (id INTEGER PRIMARY KEY, first TEXT NOT NULL, last TEXT NOT NULL,
         name TEXT AS (first || ' ' || last) STORED UNIQUE);
       INSERT INTO users (id, first, last) ${SERIES(400)} SELECT n + 1, 'first' || (n % 20), 'last' || (n / 20) FROM series;`,
    );
    expect(new Set(users!.map(({ first, last }) => `${String(first)} ${String(last)}`)).size).toBe(400);
    expect(users![0]).not.toHaveProperty('name');
  });

  it('solves checks that the values of unlearned rows seldom satisfy', async () => {
    const { parts } = await clone(
      `CREATE TABLE parts (id INTEGER PRIMARY KEY, a INTEGER NOT NULL, b INTEGER NOT NULL, total INTEGER NOT NULL,
         mail TEXT, phone TEXT, CHECK (total = a * b + 7), CHECK ((mail IS NULL) <> (phone IS NULL)));
       INSERT INTO parts VALUES (1, 2, 3, 13, 'm', NULL), (2, 4, 5, 27, NULL, 'p');`,
      20,
    );
    expect(parts).toHaveLength(40);
    for (const { a, b, total, mail, phone } of parts!) {
      expect(total).toBe(Number(a) * Number(b) + 7);
      expect([mail, phone].filter((value) => value === null)).toHaveLength(1);
    }
  });

  it('goes on above a full range of numbers, and below it only where numbers are negative already', async () => {
    const { seats } = await clone(
      `CREATE TABLE seats (id INTEGER PRIMARY KEY, hall TEXT NOT NULL, seat INTEGER NOT NULL, UNIQUE (hall, seat));
       INSERT INTO seats ${SERIES(200)} SELECT n + 1, 'h' || (n % 4), n / 4 FROM series;`,
      3,
    );
    expect(new Set(seats!.map(({ hall, seat }) => `${String(hall)} ${String(seat)}`)).size).toBe(600);
    expect(Math.min(...seats!.map(({ seat }) => Number(seat)))).toBeGreaterThanOrEqual(0);
  });
});
