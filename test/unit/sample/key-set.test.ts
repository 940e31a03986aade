import { describe, expect, it } from 'vitest';
import { KeySet } from '../../../src/sample/key-set.js';

describe('KeySet', () => {
  it('holds what was added and nothing else, however much it grows', () => {
    const keys = new KeySet();
    for (let i = 1; i <= 10_000; i++) keys.add(i * 7_919);
    expect(keys.size).toBe(10_000);
    for (let i = 1; i <= 10_000; i++) expect(keys.has(i * 7_919) && !keys.has(i * 7_919 + 1)).toBe(true);
  });

  it('counts a key once', () => {
    const keys = new KeySet();
    for (const hash of [5, 5, 2 ** 52, 2 ** 52]) keys.add(hash);
    expect(keys.size).toBe(2);
  });

  it('forgets all of it when cleared', () => {
    const keys = new KeySet();
    for (let i = 1; i <= 200; i++) keys.add(i);
    keys.clear();
    expect([keys.size, keys.has(1), keys.has(200)]).toEqual([0, false, false]);
    keys.add(1);
    expect([keys.size, keys.has(1)]).toEqual([1, true]);
  });

  it('goes on from the slots of another', () => {
    const before = new KeySet();
    for (let i = 1; i <= 100; i++) before.add(i);
    const after = new KeySet(before.toSlots());
    after.add(101);
    expect([after.size, after.has(1), after.has(101)]).toEqual([101, true, true]);
  });

  it('takes at most 22 bytes a key once it has grown', () => {
    const keys = new KeySet();
    for (let i = 1; i <= 100_000; i++) keys.add(i * 12_345);
    expect(keys.toSlots().byteLength / 100_000).toBeLessThanOrEqual(22);
  });
});
