import { describe, expect, it } from 'vitest';
import type { LateKey } from '../../../src/graph/find-load-order.js';
import { closeCycles } from '../../../src/sample/close-cycles.js';
import { RowGuard } from '../../../src/sample/row-guard.js';
import { aCatalog, aTable } from '../../catalog-builder.js';
import type { TableBuilder } from '../../catalog-builder.js';
import { aSampledTable } from '../../sampled-builder.js';

const LATE: LateKey = {
  table: 'teams',
  foreignKey: 'led_by',
  how: 'update',
  columns: ['players_id'],
  key: ['id'],
};

/** Teams are led by players, players belong to teams; `change` adds to the table of teams. */
function close(
  { teams = 100, players = 300, nullShare = 0, seed = 1 },
  change: (table: TableBuilder) => TableBuilder = (table) => table,
): number[] {
  const [team, player] = aCatalog(
    change(aTable('teams').key('id').references('players', { name: 'led_by', nullable: true })),
    aTable('players').key('id').references('teams'),
  ).tables;
  const sampled = aSampledTable(team!, teams, {
    references: [{ foreignKey: 'led_by', nullShare, how: { kind: 'late' } }],
  });
  closeCycles(
    sampled,
    new Map([['players', aSampledTable(player!, players)]]),
    [LATE],
    new RowGuard([], [], new Map()),
    null,
    seed,
  );
  return [...sampled.links.get('led_by')!];
}

describe('closeCycles', () => {
  it('gives every row a parent that exists, and many different ones', () => {
    const links = close({});
    expect(links.every((row) => row >= 0 && row < 300)).toBe(true);
    expect(new Set(links).size).toBeGreaterThan(60);
  });

  it('leaves as many rows without a parent as the source has', () => {
    const share = close({ teams: 4_000, nullShare: 0.3 }).filter((row) => row < 0).length / 4_000;
    expect(Math.abs(share - 0.3)).toBeLessThan(4 * Math.sqrt(0.21 / 4_000));
  });

  it('gives each parent one row at most where the key is unique, even when there are just enough', () => {
    const links = close({ teams: 300, players: 300 }, (table) => table.unique('players_id'));
    expect(new Set(links).size).toBe(300);
  });

  it('leaves rows without a parent when there are fewer than a unique key needs', () => {
    const links = close({ teams: 50, players: 20 }, (table) => table.unique('players_id'));
    expect(links.filter((row) => row >= 0).sort((a, b) => a - b)).toEqual([...Array(20).keys()]);
  });

  it('chooses by the seed', () => {
    expect(close({ seed: 1 })).toEqual(close({ seed: 1 }));
    expect(close({ seed: 1 })).not.toEqual(close({ seed: 2 }));
  });
});
