import { describe, expect, it } from 'vitest';
import { compileHasKey } from '../../../src/sample/compile-has-key.js';
import { foreseeParents } from '../../../src/sample/foresee-parents.js';
import type { ForeignKey } from '../../../src/introspect/catalog.js';
import type { SampledTable } from '../../../src/sample/sampled-table.js';
import { aCatalog, aTable } from '../../catalog-builder.js';
import { aSampledTable } from '../../sampled-builder.js';

/** Teams that may be led by a player each, who is on a shirt. */
function foresee(
  needed: number,
  parents: number,
): { teams: SampledTable; foreseen: number[]; ofShirts: ForeignKey } {
  const [team, , shirt] = aCatalog(
    aTable('teams').key('id').references('players', { name: 'led_by', nullable: true }).unique('players_id'),
    aTable('players').key('id').references('teams'),
    aTable('shirts')
      .key('id')
      .references('teams', { columns: ['leader'], to: ['players_id'] }),
  ).tables;
  const teams = aSampledTable(team!, 1_000, {
    references: [{ foreignKey: 'led_by', nullShare: 0.6, how: { kind: 'late' } }],
    late: ['players_id'],
  });
  foreseeParents(teams, 'led_by', needed, parents, 1);
  const foreseen = teams.foreseen.get('led_by')!;
  return {
    teams,
    foreseen: [...foreseen.keys()].filter((row) => foreseen[row] === 1),
    ofShirts: shirt!.foreignKeys[0]!,
  };
}

describe('foreseeParents', () => {
  it('leaves as many rows without a parent as the source has', () => {
    const { foreseen } = foresee(1, 1_000);
    expect(Math.abs(foreseen.length - 400)).toBeLessThan(4 * Math.sqrt(240));
  });

  it('gives more rows a parent where more are needed, and none other than before', () => {
    const { foreseen } = foresee(700, 1_000);
    expect(foreseen.length).toBe(700);
    expect(foreseen).toEqual(expect.arrayContaining(foresee(1, 1_000).foreseen));
  });

  it('gives no more rows a parent than there are parents for a unique key', () => {
    expect(foresee(1, 50).foreseen.length).toBe(50);
    expect(foresee(700, 50).foreseen.length).toBe(50);
  });

  it('tells which rows have a key before they have it', () => {
    const { teams, foreseen, ofShirts } = foresee(1, 300);
    const hasKey = compileHasKey(ofShirts, teams)!;
    expect([...Array(1_000).keys()].filter(hasKey)).toEqual(foreseen);
  });
});
