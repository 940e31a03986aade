import { describe, expect, it } from 'vitest';
import { hash32 } from '../../../src/random/hash.js';
import { choose } from '../../../src/sample/refiner.js';

describe('choose', () => {
  it('takes each candidate in proportion to its odds', () => {
    const picks = Array.from({ length: 8_000 }, (_, i) => choose([1, 0, 3], hash32(5, i)));
    const last = picks.filter((pick) => pick === 2).length / picks.length;
    expect(picks).not.toContain(1);
    expect(Math.abs(last - 0.75)).toBeLessThan(4 * Math.sqrt((0.75 * 0.25) / picks.length));
  });

  it('takes none where none has odds', () => {
    expect(choose([0, 0, 0], 7)).toBe(-1);
  });
});
