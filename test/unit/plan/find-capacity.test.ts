import { describe, expect, test } from 'vitest';
import { findCapacity } from '../../../src/plan/find-capacity.js';
import { aCatalog, aTable } from '../../catalog-builder.js';
import type { TableBuilder } from '../../catalog-builder.js';

const a = aTable('a').key('id');
const b = aTable('b').key('id');
const ab = aTable('wide').key('x', 'y');

function roomOf(
  table: TableBuilder,
  parents: Record<string, number> = {},
  nulled: string[] = [],
  sourceRows = 0,
) {
  const { tables } = aCatalog(table, a, b, ab);
  return (
    findCapacity(tables[0]!, {
      dialect: 'sqlite',
      tables,
      rowsOf: (id) => parents[id] ?? 0,
      nulled,
      sourceRows,
    })?.possible ?? null
  );
}
const boolean = { type: { name: 'boolean' }, nullable: false } as const;
const weekday = { type: { name: 'enum', labels: ['Mon', 'Tue', 'mon'] }, nullable: false } as const;
const tiny = { type: { name: 'integer', min: -128n, max: 127n }, nullable: false } as const;

const small = { type: { name: 'integer', min: -32_768n, max: 32_767n } } as const;

test('an identity counts upwards from 1, and no further than a narrower foreign key that refers to it', () => {
  const wide = aTable('t')
    .column('id', { ...tiny, identity: true })
    .key('id');
  expect(roomOf(wide)).toBe(127);
  const parent = aTable('t').key('id');
  const child = aTable('child').key('id').references('t').column('t_id', small);
  const { tables } = aCatalog(parent, child);
  const room = findCapacity(tables[0]!, {
    dialect: 'sqlite',
    tables,
    rowsOf: () => 0,
    nulled: [],
    sourceRows: 0,
  });
  expect(room?.possible).toBe(32_767);
});

test.each([
  ['different', 'CHECK a_id <> other', 90],
  ['in order', 'CHECK a_id < other', 45],
])('pairs of rows of one parent that must be %s', (_, check, possible) => {
  const pairs = aTable('t')
    .references('a', { columns: ['a_id'] })
    .references('a', { columns: ['other'] })
    .unique('a_id', 'other')
    .check(check.replace('CHECK ', ''));
  expect(roomOf(pairs, { a: 10 })).toBe(possible);
});

describe('one column', () => {
  test.each([
    ['a boolean', aTable('t').column('c', boolean).unique('c'), 2],
    ['an enum', aTable('t').column('c', weekday).unique('c'), 3],
    ['a small integer', aTable('t').column('c', tiny).unique('c'), 256],
    [
      'two characters',
      aTable('t')
        .column('c', { type: { name: 'text', maxLength: 2, fixed: true }, nullable: false })
        .unique('c'),
      95 ** 2,
    ],
    [
      'two digits and a sign',
      aTable('t')
        .column('c', { type: { name: 'decimal', precision: 2, scale: 1 }, nullable: false })
        .unique('c'),
      199,
    ],
    ['a 64-bit integer', aTable('t').key('id'), null],
    ['a text of any length', aTable('t').column('c', { nullable: false }).unique('c'), null],
  ])('of %s has room for its values', (_, table, expected) => {
    expect(roomOf(table)).toBe(expected);
  });

  test('of a CHECK has room for the values of its list', () => {
    const table = aTable('t').column('c', { nullable: false }).unique('c').check("c IN ('x', 'y')");
    expect(roomOf(table)).toBe(2);
  });

  test('of a list has room for its values in the words of PostgreSQL too', () => {
    const { tables } = aCatalog(
      aTable('t')
        .column('day', { type: { name: 'text', maxLength: 9, fixed: false }, nullable: false })
        .key('day')
        .check("(day)::text = ANY ((ARRAY['mon'::character varying, 'tue'::character varying])::text[])"),
    );
    const context = { dialect: 'postgres', tables, rowsOf: () => 0, nulled: [], sourceRows: 0 } as const;
    expect(findCapacity(tables[0]!, context)?.possible).toBe(2);
  });

  test('of an enum counts labels that differ only in case once under a key that ignores case', () => {
    const table = aTable('t')
      .column('c', weekday)
      .uniqueIndex(['c'], { caseInsensitive: [true] });
    expect(roomOf(table)).toBe(2);
  });

  test('believes a source that holds more than the type seems to allow', () => {
    expect(roomOf(aTable('t').column('c', boolean).unique('c'), {}, [], 3)).toBe(3);
  });

  test('has no bound when it may be NULL, unless nulls collide', () => {
    const nullable = { ...boolean, nullable: true };
    expect(roomOf(aTable('t').column('c', nullable).unique('c'))).toBe(null);
    expect(roomOf(aTable('t').column('c', nullable).uniqueIndex(['c'], { nullsDistinct: false }))).toBe(3);
  });
});

describe('several columns', () => {
  test('have room for the pairs of their parents', () => {
    const pairs = aTable('t').key('a_id', 'b_id').references('a').references('b');
    expect(roomOf(pairs, { a: 3, b: 4 })).toBe(12);
    expect(roomOf(pairs, { a: 3, b: 0 })).toBe(0);
  });

  test('have room for one row per parent when one foreign key covers them', () => {
    const subtype = aTable('t')
      .key('x', 'y')
      .references('wide', { columns: ['x', 'y'] });
    expect(roomOf(subtype, { wide: 9 })).toBe(9);
  });

  test('are bounded by the tightest combination of overlapping foreign keys', () => {
    const table = aTable('t')
      .key('a_id', 'b_id')
      .references('a')
      .references('b')
      .references('wide', { columns: ['a_id', 'b_id'] });
    expect(roomOf(table, { a: 3, b: 4, wide: 7 })).toBe(7);
    expect(roomOf(table, { a: 3, b: 4, wide: 70 })).toBe(12);
  });

  test('multiply parents by the values of a type', () => {
    expect(roomOf(aTable('t').column('day', weekday).references('a').unique('a_id', 'day'), { a: 10 })).toBe(
      30,
    );
  });

  test('count a foreign key of which only a part belongs to the key', () => {
    const table = aTable('t').key('x', 'day').column('day', weekday).column('y', tiny);
    expect(roomOf(table.references('wide', { columns: ['x', 'y'] }), { wide: 5 })).toBe(15);
  });
});

describe('no bound comes from', () => {
  test('a partial index, an expression, a self-reference', () => {
    expect(roomOf(aTable('t').column('c', boolean).uniqueIndex(['c'], { predicate: 'c' }))).toBe(null);
    const expression = { columns: [null], expressions: ['lower(c)'] };
    expect(roomOf(aTable('t').column('c', boolean).uniqueIndex(['c'], expression))).toBe(null);
    expect(
      roomOf(
        aTable('t')
          .key('id')
          .references('t', { columns: ['up'] })
          .unique('up'),
        { t: 1 },
      ),
    ).toBe(null);
  });

  test('a foreign key that stays NULL', () => {
    const table = aTable('t')
      .references('a', { nullable: true, name: 'of' })
      .uniqueIndex(['a_id'], { nullsDistinct: false });
    expect(roomOf(table, { a: 5 }, ['of'])).toBe(null);
  });
});

test('names the tightest of several keys', () => {
  const table = aTable('t')
    .references('a')
    .column('c', boolean)
    .unique('a_id')
    .uniqueIndex(['c'], { name: 'tight' });
  const [built] = aCatalog(table, a).tables;
  expect(
    findCapacity(built!, { dialect: 'sqlite', tables: [], rowsOf: () => 100, nulled: [], sourceRows: 0 }),
  ).toEqual({
    constraint: 'tight',
    columns: ['c'],
    possible: 2,
  });
});

test('a foreign key leads to no more rows than the parents of its parents have', () => {
  const { tables } = aCatalog(
    aTable('c')
      .key('id')
      .references('p', { columns: ['a'], to: ['a_id'] })
      .unique('a'),
    aTable('p').key('id').references('a', { nullable: true }).unique('a_id'),
    a,
  );
  const rows = new Map([
    ['p', 100],
    ['a', 7],
  ]);
  const room = findCapacity(tables[0]!, {
    dialect: 'sqlite',
    tables,
    rowsOf: (id) => rows.get(id) ?? 0,
    nulled: [],
    sourceRows: 0,
  });
  expect(room).toMatchObject({ columns: ['a'], possible: 7 });
});

test('a CHECK that forbids NULL lets a key bound the table as NOT NULL does', () => {
  const flag = aTable('t')
    .column('on', { type: { name: 'boolean' } })
    .unique('on');
  expect(roomOf(flag)).toBeNull();
  const needed = aTable('t')
    .column('on', { type: { name: 'boolean' } })
    .unique('on')
    .check('"on" IS NOT NULL');
  expect(roomOf(needed)).toBe(2);
});
