import { describe, expect, it } from 'vitest';
import type { Vector } from '../../../src/batch/batch.js';
import { findTemplates } from '../../../src/learn/find-templates.js';

const ROWS = 400;
const FIRST = ['Ann', 'Bob', 'Cleo', 'Dora', 'Émile', 'Finn', 'Gus'];
const LAST = ['Abel', 'Brown', 'Clark', 'Dunn', 'Evans', 'Ford', 'Gray', 'Hill', 'Ives', 'Jones', 'King'];
const entities = Int32Array.from({ length: ROWS }, (_, row) => row);
const texts = (make: (row: number) => string | null): Vector => ({
  kind: 'mixed',
  values: Array.from({ length: ROWS }, (_, row) => make(row)),
});
const numbers = (make: (row: number) => number | null): Vector => ({
  kind: 'mixed',
  values: Array.from({ length: ROWS }, (_, row) => make(row)),
});
const first = (row: number): string => FIRST[row % FIRST.length]!;
const last = (row: number): string => LAST[row % LAST.length]!;
const others = new Map<string, Vector>([
  ['id', numbers((row) => row + 1)],
  ['first_name', texts(first)],
  ['last_name', texts(last)],
  ['minute', numbers((row) => 1 + ((row * 7) % 90))],
  ['added', numbers((row) => (row % 10 === 0 ? 1 + ((row / 10) % 4) : null))],
]);

const find = (column: Vector, of = entities) =>
  findTemplates(column, others, { rows: ROWS, entities: of, minEntities: 10 });
const part = (column: string, form = 'plain', width = 0) => ({ column, form, width });

describe('findTemplates', () => {
  it('finds a name that is put together from two others', () => {
    const found = find(texts((row) => `${last(row)}, ${first(row)}`));
    expect(found!.templates).toEqual([[part('last_name'), ', ', part('first_name')]]);
  });

  it('finds slugs and padded numbers', () => {
    const slugs = texts((row) => `/p/${first(row).toLowerCase().replace('é', 'e')}`);
    expect(find(slugs)!.templates).toEqual([['/p/', part('first_name', 'dashed')]]);
    const orders = texts((row) => `ORD-${String(row + 1).padStart(6, '0')}`);
    expect(find(orders)!.templates).toEqual([['ORD-', part('id', 'padded', 6)]]);
  });

  it('finds several ways, and tells which made each row', () => {
    const label = (row: number): string | null => {
      if (row === 5) return null;
      const minute = 1 + ((row * 7) % 90);
      return row % 10 === 0 ? `${minute}'+${1 + ((row / 10) % 4)}'` : `${minute}'`;
    };
    const found = find(texts(label))!;
    expect(found.templates).toEqual([
      [part('minute'), "'"],
      [part('minute'), "'+", part('added'), "'"],
    ]);
    expect([...found.made.slice(0, 11)]).toEqual([1, 0, 0, 0, 0, 2, 0, 0, 0, 0, 1]);
  });

  it('takes no template where a text holds more than the other columns say', () => {
    expect(find(texts((row) => `${first(row)} ${(row * 37) % 101}x`))).toBeNull();
  });

  it('believes no template that too few entities follow', () => {
    const column = texts((row) => `${last(row)}, ${first(row)}`);
    expect(
      find(
        column,
        entities.map((row) => row % 9),
      ),
    ).toBeNull();
  });
});
