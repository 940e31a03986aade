import { expect, test } from 'vitest';
import { chooseOwners } from '../../../src/graph/choose-owners.js';
import { findLoadOrder } from '../../../src/graph/find-load-order.js';
import { describePlan } from '../../../src/plan/describe-plan.js';
import { makePlan } from '../../../src/plan/make-plan.js';
import type { LoadMode } from '../../../src/plan/plan.js';
import { aCatalog, aTable } from '../../catalog-builder.js';

function describe(mode: LoadMode): string {
  const catalog = aCatalog(
    aTable('country').key('id').references('city', { nullable: true, name: 'capital' }),
    aTable('city').key('id').references('country', { name: 'in' }),
    aTable('visit').key('id').references('city').references('guide', { nullable: true, name: 'guided' }),
    aTable('guide').key('id'),
  );
  const loadOrder = findLoadOrder(catalog);
  const sourceRows = new Map(Object.entries({ country: 200, city: 3000, visit: 12_000, guide: 5 }));
  const owners = chooseOwners(catalog, loadOrder, sourceRows);
  return describePlan(
    makePlan(
      { catalog, loadOrder, owners, sourceRows },
      { mode, abilities: { deferForeignKeys: true }, tables: ['visit'], exclude: ['guide'] },
    ),
  );
}

test('tells tables, cycles and warnings', () => {
  expect(describe('create')).toMatchInlineSnapshot(`
    "3 tables, 15,200 rows, scale 1, seed 0
    The schema is made first.

    table      rows  source  belongs to  refers to
    country     200     200  -           capital (late)  needed by city
    city      3,000   3,000  country     -               needed by visit
    visit    12,000  12,000  city        guide (NULL)

    Cycles:
      country, city

    Closed late:
      country.capital: NULL first, set once its parents stand

    Warnings:
      visit: foreign key "guided" stays NULL: "guide" is excluded"
  `);
});

test('says which rows will be lost', () => {
  expect(describe('truncate')).toContain('Emptied first, all rows lost: visit, city, country.');
});

test('tells how checks are kept, and which keys will be all but full', () => {
  const catalog = aCatalog(
    aTable('shirts')
      .column('size', { nullable: false })
      .key('size')
      .check("size IN ('S', 'M', 'L', 'XL')", 'sizes')
      .check('price_of(size) > 0', 'priced'),
  );
  const input = {
    catalog,
    loadOrder: findLoadOrder(catalog),
    owners: new Map(),
    sourceRows: new Map([['shirts', 4]]),
  };
  const text = describePlan(makePlan(input, { mode: 'create', abilities: { deferForeignKeys: true } }));
  expect(text).toContain('shirts: "shirts_pk" (size) has room for 4 rows, 4 are asked for');
  expect(text).toContain('shirts: sizes: drawn so that it holds');
  expect(text).toContain('shirts: priced: columns drawn together as learned, and judged by the database');
});
