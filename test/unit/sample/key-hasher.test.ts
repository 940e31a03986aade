import { describe, expect, it } from 'vitest';
import type { SqlValue } from '../../../src/batch/batch.js';
import { KeyHasher } from '../../../src/sample/key-hasher.js';

function hashOf(...values: readonly SqlValue[]): number {
  const hasher = new KeyHasher();
  hasher.reset();
  for (const value of values) hasher.add(value, false);
  return hasher.finish();
}

describe('KeyHasher', () => {
  it('tells keys apart by value, kind, order and number of parts', () => {
    const keys: SqlValue[][] = [
      [1],
      [2],
      ['1'],
      [1.5],
      [2n ** 60n],
      [null],
      [''],
      ['a', 'b'],
      ['b', 'a'],
      ['ab', ''],
      ['', 'ab'],
      [new Uint8Array([97])],
      [1, 2],
      [12],
      [-1],
      [2 ** 40],
    ];
    expect(new Set(keys.map((key) => hashOf(...key))).size).toBe(keys.length);
  });

  it('gives equal keys equal hashes, whole bigints and white space at the end included', () => {
    expect(hashOf(7n)).toBe(hashOf(7));
    expect(hashOf('name  ')).toBe(hashOf('name'));
    expect(hashOf(0)).toBe(hashOf(-0));
  });

  it('ignores case when told to', () => {
    const hasher = new KeyHasher();
    expect(hasher.hash('A@B.C', true)).toBe(hasher.hash('a@b.c', true));
    expect(hasher.hash('A', false)).not.toBe(hasher.hash('a', false));
  });

  it('has no collision among a million numbered texts, and stays within 53 bits', () => {
    const hasher = new KeyHasher();
    const hashes = new Float64Array(1_000_000);
    for (let i = 0; i < hashes.length; i++) hashes[i] = hasher.hash(`K-${i}`, false);
    hashes.sort();
    expect(hashes[0]).toBeGreaterThan(0);
    expect(hashes.at(-1)).toBeLessThan(2 ** 53);
    expect(hashes.findIndex((hash, i) => i > 0 && hash === hashes[i - 1])).toBe(-1);
  });
});
