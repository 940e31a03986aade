import { beforeAll, describe, expect, it } from 'vitest';
import type { SqlValue } from '../../src/batch/batch.js';
import { encodeModel } from '../../src/model/encode-model.js';
import { decodeModel } from '../../src/model/decode-model.js';
import { ENGINE_NAMES, type Model } from '../../src/model/model.js';
import { hash32 } from '../../src/random/hash.js';
import { drawRows, learnScript, type Row, type Rows } from '../synthesize.js';

/** Fewer entities than this may hold a value without its being told. */
const K = 10;
const PEOPLE = 300;

const pick = <T>(options: readonly T[], i: number, salt: number): T =>
  options[hash32(99, i, salt) % options.length]!;

/** A word that no list has, so that finding it anywhere proves a leak. */
function word(i: number, salt: number): string {
  let rest = hash32(1, i, salt);
  let text = '';
  while (text.length < 12) {
    text += 'bdfgklmnprstvz'[rest % 14]! + 'aeiou'[(rest >>> 8) % 5]!;
    rest = hash32(rest, text.length);
  }
  return text;
}

const capital = (text: string): string => text[0]!.toUpperCase() + text.slice(1);

/** People with their visits, in which nearly everything is somebody's own; five rows of a table of managers. */
function makeClinic(): Rows {
  const people = Array.from({ length: PEOPLE }, (_, i): Row => ({
    id: i + 1,
    name: `${capital(word(i, 1))} ${capital(word(i, 2))}`,
    email: `${word(i, 1)}@${word(i % 150, 3)}.test`,
    // Six towns that many live in, forty with a few people each.
    town:
      i % 5 > 0
        ? pick(['Berlin', 'Paris', 'Madrid', 'Rome', 'Vienna', 'Prague'], i, 4)
        : capital(word(i % 40, 5)),
    phone: `+49 ${100_000_000 + (hash32(2, i) % 800_000_000)}`,
    insurance: `${word(i, 6).toUpperCase()}-${hash32(3, i) % 10_000}`,
    note: `${capital(word(i, 7))} complained about the ${word(i, 8)} and asked for ${word(i, 9)} again.`,
    salary: 1_000 + (hash32(4, i) % 9_000_000) / 100,
    born: `19${40 + (hash32(5, i) % 50)}-0${1 + (hash32(6, i) % 9)}-${10 + (hash32(7, i) % 18)}`,
    profile: JSON.stringify({
      theme: pick(['dark', 'light'], i, 8),
      [word(i, 10)]: word(i, 11),
      code: word(i, 12),
    }),
  }));
  const visits = people.flatMap(({ id }, i) =>
    Array.from({ length: i === 7 ? 80 : i % 4 }, (_, n): Row => ({
      person_id: id!,
      visit: n + 1,
      // Person 8 comes often: what only this person has is frequent, but held by one entity.
      ward: i === 7 ? 'Ward Quixote' : pick(['North', 'South', 'East'], i * 10 + n, 13),
      remark: i === 7 ? 'comes every week for xylography' : word(i * 100 + n, 14),
      price: i === 7 ? 77_123.45 : 10 + (hash32(8, i, n) % 90_000) / 100,
    })),
  );
  const managers = ['Aramis', 'Porthos', 'Athos', 'Milady', 'Richelieu'].map((name, i): Row => ({
    id: i + 1,
    name: `${name} ${capital(word(i, 15))}`,
    pin: `${9_000 + i * 37}-${word(i, 16)}`,
  }));
  return { people, visits, managers };
}

function scriptOf(rows: Rows): string {
  const literal = (value: SqlValue): string =>
    typeof value === 'string' ? `'${value.replaceAll("'", "''")}'` : String(value);
  const inserts = Object.entries(rows).flatMap(([table, all]) =>
    all.map((row) => `INSERT INTO ${table} VALUES (${Object.values(row).map(literal).join(', ')});`),
  );
  return `
    CREATE TABLE people (
      id INTEGER PRIMARY KEY, name TEXT NOT NULL, email TEXT UNIQUE, town TEXT, phone TEXT, insurance TEXT, note TEXT,
      salary REAL, born DATE, profile TEXT
    );
    CREATE TABLE visits (
      person_id INTEGER NOT NULL REFERENCES people (id), visit INTEGER NOT NULL, ward TEXT, remark TEXT, price REAL,
      PRIMARY KEY (person_id, visit)
    );
    CREATE TABLE managers (id INTEGER PRIMARY KEY, name TEXT, pin TEXT);
    ${inserts.join('\n')}`;
}

const clinic = makeClinic();
/** What a value's row belongs to: the person, or the manager. */
const entityOf = (table: string, row: Row): string =>
  table === 'managers' ? `manager ${row.id}` : `person ${row.person_id ?? row.id}`;

/** Values (as texts) that fewer than K entities hold, of all columns that `keep` says. */
function rareValues(texts: (value: SqlValue) => readonly string[]): string[] {
  const holders = new Map<string, Set<string>>();
  for (const [table, rows] of Object.entries(clinic))
    for (const row of rows)
      for (const text of Object.values(row).flatMap(texts))
        holders.set(text, (holders.get(text) ?? new Set()).add(entityOf(table, row)));
  return [...holders].filter(([, entities]) => entities.size < K).map(([text]) => text);
}

const rareTexts = rareValues((value) => (typeof value === 'string' ? [value] : []));
const rareWords = rareValues((value) =>
  typeof value === 'string' ? (value.match(/\p{L}{6,}/gu) ?? []) : [],
);
const rareDecimals = rareValues((value) =>
  typeof value === 'number' && !Number.isInteger(value) && value > 1_000 ? [String(value)] : [],
);

describe.each(ENGINE_NAMES)('learned by the %s engine', (engine) => {
  let model: Model;
  /** What the model says in its own words: all but the schema, and trees and scores, which hold the numbers of bins only. */
  let json: string;
  beforeAll(async () => {
    model = await learnScript(scriptOf(clinic), { engine });
    const { catalog: _, ...learned } = model;
    json = JSON.stringify(learned, (_, value: unknown) =>
      ArrayBuffer.isView(value) ? [] : typeof value === 'bigint' ? String(value) : value,
    );
  });

  describe('the model file', () => {
    it('is tested against enough that is rare', () => {
      expect(Math.min(rareTexts.length, rareWords.length, rareDecimals.length)).toBeGreaterThan(200);
    });

    it('holds no text that fewer than ten entities have', () => {
      expect(
        rareTexts.filter((text) => text.length >= 5 && json.includes(JSON.stringify(text).slice(1, -1))),
      ).toEqual([]);
    });

    it('holds no word of the free texts, names and JSON documents that fewer than ten entities have', () => {
      const folded = json.toLowerCase();
      expect(rareWords.filter((rare) => folded.includes(rare.toLowerCase()))).toEqual([]);
    });

    it('holds no number that fewer than ten entities have, neither the largest nor the most frequent', () => {
      expect(rareDecimals.filter((number) => new RegExp(`(?<![\\d.])${number}(?!\\d)`).test(json))).toEqual(
        [],
      );
    });

    it('holds what many have', () => {
      expect(
        ['Berlin', 'Prague', 'North', 'theme', 'dark'].filter((common) => !json.includes(common)),
      ).toEqual([]);
    });

    it('holds no bytes of the source in its trees either: they count bins', () => {
      const bytes = Buffer.from(encodeModel(model));
      expect(decodeModel(bytes)).toEqual(model);
      const trees = JSON.stringify(model, (_, value: unknown) =>
        value instanceof Uint8Array
          ? Buffer.from(value).toString('latin1')
          : typeof value === 'bigint'
            ? ''
            : value,
      );
      expect(rareWords.filter((rare) => trees.toLowerCase().includes(rare.toLowerCase()))).toEqual([]);
    });
  });

  describe('a copy', () => {
    it('has no row, text or word of the source that fewer than ten entities have', () => {
      const copies = [0, 1, 2].map((seed) => drawRows(model, { seed, scale: 2 }));
      const written = new Set(
        copies.flatMap((copy) =>
          Object.values(copy)
            .flat()
            .flatMap((row) => Object.values(row)),
        ),
      );
      const words = new Set(
        [...written].flatMap((value) =>
          typeof value === 'string' ? (value.toLowerCase().match(/\p{L}{6,}/gu) ?? []) : [],
        ),
      );
      // Dates of birth are many people's chance: a copy must be free to hit them.
      const own = rareTexts.filter((text) => text.length >= 5 && !/^\d{4}-\d\d-\d\d$/.test(text));
      expect(own.filter((text) => written.has(text))).toEqual([]);
      expect(rareWords.filter((rare) => words.has(rare.toLowerCase()))).toEqual([]);
    });

    it('keeps the looks: towns that many live in, notes of about the same length', () => {
      const { people } = drawRows(model, { seed: 1 });
      const towns = new Set(people!.map(({ town }) => town));
      expect([...towns].sort()).toEqual(['Berlin', 'Madrid', 'Paris', 'Prague', 'Rome', 'Vienna']);
      const meanLength = (rows: Row[]): number =>
        rows.reduce((sum, { note }) => sum + String(note).length, 0) / rows.length;
      expect(Math.abs(meanLength(people!) / meanLength(clinic.people!) - 1)).toBeLessThan(0.1);
    });
  });
});
