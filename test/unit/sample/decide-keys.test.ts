import { describe, expect, it } from 'vitest';
import { makePlan } from '../../../src/plan/make-plan.js';
import { planInputOf } from '../../../src/plan/plan-input-of.js';
import { decideKeys } from '../../../src/sample/decide-keys.js';
import { learnScript } from '../../synthesize.js';

/** How the keys of the table `t` are kept: numbered columns, numbered texts, names of the columns watched. */
async function decide(sql: string, existing = 0): Promise<[string[], string[], string[][]]> {
  const model = await learnScript(sql);
  const input = { ...planInputOf(model), existingRows: new Map([['t', existing]]) };
  const plan = makePlan(input, { mode: 'append', abilities: { deferForeignKeys: true } });
  const of = <T extends { id: string }>(all: readonly T[]): T => all.find(({ id }) => id === 't')!;
  const decision = decideKeys(of(model.catalog.tables), of(model.tables), of(plan.tables), plan, 'sqlite');
  return [
    [...decision.counters.keys()],
    decision.texts.map(({ column }) => column),
    decision.guarded.map(({ columns }) => [...columns]),
  ];
}

const ROWS = `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 200) INSERT INTO t SELECT`;
const WORD = `char(65 + i % 26, 97 + i * 7 % 26, 97 + i / 8, 97 + i * 11 % 26)`;

describe('decideKeys', () => {
  it('numbers a whole number that only identifies', async () => {
    expect(await decide(`CREATE TABLE t (id INTEGER PRIMARY KEY, n TEXT); ${ROWS} i, 'x' FROM n`)).toEqual([
      ['id'],
      [],
      [],
    ]);
  });

  it('makes texts from numbers, also where the key ignores case or folds it itself', async () => {
    const sql = `CREATE TABLE t (a TEXT UNIQUE COLLATE NOCASE, b TEXT); CREATE UNIQUE INDEX u ON t (lower(b));
      ${ROWS} ${WORD} || i, ${WORD} || (i * 3) FROM n`;
    expect(await decide(sql)).toEqual([[], ['a', 'b'], []]);
  });

  it('watches a key over a part of a text, since different texts may agree in it', async () => {
    const sql = `CREATE TABLE t (a TEXT); CREATE UNIQUE INDEX u ON t (substr(a, 1, 9)); ${ROWS} ${WORD} || i FROM n`;
    expect(await decide(sql)).toEqual([[], [], [['a']]]);
  });

  it('needs to watch no pair that a numbered column is part of', async () => {
    const sql = `CREATE TABLE t (id INTEGER PRIMARY KEY, kind TEXT, UNIQUE (kind, id)); ${ROWS} i, 'ab' FROM n`;
    expect(await decide(sql)).toEqual([['id'], [], []]);
  });

  it('watches a pair of which neither column is unique', async () => {
    const sql = `CREATE TABLE t (x INTEGER, y INTEGER, UNIQUE (x, y)); ${ROWS} i % 20, i / 20 FROM n`;
    expect(await decide(sql)).toEqual([[], [], [['x', 'y']]]);
  });

  it('never numbers a column that refers to a parent', async () => {
    const sql = `CREATE TABLE p (id INTEGER PRIMARY KEY); CREATE TABLE t (p_id INTEGER PRIMARY KEY REFERENCES p (id));
      INSERT INTO p VALUES (1), (2), (3); INSERT INTO t VALUES (1), (3)`;
    expect(await decide(sql)).toEqual([[], [], [['p_id']]]);
  });

  it('watches texts of which some are frequent', async () => {
    const sql = `CREATE TABLE t (a INTEGER, b TEXT, c TEXT AS (lower(b)) STORED, UNIQUE (a, c));
      ${ROWS} i % 150, CASE i % 4 WHEN 0 THEN 'Text b1' WHEN 1 THEN 'Text d3' ELSE ${WORD} END FROM n`;
    expect((await decide(sql))[1]).toEqual([]);
  });

  it('watches texts of which there are too few beside the rows that stand', async () => {
    const sql = `CREATE TABLE t (code CHAR(2) NOT NULL UNIQUE); ${ROWS} char(65 + i % 26, 65 + i / 26) FROM n`;
    expect(await decide(sql)).toEqual([[], ['code'], []]);
    expect(await decide(sql, 600)).toEqual([[], [], [['code']]]);
  });

  it('watches texts where a CHECK takes fewer numbered ones than rows', async () => {
    const sql = `CREATE TABLE t (slug TEXT NOT NULL UNIQUE CHECK (slug GLOB '[a-z]*-[0-9][0-9][0-9]'));
      ${ROWS} 'abc-' || printf('%03d', i) FROM n`;
    expect(await decide(sql)).toEqual([[], ['slug'], []]);
    expect(await decide(sql, 800)).toEqual([[], [], [['slug']]]);
  });

  it('never numbers a boolean, though it is unique', async () => {
    const sql = `CREATE TABLE t (id INTEGER PRIMARY KEY, is_open BOOLEAN NOT NULL UNIQUE);
      INSERT INTO t VALUES (1, 0), (2, 1);`;
    expect((await decide(sql))[0]).toEqual(['id']);
  });
});
