import { beforeAll, describe, expect, it } from 'vitest';
import type { Model } from '../../src/model/model.js';
import { drawRows, learnScript } from '../synthesize.js';

/** 60 albums each in two genres, 4 in the third, and plans and clerks with many albums each. */
const script = `
  CREATE TABLE genres (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
  CREATE TABLE formats (code TEXT PRIMARY KEY, label TEXT NOT NULL UNIQUE);
  CREATE TABLE clerk_types (id INTEGER PRIMARY KEY, first_name TEXT NOT NULL);
  CREATE TABLE shops (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
  CREATE TABLE albums (id INTEGER PRIMARY KEY, genre_id INTEGER NOT NULL REFERENCES genres,
    format TEXT NOT NULL REFERENCES formats, clerk_id INTEGER NOT NULL REFERENCES clerk_types,
    shop_id INTEGER NOT NULL REFERENCES shops, minutes INTEGER NOT NULL);
  INSERT INTO genres VALUES (1, 'Rock'), (7, 'Jazz'), (9, 'Polka');
  INSERT INTO formats VALUES ('cd', 'compact disc'), ('lp', 'long player');
  INSERT INTO clerk_types VALUES (1, 'Maria'), (2, 'Peter'), (3, 'Susan');
  INSERT INTO shops VALUES (1, 'Xylokastro Tunes'), (2, 'Yarrow Sounds');
  ${Array.from({ length: 124 }, (_, i) => {
    const genre = i < 60 ? 1 : i < 120 ? 7 : 9;
    const format = i % 3 === 0 ? 'lp' : 'cd';
    return `INSERT INTO albums VALUES (${i + 1}, ${genre}, '${format}', ${1 + (i % 3)}, ${1 + (i % 2)}, ${30 + (i % 40)});`;
  }).join('\n')}`;
let model: Model;

beforeAll(async () => {
  model = await learnScript(script);
});

describe('lookup tables', () => {
  it('keep their rows, whatever the scale', () => {
    const expected = [
      { code: 'cd', label: 'compact disc' },
      { code: 'lp', label: 'long player' },
    ];
    expect(drawRows(model, { seed: 1 }).formats).toEqual(expected);
    const large = drawRows(model, { seed: 1, scale: 5 });
    expect(large.formats).toEqual(expected);
    expect(large.albums).toHaveLength(620);
  });

  it('give kept rows their share of children', () => {
    const albums = drawRows(model, { seed: 2, scale: 10 }).albums!;
    const share = albums.filter(({ format }) => format === 'lp').length / albums.length;
    expect(Math.abs(share - 42 / 124)).toBeLessThan(4 * Math.sqrt((0.34 * 0.66) / 124));
  });

  it('make up the rows that too few entities refer to, beside those that are kept', () => {
    const { genres } = drawRows(model, { seed: 1 });
    expect(genres).toEqual([
      { id: 1, name: 'Rock' },
      { id: 7, name: 'Jazz' },
      { id: 2, name: 'genres 1' },
    ]);
    expect(JSON.stringify(model.tables)).not.toContain('Polka');
  });

  it.each([
    { others: 20, keeps: true },
    { others: 50, keeps: false },
  ])(
    'are those whose shared rows have 80 % of all children: $others others to 90',
    async ({ others, keeps }) => {
      // Three moods with 30 albums each, and others with five each.
      const moods = Array.from({ length: 3 + others / 5 }, (_, i) => `(${i}, 'Mood ${'qwxyz'[i % 5]!}${i}')`);
      const albums = Array.from({ length: 90 + others }, (_, i) =>
        i < 90 ? `(${i}, ${i % 3})` : `(${i}, ${3 + Math.floor((i - 90) / 5)})`,
      );
      const learned = await learnScript(`
      CREATE TABLE mood_types (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
      CREATE TABLE albums (id INTEGER PRIMARY KEY, mood INTEGER NOT NULL REFERENCES mood_types);
      INSERT INTO mood_types VALUES ${moods.join(', ')};
      INSERT INTO albums VALUES ${albums.join(', ')};`);
      const names = drawRows(learned, { seed: 1 }).mood_types!.map(({ name }) => name);
      expect(names.includes('Mood x2')).toBe(keeps);
      expect(names).not.toContain('Mood y3');
    },
  );

  it('are not what is called otherwise or names persons', () => {
    const told = JSON.stringify(model.tables);
    expect(told).not.toContain('Susan');
    expect(told).not.toContain('Yarrow');
  });

  it('get as many rows as are asked for by name, made up', () => {
    expect(drawRows(model, { seed: 1, rows: { genres: 5 } }).genres).toHaveLength(5);
  });
});

describe('--keep', () => {
  it('copies all rows of the tables that are named', async () => {
    const kept = await learnScript(script, { keep: ['shops', 'genr*'] });
    const rows = drawRows(kept, { seed: 3 });
    expect(rows.shops).toEqual([
      { id: 1, name: 'Xylokastro Tunes' },
      { id: 2, name: 'Yarrow Sounds' },
    ]);
    expect(rows.genres!.map(({ name }) => name)).toEqual(['Rock', 'Jazz', 'Polka']);
  });

  it('refuses a table with foreign keys, and one that is not there', async () => {
    await expect(learnScript(script, { keep: ['albums'] })).rejects.toMatchObject({ code: 'E_KEEP' });
    await expect(learnScript(script, { keep: ['prices'] })).rejects.toMatchObject({
      code: 'E_UNKNOWN_TABLE',
    });
  });
});
