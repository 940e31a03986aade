import { describe, expect, test } from 'vitest';
import type { Abilities } from '../../../src/database.js';
import { chooseOwners } from '../../../src/graph/choose-owners.js';
import { findLoadOrder } from '../../../src/graph/find-load-order.js';
import { describePlan } from '../../../src/plan/describe-plan.js';
import { heedStandingSchema, type SchemaWishes } from '../../../src/plan/heed-standing-schema.js';
import { makePlan } from '../../../src/plan/make-plan.js';
import type { Plan } from '../../../src/plan/plan.js';
import { aCatalog, aTable } from '../../catalog-builder.js';

const ABLE: Abilities = {
  deferForeignKeys: true,
  transactionalSchema: true,
  disableTriggers: true,
  deferConstraints: true,
};

function heed(wishes: Partial<SchemaWishes>, can = ABLE): Plan {
  const catalog = aCatalog(aTable('customers').key('id'), aTable('orders').key('id').references('customers'));
  const loadOrder = findLoadOrder(catalog);
  const sourceRows = new Map(Object.entries({ customers: 10, orders: 30 }));
  const owners = chooseOwners(catalog, loadOrder, sourceRows);
  const plan = makePlan({ catalog, loadOrder, owners, sourceRows }, { mode: 'fill', abilities: can });
  const tables = catalog.tables.map((table) =>
    table.id === 'orders' ? { ...table, id: 'Orders', triggers: ['stamp', 'audit'] } : table,
  );
  const all = { noTriggers: false, deferConstraints: false, ...wishes };
  return heedStandingSchema(plan, { ...catalog, tables }, all, { can, label: 'here' });
}

describe('triggers of a schema that stands', () => {
  test('are named in the plan, by whatever case their table is written', () => {
    const plan = heed({});
    expect(plan.target).toMatchObject({ disableTriggers: false, deferConstraints: false });
    expect(plan.warnings).toEqual([
      { table: 'orders', message: expect.stringMatching(/fire for each row.*"stamp", "audit"/) },
    ]);
  });

  test('do not fire when the user wants it so, which the plan says', () => {
    const plan = heed({ noTriggers: true });
    expect(plan.warnings).toEqual([]);
    expect(plan.target.disableTriggers).toBe(true);
    expect(describePlan(plan)).toContain('Triggers of these tables do not fire');
  });

  test('are not touched where they could be lost', () => {
    expect(() => heed({ noTriggers: true }, { ...ABLE, disableTriggers: false })).toThrow(
      expect.objectContaining({ code: 'E_UNSUPPORTED' }),
    );
  });
});

describe('constraints of a schema that stands', () => {
  test('are made again after the rows when the user wants it so, which the plan says', () => {
    const plan = heed({ deferConstraints: true });
    expect(plan.target.deferConstraints).toBe(true);
    expect(describePlan(plan)).toContain('out of the way during the load');
  });

  test('are not touched where they could be lost', () => {
    expect(() => heed({ deferConstraints: true }, { ...ABLE, deferConstraints: false })).toThrow(
      expect.objectContaining({ code: 'E_UNSUPPORTED' }),
    );
  });
});
