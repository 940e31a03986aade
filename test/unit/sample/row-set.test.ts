import { describe, expect, it } from 'vitest';
import { RowSet } from '../../../src/sample/row-set.js';

describe('RowSet', () => {
  it('holds what was added since it was cleared, and not what was deleted', () => {
    const set = new RowSet(4);
    set.add(1);
    set.add(3);
    set.delete(1);
    expect([0, 1, 2, 3].filter((row) => set.has(row))).toEqual([3]);
    set.clear();
    expect([0, 1, 2, 3].some((row) => set.has(row))).toBe(false);
    set.add(2);
    expect([0, 1, 2, 3].filter((row) => set.has(row))).toEqual([2]);
  });
});
