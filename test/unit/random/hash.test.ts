import { describe, expect, it } from 'vitest';
import { hash32, hashText, unit, unit53 } from '../../../src/random/hash.js';

describe('hash32', () => {
  it('gives the numbers it always gave', () => {
    expect([
      hash32(0, 0),
      hash32(1, 2, 3, 4),
      hash32(0xffffffff, 5),
      hashText(''),
      hashText('orders.id'),
    ]).toMatchSnapshot();
  });

  it('spreads consecutive rows evenly over 256 cells', () => {
    for (const argument of [0, 1, 2, 3]) {
      const cells = new Float64Array(256);
      for (let i = 0; i < 256_000; i++) {
        const words: [number, number, number, number] = [7, 7, 7, 7];
        words[argument] = i;
        const cell = hash32(...words) >>> 24;
        cells[cell] = cells[cell]! + 1;
      }
      const chiSquare = cells.reduce((sum, count) => sum + (count - 1000) ** 2 / 1000, 0);
      expect(Math.abs(chiSquare - 255)).toBeLessThan(5 * Math.sqrt(2 * 255));
    }
  });

  it('flips half of the bits when one bit of any argument flips', () => {
    for (const argument of [0, 1, 2, 3]) {
      let flips = 0;
      for (let i = 0; i < 3200; i++) {
        const words: [number, number, number, number] = [i, i * 3, i * 5, i * 7];
        const before = hash32(...words);
        words[argument] = (words[argument]! ^ (1 << (i % 32))) >>> 0;
        flips += bits(before ^ hash32(...words));
      }
      expect(Math.abs(flips / 3200 - 16)).toBeLessThan(0.3);
    }
  });

  it('never collides among the rows of one column', () => {
    const seen = new Set<number>();
    for (let row = 0; row < 200_000; row++) seen.add(hash32(1, 2, 3, row));
    expect(seen.size).toBe(200_000);
  });

  it('collides among columns and rows as often as chance would', () => {
    const seen = new Set<number>();
    for (let column = 0; column < 1000; column++) {
      for (let row = 0; row < 1000; row++) seen.add(hash32(1, 2, column, row));
    }
    const expected = 1e6 ** 2 / 2 / 2 ** 32;
    expect(Math.abs(1_000_000 - seen.size - expected)).toBeLessThan(5 * Math.sqrt(expected));
  });
});

describe('unit and unit53', () => {
  it('stay below 1 and reach 0', () => {
    expect([unit(0), unit53(0, 0)]).toEqual([0, 0]);
    expect(unit(0xffffffff)).toBeLessThan(1);
    expect(unit53(0xffffffff, 0xffffffff)).toBe(1 - 2 ** -53);
  });
});

describe('hashText', () => {
  it('tells apart texts that differ by order, length or a trailing zero', () => {
    const texts = ['', '\0', '\0\0', 'a', 'ab', 'ba', 'abc', 'acb', 'ä', 'a\u0308'];
    expect(new Set(texts.map(hashText)).size).toBe(texts.length);
  });
});

function bits(word: number): number {
  let count = 0;
  for (let w = word >>> 0; w !== 0; w &= w - 1) count++;
  return count;
}
