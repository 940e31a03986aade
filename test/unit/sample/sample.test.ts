import { beforeAll, describe, expect, it } from 'vitest';
import type { Model } from '../../../src/model/model.js';
import { makePlan } from '../../../src/plan/make-plan.js';
import { planInputOf } from '../../../src/plan/plan-input-of.js';
import { sample } from '../../../src/sample/sample.js';
import { drawRows, learnScript, type Rows } from '../../synthesize.js';

const numbers = (rows: number): string =>
  `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${rows})`;

/** A club: a cycle, a self-reference, a junction with its own key, a composite foreign key, text keys, a unique pair. */
const CLUB = `
  PRAGMA foreign_keys = OFF;
  CREATE TABLE teams (
    code TEXT PRIMARY KEY, captain_id INTEGER REFERENCES players (id), founded_on DATE
  );
  CREATE TABLE players (
    id INTEGER PRIMARY KEY,
    team TEXT NOT NULL REFERENCES teams (code),
    coach_id INTEGER REFERENCES players (id),
    height REAL CHECK (height BETWEEN 1.2 AND 2.3),
    foot TEXT
  );
  CREATE TABLE seasons (team TEXT NOT NULL REFERENCES teams (code), year INTEGER NOT NULL, PRIMARY KEY (team, year));
  CREATE TABLE awards (
    team TEXT NOT NULL, year INTEGER NOT NULL, player_id INTEGER NOT NULL REFERENCES players (id), rank INTEGER NOT NULL,
    PRIMARY KEY (team, year, player_id),
    UNIQUE (team, year, rank),
    FOREIGN KEY (team, year) REFERENCES seasons (team, year)
  );
  ${numbers(40)} INSERT INTO teams
    SELECT 'T-' || (100 + i), CASE WHEN i % 3 THEN i * 9 END, date('1950-01-01', (i * i * 11) || ' days') FROM n;
  ${numbers(400)} INSERT INTO players
    SELECT i, 'T-' || (101 + (i * 7 + i / 9) % 40), CASE WHEN i % 4 = 0 THEN i / 2 END,
      round(1.5 + (i * 37 % 50) / 100.0, 2), CASE WHEN i % 5 THEN 'right' ELSE 'left' END FROM n;
  ${numbers(120)} INSERT INTO seasons SELECT 'T-' || (101 + i % 40), 2000 + i / 40 FROM n;
  ${numbers(300)} INSERT INTO awards
    SELECT s.team, s.year, 1 + (n.i * 13) % 400, 1 + n.i / 120
    FROM n JOIN seasons s ON s.rowid = 1 + n.i % 120;
`;

let model: Model;
let whole: Rows;
beforeAll(async () => {
  model = await learnScript(CLUB);
  whole = drawRows(model, { seed: 5 });
});

describe('sample', () => {
  it('draws the same rows again for the same seed, others for another', () => {
    expect(drawRows(model, { seed: 5 })).toEqual(whole);
    expect(drawRows(model, { seed: 6 })).not.toEqual(whole);
  });

  it('draws the same rows in batches of any size', () => {
    for (const batchRows of [1, 7, 64, 100_000])
      expect(drawRows(model, { seed: 5, batchRows })).toEqual(whole);
  });

  it('draws the same rows of a table when it is asked for alone', () => {
    const asked = drawRows(model, { seed: 5, tables: ['seasons'] });
    expect(asked.seasons).toEqual(whole.seasons);
    expect(asked).not.toHaveProperty('awards');
    for (const [table, rows] of Object.entries(drawRows(model, { seed: 5, tables: ['awards'] })))
      expect(rows).toEqual(whole[table]);
  });

  it('gives each table as many rows as the source has', () => {
    const counts = Object.entries(whole).map(([table, rows]) => [table, rows.length]);
    expect(Object.fromEntries(counts)).toEqual({ teams: 40, players: 400, seasons: 120, awards: 300 });
  });

  it('keeps every key and every CHECK', () => {
    const { teams, players, seasons, awards } = whole;
    const distinct = (rows: Rows[string], ...columns: string[]): number =>
      new Set(rows.map((row) => JSON.stringify(columns.map((column) => row[column])))).size;
    expect(distinct(teams!, 'code')).toBe(40);
    expect(distinct(players!, 'id')).toBe(400);
    expect(distinct(seasons!, 'team', 'year')).toBe(120);
    expect(distinct(awards!, 'team', 'year', 'player_id')).toBe(300);
    expect(distinct(awards!, 'team', 'year', 'rank')).toBe(300);
    const codes = new Set(teams!.map(({ code }) => code));
    const ids = new Set(players!.map(({ id }) => id));
    const pairs = new Set(seasons!.map(({ team, year }) => `${team} ${year}`));
    expect(
      players!.every(({ team, coach_id: coach }) => codes.has(team!) && (coach === null || ids.has(coach!))),
    ).toBe(true);
    expect(teams!.every(({ captain_id: captain }) => captain === null || ids.has(captain!))).toBe(true);
    expect(
      awards!.every(({ team, year, player_id: id }) => pairs.has(`${team} ${year}`) && ids.has(id!)),
    ).toBe(true);
    expect(
      players!.every(({ height }) => height === null || (Number(height) >= 1.2 && Number(height) <= 2.3)),
    ).toBe(true);
  });

  it('lets no row be its own ancestor', () => {
    const coachOf = new Map(whole.players!.map(({ id, coach_id: coach }) => [id, coach]));
    for (const id of coachOf.keys()) {
      let steps = 0;
      for (let at = coachOf.get(id); at !== null && at !== undefined && steps <= 400; at = coachOf.get(at))
        steps++;
      expect(steps).toBeLessThanOrEqual(400);
    }
  });

  it('draws in proportion at other scales', () => {
    const small = drawRows(model, { seed: 5, scale: 0.25 });
    expect([small.teams!.length, small.players!.length]).toEqual([10, 100]);
    const large = drawRows(model, { seed: 5, scale: 3 });
    expect([large.teams!.length, large.players!.length, large.awards!.length]).toEqual([120, 1200, 900]);
  });

  it('says that the memory does not hold so many rows', () => {
    const plan = makePlan(planInputOf(model), { mode: 'create', abilities: { deferForeignKeys: true } });
    const endless = { ...plan, tables: plan.tables.map((table) => ({ ...table, rows: 2 ** 45 })) };
    expect(() => [...sample(model, endless)]).toThrow(expect.objectContaining({ code: 'E_SCALE' }));
  });
});

it('fills a column that may not be NULL of a key whose parent has no rows', async () => {
  const model = await learnScript(`
    CREATE TABLE shelves (hall INTEGER, number INTEGER, PRIMARY KEY (hall, number)) WITHOUT ROWID;
    CREATE TABLE books (id INTEGER PRIMARY KEY, hall INTEGER, number INTEGER NOT NULL,
      FOREIGN KEY (hall, number) REFERENCES shelves (hall, number));
    INSERT INTO books VALUES (1, NULL, 5), (2, NULL, 6), (3, NULL, 7)`);
  const { books } = drawRows(model);
  expect(books!.map(({ hall }) => hall)).toEqual([null, null, null]);
  expect(books!.every(({ number }) => number !== null)).toBe(true);
});
