import { describe, expect, it } from 'vitest';
import { listDemands, type Demand } from '../../../src/sample/list-demands.js';
import type { UniqueKey } from '../../../src/introspect/catalog.js';
import { aCatalog, aTable, type TableBuilder } from '../../catalog-builder.js';

const ROWS = new Map([
  ['teams', 50],
  ['shirts', 30],
  ['stars', 20],
]);

function list(...children: TableBuilder[]): Demand[] {
  const { tables } = aCatalog(
    aTable('teams')
      .key('league', 'place')
      .column('code', { nullable: true })
      .unique('code')
      .unique('league', 'code'),
    ...children,
  );
  return listDemands('teams', tables, (id) => ROWS.get(id) ?? 0);
}

const TO_CODE = { columns: ['team'], to: ['code'] };
const ONE = { rows: 1, columns: [], present: ['code'], unique: null };

const keyOf = (table: string, column: string) => ({
  table,
  key: expect.objectContaining({ columns: [column] }) as UniqueKey,
});

describe('listDemands', () => {
  it('lists a row to refer to, and as many as the child has where each needs its own', () => {
    expect(list(aTable('shirts').key('id').references('teams', TO_CODE))).toEqual([ONE]);
    expect(list(aTable('shirts').key('id').references('teams', TO_CODE).unique('team'))).toEqual([
      ONE,
      { rows: 30, columns: ['code'], present: ['code'], unique: keyOf('shirts', 'team') },
    ]);
  });

  it('lists as many different values as a unique part of a foreign key needs', () => {
    const shirts = aTable('shirts')
      .key('id')
      .references('teams', { columns: ['of_league', 'team'], to: ['league', 'code'] })
      .unique('of_league');
    expect(list(shirts)).toContainEqual({
      rows: 30,
      columns: ['league'],
      present: ['league', 'code'],
      unique: keyOf('shirts', 'of_league'),
    });
  });

  it('demands nothing for children that can be without a parent', () => {
    const optional = aTable('shirts')
      .key('id')
      .references('teams', { ...TO_CODE, nullable: true })
      .unique('team');
    expect(list(optional)).toEqual([]);
  });

  it('passes on what is demanded of a child through its optional key', () => {
    const shirts = aTable('shirts')
      .key('id')
      .references('teams', { ...TO_CODE, nullable: true })
      .unique('team');
    const stars = aTable('stars')
      .key('id')
      .references('shirts', { columns: ['shirt'], to: ['team'] })
      .unique('shirt');
    expect(list(shirts, stars)).toEqual([
      ONE,
      { rows: 20, columns: ['code'], present: ['code'], unique: keyOf('stars', 'shirt') },
    ]);
  });
});
