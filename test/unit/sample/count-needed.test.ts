import { describe, expect, it } from 'vitest';
import { countNeeded } from '../../../src/sample/count-needed.js';
import { aCatalog, aTable, type TableBuilder } from '../../catalog-builder.js';

const ROWS = new Map([
  ['teams', 50],
  ['shirts', 30],
  ['stars', 20],
]);

function count(...children: TableBuilder[]): number {
  const { tables } = aCatalog(
    aTable('teams').key('id').column('code', { nullable: true }).unique('code'),
    ...children,
  );
  return countNeeded('teams', ['code'], tables, (id) => ROWS.get(id) ?? 0);
}

const TO_CODE = { columns: ['team'], to: ['code'] };

describe('countNeeded', () => {
  it('counts every row of a child that needs a parent of its own', () => {
    expect(count(aTable('shirts').key('id').references('teams', TO_CODE).unique('team'))).toBe(30);
  });

  it('counts one for children that may share a parent', () => {
    expect(count(aTable('shirts').key('id').references('teams', TO_CODE))).toBe(1);
  });

  it('counts none for children that can be without a parent, or refer to other columns', () => {
    const optional = aTable('shirts')
      .key('id')
      .references('teams', { ...TO_CODE, nullable: true })
      .unique('team');
    const byId = aTable('stars').key('id').references('teams').unique('teams_id');
    expect(count(optional, byId)).toBe(0);
  });

  it('counts through an optional key what is needed of it', () => {
    const shirts = aTable('shirts')
      .key('id')
      .references('teams', { ...TO_CODE, nullable: true })
      .unique('team');
    const stars = aTable('stars')
      .key('id')
      .references('shirts', { columns: ['shirt'], to: ['team'] })
      .unique('shirt');
    expect(count(shirts, stars)).toBe(20);
  });
});
