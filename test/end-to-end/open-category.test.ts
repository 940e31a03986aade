import { beforeAll, describe, expect, it } from 'vitest';
import { hash32, unit } from '../../src/random/hash.js';
import { drawRows, learnScript, type Row } from '../synthesize.js';

/** Texts of which a few are frequent: these go with other columns, all others are made up. */

const chance = (row: number, salt: number): number => unit(hash32(29, row, salt));
const numbers = (count: number): number[] => Array.from({ length: count }, (_, i) => i + 1);

const FREQUENT = ['Oak desk', 'Blue lamp', 'Steel chair', 'Paper tray'];
const nameOf = (id: number): string => {
  const u = chance(id, 1);
  if (u < 0.5) return FREQUENT[Math.floor(u * 8)]!;
  return `Thing ${String.fromCharCode(65 + Math.floor(chance(id, 2) * 26))}${Math.floor(chance(id, 3) * 5000)}`;
};
/** Each frequent one has a maker of its own, all others come from a fifth. */
const makerOf = (id: number): string => `M${FREQUENT.indexOf(nameOf(id)) + 1}`;

const script = `
  CREATE TABLE goods (id INTEGER PRIMARY KEY, name TEXT NOT NULL, maker TEXT NOT NULL);
  INSERT INTO goods VALUES ${numbers(4000)
    .map((id) => `(${id}, '${nameOf(id)}', '${makerOf(id)}')`)
    .join()};
  CREATE TABLE baskets (id INTEGER PRIMARY KEY);
  CREATE TABLE lines (basket_id INTEGER NOT NULL REFERENCES baskets, number INTEGER NOT NULL, label TEXT NOT NULL,
    PRIMARY KEY (basket_id, number));
  INSERT INTO baskets VALUES ${numbers(400)
    .map((id) => `(${id})`)
    .join()};
  INSERT INTO lines VALUES ${numbers(400)
    .flatMap((id) =>
      [1, 2, 3].map((number) => `(${id}, ${number}, '${nameOf(number < 3 ? id : id + 7000)}')`),
    )
    .join()};`;

let goods: Row[];
let lines: Row[];

beforeAll(async () => {
  const copy = drawRows(await learnScript(script), { seed: 3 });
  [goods, lines] = [copy.goods!, copy.lines!];
});

describe('a text of which some are frequent', () => {
  it('is each of these as often as in the source', () => {
    for (const name of FREQUENT) {
      const share = goods.filter((row) => row.name === name).length / goods.length;
      expect(Math.abs(share - 0.125)).toBeLessThan(0.03);
    }
  });

  it('goes with the columns beside it', () => {
    const isRight = ({ name, maker }: Row): boolean => maker === `M${FREQUENT.indexOf(String(name)) + 1}`;
    expect(goods.filter(isRight).length / goods.length).toBeGreaterThan(0.97);
  });

  it('is made up otherwise', () => {
    const real = new Set(numbers(4000).map(nameOf));
    const others = goods.filter(({ name }) => !FREQUENT.includes(String(name)));
    expect(others.filter(({ name }) => real.has(String(name))).length / others.length).toBeLessThan(0.05);
    expect(new Set(others.map(({ name }) => name)).size).toBeGreaterThan(others.length / 2);
  });

  it('comes again among siblings, made up or not', () => {
    const labels = new Map<string, unknown>();
    for (const { basket_id, number, label } of lines) labels.set(`${basket_id}/${number}`, label);
    const baskets = numbers(400).filter((id) => labels.has(`${id}/2`));
    const same = baskets.filter((id) => labels.get(`${id}/1`) === labels.get(`${id}/2`));
    const madeUp = same.filter((id) => !FREQUENT.includes(String(labels.get(`${id}/1`))));
    expect(same.length / baskets.length).toBeGreaterThan(0.85);
    expect(Math.abs(madeUp.length / same.length - 0.5)).toBeLessThan(0.15);
  });
});
