import { describe, expect, it } from 'vitest';
import { findNeeded } from '../../../src/sample/find-needed.js';
import { aCatalog, aTable } from '../../catalog-builder.js';
import { aSampledTable } from '../../sampled-builder.js';

describe('findNeeded', () => {
  it('marks rows that NOT NULL keys lead to, through optional ones as far as their rows are needed', () => {
    const [team, shirt, star] = aCatalog(
      aTable('teams').key('id').column('code', { nullable: true }).unique('code'),
      aTable('shirts')
        .key('id')
        .references('teams', { columns: ['team'], to: ['code'], nullable: true, name: 'of' })
        .unique('team'),
      aTable('stars')
        .key('id')
        .references('shirts', { columns: ['shirt'], to: ['team'], name: 'wears' }),
    ).tables;
    const teams = aSampledTable(team!, 6);
    const tables = new Map([
      ['teams', teams],
      ['shirts', aSampledTable(shirt!, 4, { links: { of: [5, 0, -1, 3] } })],
      ['stars', aSampledTable(star!, 2, { links: { wears: [0, 3] } })],
    ]);
    expect([...findNeeded(teams, ['code'], tables)]).toEqual([0, 0, 0, 1, 0, 1]);
    expect([...findNeeded(teams, ['id'], tables)]).toEqual([0, 0, 0, 0, 0, 0]);
  });
});
