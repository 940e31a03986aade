import { describe, expect, it } from 'vitest';
import type { RuleWishes } from '../../src/learn/rules/table-rules.js';
import { hash32, unit } from '../../src/random/hash.js';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import type { InspectResult } from '../../commands/inspect.js';
import { drawRows, learnScript, type Row } from '../synthesize.js';
import { runForError, runForResult } from './run-dbsynth.js';

/** Rules that the config refuses or adds. */

const chance = (row: number, salt: number): number => unit(hash32(21, row, salt));
const cents = (value: number): number => Math.round(Number(value.toPrecision(13)) * 100) / 100;
const MOMENT = Date.UTC(2023, 0, 1);
const MINUTE = 60_000;
const stamp = (time: number): string => new Date(time).toISOString().slice(0, 19).replace('T', ' ');

/** Orders whose total is wrong in every tenth row, and whose shipments leave before the order in some. */
function orderOf(i: number): string[] {
  const price = cents(1 + chance(i, 1) * 90);
  const quantity = 1 + Math.floor(chance(i, 2) * 6);
  const total = cents(price * quantity + (i % 10 === 0 ? 1 + chance(i, 3) : 0));
  const ordered = MOMENT + Math.floor(chance(i, 4) * 500 * 24 * 60) * MINUTE;
  const shipped = ordered + Math.floor((chance(i, 5) - 0.05) * 6 * 24 * 60) * MINUTE;
  const paid = ordered + Math.floor((chance(i, 6) - 0.1) * 3 * 24 * 60) * MINUTE;
  return [
    `INSERT INTO orders VALUES (${i}, ${price}, ${quantity}, ${total}, ${cents(total * 2)}, '${stamp(ordered)}', ${i % 7 === 0 ? 'NULL' : `'${stamp(paid)}'`}, '${['a', 'b', 'c'][i % 3]}');`,
    `INSERT INTO shipments VALUES (${i}, ${i}, '${stamp(shipped)}', '${['a', 'b', 'c'][(i * (i % 20 === 0 ? 2 : 1)) % 3]}');`,
  ];
}

const script = `
  BEGIN;
  CREATE TABLE orders (id INTEGER PRIMARY KEY, price NUMERIC(8,2) NOT NULL, quantity INTEGER NOT NULL,
    total NUMERIC(8,2) NOT NULL, twice NUMERIC(8,2) NOT NULL, ordered_at TIMESTAMP NOT NULL, paid_at TIMESTAMP, kind TEXT NOT NULL);
  CREATE TABLE shipments (id INTEGER PRIMARY KEY, order_id INTEGER NOT NULL REFERENCES orders,
    shipped_at TIMESTAMP NOT NULL, kind TEXT NOT NULL);
  ${Array.from({ length: 900 }, (_, i) => orderOf(i))
    .flat()
    .join('\n')}
  COMMIT;`;

const learned = (rules: Partial<RuleWishes>) =>
  learnScript(script, { rules: { refuse: [], add: [], ...rules } });
const share = (rows: readonly Row[], holds: (row: Row) => boolean): number =>
  rows.filter(holds).length / rows.length;

describe('a rule that is added', () => {
  it('holds in every row of the copy where the source breaks it in some', async () => {
    const model = await learned({
      add: [
        'orders.total = orders.price * orders.quantity',
        'shipments.shipped_at > orders.ordered_at',
        'orders.paid_at >= orders.ordered_at',
        'shipments.kind = orders.kind',
      ],
    });
    const copy = drawRows(model, { seed: 2 });
    for (const { price, quantity, total } of copy.orders!)
      expect(total).toBeCloseTo(cents(Number(price) * Number(quantity)), 6);
    const orders = new Map(copy.orders!.map((order) => [order.id, order]));
    for (const { order_id, shipped_at, kind } of copy.shipments!) {
      expect(String(shipped_at) > String(orders.get(order_id)!.ordered_at)).toBe(true);
      expect(kind).toBe(orders.get(order_id)!.kind);
    }
    const paid = copy.orders!.filter(({ paid_at }) => paid_at !== null);
    expect(paid.length).toBeGreaterThan(600);
    for (const { paid_at, ordered_at } of paid) expect(String(paid_at) >= String(ordered_at)).toBe(true);
    const total = model.tables
      .find(({ id }) => id === 'orders')!
      .columns.find(({ name }) => name === 'total')!;
    expect(total).toMatchObject({ wish: 'added', support: { rows: 900, share: 0.9 } });
  });

  it('may round, and count hours', async () => {
    const model = await learned({
      add: [
        'orders.twice = floor(orders.total / 2)',
        'shipments.shipped_at = orders.ordered_at + orders.quantity, in hours',
      ],
    });
    const copy = drawRows(model, { seed: 2 });
    for (const { twice, total } of copy.orders!) expect(twice).toBe(Math.floor(Number(total) / 2));
    const orders = new Map(copy.orders!.map((order) => [order.id, order]));
    for (const { order_id, shipped_at } of copy.shipments!) {
      const { ordered_at, quantity } = orders.get(order_id)!;
      const hours = (Date.parse(`${String(shipped_at)}Z`) - Date.parse(`${String(ordered_at)}Z`)) / 3_600_000;
      expect(hours).toBe(Number(quantity));
    }
  });
});

describe('a rule that is refused', () => {
  it('is not kept: the column is drawn', async () => {
    const isTwice = (row: Row): boolean => Math.abs(Number(row.twice) - Number(row.total) * 2) < 0.006;
    const kept = drawRows(await learned({}), { seed: 2 }).orders!;
    const model = await learned({ refuse: ['orders.twice'] });
    const drawn = drawRows(model, { seed: 2 }).orders!;
    expect(share(kept, isTwice)).toBe(1);
    expect(share(drawn, isTwice)).toBeLessThan(0.6);
    const column = model.tables
      .find(({ id }) => id === 'orders')!
      .columns.find(({ name }) => name === 'twice')!;
    expect(column.wish).toBe('refused');
    expect(column.support).toBeUndefined();
  });
});

describe('a rule that cannot be kept', () => {
  const refusals: [string, string, string, RegExp][] = [
    ['an unknown column', 'orders.totl = orders.price', 'E_RULE', /total/],
    ['an unknown table', 'ordrs.total = orders.price', 'E_UNKNOWN_TABLE', /orders/],
    ['a parent made of its children', 'orders.total = shipments.id * 2', 'E_RULE', /refers to/],
    ['a key', 'orders.id = orders.quantity', 'E_RULE', /another column/],
    ['a text worked out', 'orders.kind = orders.price * 2', 'E_RULE', /numbers/],
    ['numbers compared with moments', 'orders.ordered_at >= orders.price', 'E_RULE', /moment/],
    ['a form that is too much', 'orders.total = abs(orders.price)', 'E_RULE', /docs/],
    ['no SQL', 'orders.total = = 3', 'E_RULE', /docs/],
    ['a column made of itself', 'orders.total = orders.total * 2', 'E_RULE', /one another/],
  ];
  it.each(refusals)('is refused with a code and a hint: %s', async (_, rule, code, hint) => {
    await expect(learned({ add: [rule] })).rejects.toMatchObject({ code, hint: expect.stringMatching(hint) });
  });
  it('is refused where rules need one another, make one column twice, or refuse what is not there', async () => {
    const ring = ['orders.total = orders.twice * 2', 'orders.twice = orders.total / 2'];
    await expect(learned({ add: ring })).rejects.toMatchObject({ code: 'E_RULE' });
    const twice = ['orders.total = orders.twice * 2', 'orders.total >= orders.price'];
    await expect(learned({ add: twice })).rejects.toMatchObject({ code: 'E_RULE' });
    await expect(learned({ refuse: ['orders.totl'] })).rejects.toMatchObject({
      code: 'E_RULE',
      hint: 'did you mean orders.total?',
    });
  });
});

describe('the config file', () => {
  it('names the rules of a source, which inspect lists with their support and what was said of them', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'dbsynth-'));
    try {
      new Database(join(folder, 'shop.db')).exec(script).close();
      const write = (rules: unknown): void =>
        writeFileSync(
          join(folder, 'dbsynth.config.json'),
          JSON.stringify({
            connections: { shop: { env: 'SHOP', rules } },
            rules: { refuse: ['orders.none'] },
          }),
        );
      write({ refuse: ['orders.twice'], add: ['orders.total = orders.price * quantity'] });
      const surroundings = { cwd: folder, env: { SHOP: 'shop.db' } };
      const { tables } = await runForResult<InspectResult>(['inspect', 'shop'], surroundings);
      const columns = tables.find(({ id }) => id === 'orders')!.columns;
      expect(columns.find(({ name }) => name === 'total')).toMatchObject({
        rule: '= price * quantity',
        support: { rows: 900, share: 0.9 },
        wish: 'added',
      });
      expect(columns.find(({ name }) => name === 'twice')).toMatchObject({ rule: null, wish: 'refused' });
      expect(await runForError(['inspect', 'shop.db'], surroundings)).toMatchObject({
        code: 'E_RULE',
        exitCode: 2,
      });
      write({ refuse: 'orders.twice' });
      expect(await runForError(['learn', 'shop'], surroundings)).toMatchObject({
        code: 'E_CONFIG',
        exitCode: 2,
      });
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
