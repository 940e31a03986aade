import { describe, expect, it } from 'vitest';
import type { TargetState } from '../../../src/database.js';
import { chooseMode } from '../../../src/plan/choose-mode.js';

const NOTHING_SAID = { truncate: false, append: false };

function holding(rows: Record<string, number>): TargetState {
  return {
    exists: true,
    tables: Object.entries(rows).map(([id, count]) => ({ id, rows: count })),
    madeByDbsynth: false,
  };
}

describe('chooseMode', () => {
  it('makes the schema where there is none, whatever else was said', () => {
    for (const said of [NOTHING_SAID, { truncate: true, append: false }, { truncate: false, append: true }]) {
      expect(chooseMode(holding({}), 'shop.db', said)).toBe('create');
    }
  });

  it('fills tables that stand and are empty', () => {
    expect(chooseMode(holding({ customers: 0, orders: 0 }), 'shop.db', NOTHING_SAID)).toBe('fill');
    expect(chooseMode(holding({ customers: 0 }), 'shop.db', { truncate: true, append: false })).toBe('fill');
  });

  it('refuses a target with rows unless something was said about them', () => {
    const state = holding({ customers: 1204, orders: 0 });
    expect(() => chooseMode(state, 'shop.db', NOTHING_SAID)).toThrow(
      expect.objectContaining({ code: 'E_TARGET_NOT_EMPTY' }),
    );
    expect(chooseMode(state, 'shop.db', { truncate: true, append: false })).toBe('truncate');
    expect(chooseMode(state, 'shop.db', { truncate: false, append: true })).toBe('append');
  });
});
