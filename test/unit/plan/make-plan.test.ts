import { describe, expect, test } from 'vitest';
import { chooseOwners } from '../../../src/graph/choose-owners.js';
import { findLoadOrder } from '../../../src/graph/find-load-order.js';
import { makePlan } from '../../../src/plan/make-plan.js';
import type { PlanInput, PlanOptions } from '../../../src/plan/make-plan.js';
import type { Plan } from '../../../src/plan/plan.js';
import { aCatalog, aTable } from '../../catalog-builder.js';
import type { TableBuilder } from '../../catalog-builder.js';

function plan(
  tables: TableBuilder[],
  rows: Record<string, number>,
  options: Partial<PlanOptions> = {},
  input: Partial<PlanInput> = {},
): Plan {
  const catalog = aCatalog(...tables);
  const loadOrder = findLoadOrder(catalog);
  const sourceRows = new Map(Object.entries(rows));
  const owners = chooseOwners(catalog, loadOrder, sourceRows);
  return makePlan(
    { catalog, loadOrder, owners, sourceRows, ...input },
    { mode: 'create', abilities: { deferForeignKeys: true }, ...options },
  );
}

const rowsOf = (made: Plan) => Object.fromEntries(made.tables.map(({ id, rows }) => [id, rows]));
const shop = () => [
  aTable('lines')
    .key('order_id', 'product_id')
    .references('orders', { columns: ['order_id'], name: 'of' })
    .references('products', { columns: ['product_id'], name: 'what' }),
  aTable('orders').key('id').references('customers', { name: 'by' }),
  aTable('customers')
    .key('id')
    .references('customers', { columns: ['friend'], nullable: true, name: 'friend' }),
  aTable('products').key('id'),
];
const shopRows = { lines: 2000, orders: 800, customers: 100, products: 77 };

describe('a plan', () => {
  test('lists tables in load order with rows, owners and references', () => {
    const made = plan(shop(), shopRows, { seed: 7, scale: 2 });
    expect(made).toMatchObject({
      seed: 7,
      scale: 2,
      mode: 'create',
      rows: 5954,
      cycles: [],
      late: [],
      warnings: [],
    });
    expect(made.tables.map(({ id }) => id)).toEqual(['customers', 'orders', 'products', 'lines']);
    expect(made.tables[3]).toEqual({
      id: 'lines',
      rows: 4000,
      isAsked: false,
      sourceRows: 2000,
      existingRows: 0,
      included: { why: 'all', by: null },
      owner: { foreignKey: 'of', parent: 'orders' },
      references: [{ foreignKey: 'what', parent: 'products' }],
      selfReferences: [],
      late: [],
      nulled: [],
      limit: null,
      nearlyFull: null,
      checks: [],
    });
    expect(made.tables[0]).toMatchObject({ owner: null, references: [], selfReferences: ['friend'] });
  });

  test('is plain JSON', () => {
    const made = plan(shop(), shopRows);
    expect(JSON.parse(JSON.stringify(made))).toEqual(made);
  });

  test('has seed 0 and scale 1 unless told otherwise', () => {
    expect(plan(shop(), shopRows)).toMatchObject({ seed: 0, scale: 1, rows: 2977 });
  });

  test.each([-1, 0.5, NaN, 2 ** 60])('refuses the seed %s', (seed) => {
    expect(() => plan(shop(), shopRows, { seed })).toThrow(expect.objectContaining({ code: 'E_USAGE' }));
  });
});

describe('cycles', () => {
  const optional = () => [
    aTable('country').key('id').references('city', { nullable: true, name: 'capital' }),
    aTable('city').key('id').references('country', { name: 'in' }),
  ];
  const closed = () => [
    aTable('store').key('id').references('staff', { name: 'manager' }),
    aTable('staff').key('id').references('store', { name: 'at' }),
  ];
  const rows = { country: 200, city: 3000, store: 2, staff: 2 };

  test('are closed by an update where a foreign key is optional', () => {
    const made = plan(optional(), rows);
    expect(made.late).toMatchObject([{ table: 'country', foreignKey: 'capital', how: 'update' }]);
    expect(made.tables[0]).toMatchObject({ id: 'country', late: ['capital'], references: [] });
    expect(made.target.deferForeignKeys).toBe(false);
  });

  test('wait for the end of the load where all foreign keys are NOT NULL', () => {
    expect(plan(closed(), rows).target.deferForeignKeys).toBe(true);
  });

  test('are refused where nothing can wait and the schema is not ours', () => {
    const abilities = { deferForeignKeys: false };
    expect(plan(closed(), rows, { abilities }).target).toMatchObject({ createSchema: true });
    expect(() => plan(closed(), rows, { abilities, mode: 'fill' })).toThrow(
      expect.objectContaining({ code: 'E_CYCLE' }),
    );
  });

  test('vanish with an excluded table', () => {
    const made = plan(optional(), rows, { exclude: ['city'] });
    expect(made).toMatchObject({ cycles: [], late: [] });
    expect(made.tables).toMatchObject([{ id: 'country', late: [], nulled: [{ foreignKey: 'capital' }] }]);
  });
});

describe('the target', () => {
  test('is emptied from the children up', () => {
    expect(plan(shop(), shopRows, { mode: 'truncate', tables: ['orders'] }).target).toEqual({
      createSchema: false,
      truncate: ['orders', 'customers'],
      deferForeignKeys: false,
      disableTriggers: false,
      deferConstraints: false,
    });
  });

  test('keeps its rows when they are appended to, and they take up room', () => {
    const tables = [
      aTable('days')
        .column('day', { type: { name: 'enum', labels: ['a', 'b', 'c'] }, nullable: false })
        .unique('day'),
    ];
    const existingRows = new Map([['days', 2]]);
    const made = plan(tables, { days: 3 }, { mode: 'append' }, { existingRows });
    expect(made.tables).toMatchObject([{ rows: 1, existingRows: 2 }]);
    expect(() => plan(tables, { days: 3 }, { mode: 'append', rows: { days: 2 } }, { existingRows })).toThrow(
      expect.objectContaining({ code: 'E_CAPACITY' }),
    );
  });
});

describe('tables without rows', () => {
  test('stay empty with a warning when the source has none', () => {
    const made = plan([aTable('log').key('id')], { log: 0 });
    expect(rowsOf(made)).toEqual({ log: 0 });
    expect(made.warnings).toMatchObject([{ table: 'log' }]);
  });

  test('get rows when asked', () => {
    const made = plan([aTable('log').key('id')], { log: 0 }, { rows: { log: 5 } });
    expect([rowsOf(made), made.warnings]).toEqual([{ log: 5 }, []]);
  });

  test('cannot be the parent of a NOT NULL foreign key; the message names both', () => {
    const tables = [aTable('a').key('id'), aTable('b').key('id').references('a')];
    expect(() => plan(tables, { a: 0, b: 10 })).toThrow(
      expect.objectContaining({ code: 'E_CAPACITY', message: expect.stringMatching(/"b".*"a"/) }),
    );
    expect(() => plan(tables, { a: 10, b: 10 }, { rows: { a: 0 } })).toThrow(
      expect.objectContaining({ code: 'E_CAPACITY' }),
    );
  });

  test('leave an optional foreign key NULL', () => {
    const tables = [
      aTable('a').key('id'),
      aTable('b').key('id').references('a', { nullable: true, name: 'up' }),
    ];
    const made = plan(tables, { a: 0, b: 10 });
    expect(made.tables[1]).toMatchObject({
      rows: 10,
      nulled: [{ foreignKey: 'up', parent: 'a', columns: ['a_id'] }],
      references: [],
    });
    expect(made.warnings.map(({ table }) => table)).toEqual(['a', 'b']);
  });
});

describe('capacity', () => {
  test('refuses more rows than a junction has pairs, when they are asked for by name', () => {
    const tables = [
      aTable('a').key('id'),
      aTable('b').key('id'),
      aTable('ab').key('a_id', 'b_id').references('a').references('b'),
    ];
    expect(() => plan(tables, { a: 3, b: 4, ab: 5 }, { rows: { ab: 500 } })).toThrow(
      expect.objectContaining({
        code: 'E_CAPACITY',
        message: expect.stringMatching(/"ab" has room for 12 rows .*"ab_pk" \(a_id, b_id\), 500 /),
        hint: expect.stringContaining('--rows ab=12'),
      }),
    );
  });

  test('cuts the pairs of a small scale to what its parents allow, with a warning', () => {
    const tables = [
      aTable('playlist').key('id'),
      aTable('track').key('id'),
      aTable('listed').key('playlist_id', 'track_id').references('playlist').references('track'),
    ];
    const made = plan(tables, { playlist: 18, track: 3503, listed: 60_000 }, { scale: 0.01 });
    expect(rowsOf(made)).toEqual({ playlist: 1, track: 35, listed: 35 });
    expect(made.tables[2]!.limit).toEqual({
      constraint: 'listed_pk',
      columns: ['playlist_id', 'track_id'],
      possible: 35,
    });
    expect(made.warnings).toEqual([
      { table: 'listed', message: expect.stringContaining('gets 35 rows instead of 600') },
    ]);
  });

  test('cuts a table whose parent was cut before it, whatever the order', () => {
    const digit = { type: { name: 'integer', min: 0n, max: 9n }, nullable: false } as const;
    const tables = [
      aTable('detail')
        .key('code')
        .references('lookup', { columns: ['code'] }),
      aTable('lookup').column('code', digit).key('code'),
    ];
    expect(rowsOf(plan(tables, { lookup: 10, detail: 8 }, { scale: 10 }))).toEqual({
      lookup: 10,
      detail: 10,
    });
  });

  test('keeps one-to-one children within their parents', () => {
    const tables = [aTable('user').key('id'), aTable('profile').key('user_id').references('user')];
    expect(() => plan(tables, { user: 10, profile: 10 }, { rows: { profile: 11 } })).toThrow(
      expect.objectContaining({ code: 'E_CAPACITY' }),
    );
    expect(rowsOf(plan(tables, { user: 10, profile: 10 }, { rows: { user: 4 } }))).toEqual({
      user: 4,
      profile: 4,
    });
  });

  test('does not bind rows whose key is NULL', () => {
    const tables = [
      aTable('a').key('id'),
      aTable('b').key('id').references('a', { nullable: true }).unique('a_id'),
    ];
    expect(rowsOf(plan(tables, { a: 2, b: 50 }))).toEqual({ a: 2, b: 50 });
  });
});

test('a constraint that dbsynth does not know how to keep is refused beyond one row', () => {
  const circles = aTable('circles').key('id');
  const catalog = aCatalog(circles);
  const withUnkept = { ...catalog, tables: catalog.tables.map((table) => ({ ...table, unkept: ['apart'] })) };
  const planned = (rows: number) => plan([circles], { circles: rows }, {}, { catalog: withUnkept });
  expect(() => planned(2)).toThrow(
    expect.objectContaining({
      code: 'E_CONSTRAINT',
      message: expect.stringMatching(/"circles".*2 rows.*"apart"/) as string,
    }),
  );
  expect(rowsOf(planned(1))).toEqual({ circles: 1 });
});

test('a table whose parent has no room for new rows gets none, with a warning, or is refused where they are asked for', () => {
  const flags = aTable('flags')
    .key('is_on')
    .column('is_on', { type: { name: 'boolean' } });
  const tables = [flags, aTable('rows').key('id').references('flags')];
  const append = { mode: 'append', rows: {} } as const;
  const input = {
    existingRows: new Map([
      ['flags', 2],
      ['rows', 5],
    ]),
  };
  const made = plan(tables, { flags: 2, rows: 5 }, append, input);
  expect(rowsOf(made)).toEqual({ flags: 0, rows: 0 });
  expect(made.warnings.map(({ table, message }) => [table, message.includes('"flags"')])).toEqual([
    ['flags', false],
    ['rows', true],
  ]);
  expect(() => plan(tables, { flags: 2, rows: 5 }, { ...append, rows: { rows: 3 } }, input)).toThrow(
    expect.objectContaining({ code: 'E_CAPACITY' }),
  );
});
