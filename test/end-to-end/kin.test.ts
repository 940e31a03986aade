import { beforeAll, describe, expect, it } from 'vitest';
import { hash32, unit } from '../../src/random/hash.js';
import { drawRows, learnScript, type Row, type Rows } from '../synthesize.js';

/** A row and the row that it refers to belong to the same order, or thread, where they do in the source. */

const chance = (row: number, salt: number): number => unit(hash32(17, row, salt));
const every = Array.from({ length: 240 }, (_, order) => order);
const shipmentsOf = (order: number): number[] =>
  Array.from({ length: Math.floor(chance(order, 1) * 4) }, (_, i) => order * 10 + i);
const commentsOf = (order: number): number[] =>
  Array.from({ length: 2 + Math.floor(chance(order, 2) * 6) }, (_, i) => order * 10 + i);

function lineOf(order: number, i: number): string {
  const line = order * 10 + i;
  const shipments = shipmentsOf(order);
  const isSent = shipments.length > 0 && chance(line, 3) < 0.8;
  const shipment = isSent ? shipments[Math.floor(chance(line, 4) * shipments.length)] : 'NULL';
  return `(${line}, ${order}, ${shipment}, ${1 + Math.floor(chance(line, 5) * 9)})`;
}

function commentOf(comment: number, order: number): string {
  const i = comment - order * 10;
  const isAnswer = i > 0 && chance(comment, 6) < 0.6;
  const answered = isAnswer ? order * 10 + Math.floor(chance(comment, 7) * i) : 'NULL';
  return `(${comment}, ${order}, ${answered}, ${Math.floor(chance(comment, 8) * 5)})`;
}

const script = `
  CREATE TABLE orders (id INTEGER PRIMARY KEY, priority INTEGER NOT NULL);
  CREATE TABLE shipments (id INTEGER PRIMARY KEY, order_id INTEGER NOT NULL REFERENCES orders, weight INTEGER NOT NULL);
  CREATE TABLE lines (id INTEGER PRIMARY KEY, order_id INTEGER NOT NULL REFERENCES orders,
    shipment_id INTEGER REFERENCES shipments, pieces INTEGER NOT NULL);
  CREATE TABLE comments (id INTEGER PRIMARY KEY, order_id INTEGER NOT NULL REFERENCES orders,
    answer_to INTEGER REFERENCES comments, stars INTEGER NOT NULL);
  INSERT INTO orders VALUES ${every.map((order) => `(${order}, ${Math.floor(chance(order, 9) * 3)})`).join()};
  INSERT INTO shipments VALUES ${every
    .flatMap((order) =>
      shipmentsOf(order).map((id) => `(${id}, ${order}, ${Math.floor(chance(id, 10) * 90)})`),
    )
    .join()};
  INSERT INTO lines VALUES ${every.flatMap((order) => [0, 1, 2].map((i) => lineOf(order, i))).join()};
  INSERT INTO comments VALUES ${every.flatMap((order) => commentsOf(order).map((id) => commentOf(id, order))).join()};`;

let copy: Rows;

beforeAll(async () => {
  copy = drawRows(await learnScript(script), { seed: 3, scale: 2 });
});

/** Rows of a table by their id. */
function byId(rows: readonly Row[]): Map<unknown, Row> {
  return new Map(rows.map((row) => [row.id, row]));
}

describe('a reference inside the same order', () => {
  it('leads to a shipment of the order that the line belongs to', () => {
    const shipments = byId(copy.shipments!);
    const sent = copy.lines!.filter(({ shipment_id }) => shipment_id !== null);
    expect(sent.length).toBeGreaterThan(0.35 * copy.lines!.length);
    for (const { order_id, shipment_id } of sent) expect(shipments.get(shipment_id)!.order_id).toBe(order_id);
  });

  it('spreads lines over the shipments of an order', () => {
    const used = new Set(copy.lines!.map(({ shipment_id }) => shipment_id));
    expect(used.size).toBeGreaterThan(0.4 * copy.shipments!.length);
  });

  it('leads to an earlier comment on the same order', () => {
    const comments = byId(copy.comments!);
    const answers = copy.comments!.filter(({ answer_to }) => answer_to !== null);
    expect(answers.length).toBeGreaterThan(0.3 * copy.comments!.length);
    for (const { order_id, answer_to } of answers) expect(comments.get(answer_to)!.order_id).toBe(order_id);
  });
});
