import { describe, expect, it } from 'vitest';
import { learnNumberScale } from '../../../src/learn/learn-number-scale.js';
import { logDensityInBin, rangeOf } from '../../../src/model/scale.js';
import { hash32, unit } from '../../../src/random/hash.js';

/** Numbers that become rare towards both ends, none of which comes ten times. */
const values = Float64Array.from({ length: 3000 }, (_, row) => {
  const u = unit(hash32(5, row, 1)) - 0.5;
  return Math.round(Math.sign(u) * -2000 * Math.log(1 - 2 * Math.abs(u)));
});
const rows = Int32Array.from(values.keys());
const scale = learnNumberScale({ values, entities: rows, rows, isMoment: false, minEntities: 10 })!;

describe('logDensityInBin', () => {
  it('shares out all of a bin, also of one without an end', () => {
    const [least, most] = rangeOf(scale);
    const sums = new Array<number>(scale.upper.length).fill(0);
    for (let value = least, bin = 0; value <= most; value++) {
      while (value > scale.upper[bin]!) bin++;
      sums[bin]! += Math.exp(logDensityInBin(scale, bin, value));
    }
    expect(scale.lowTail).not.toBeNull();
    expect(scale.highTail).not.toBeNull();
    for (const sum of [sums[0]!, sums.at(-1)!]) expect(Math.abs(sum - 1)).toBeLessThan(0.1);
  });
});
