import { describe, expect, it } from 'vitest';
import { fitBooster, type TwoSamples } from '../../../src/calibrate/fit-booster.js';
import { scoreOf } from '../../../src/model/booster.js';
import { hash32, unit } from '../../../src/random/hash.js';

const UNITS = 3_000;

/** Two samples, half of the units real, two bytes each; every fourth entity is held out. */
function makeSamples(
  bytesOf: (isReal: boolean, u: number, v: number) => [number, number],
  isOrdered = true,
): TwoSamples {
  const labels = Uint8Array.from({ length: UNITS }, (_, i) => i % 2);
  const bytes = Array.from(labels, (label, i) =>
    bytesOf(label === 1, unit(hash32(1, i)), unit(hash32(2, i))),
  );
  const rows = Int32Array.from(labels.keys());
  return {
    columns: [0, 1].map((f) => Uint8Array.from(bytes, (pair) => pair[f]!)),
    isOrdered: [isOrdered, isOrdered],
    labels,
    entities: rows,
    train: rows.filter((row) => row % 8 < 6),
    test: rows.filter((row) => row % 8 >= 6),
  };
}

const fit = (data: TwoSamples, scores = new Float64Array(UNITS)) => fitBooster(data, 10, scores);

describe('fitBooster', () => {
  it('finds what two features tell together', () => {
    // Of real units the second byte goes with the first; of drawn ones it does not.
    const data = makeSamples((isReal, u, v) => {
      const isHigh = u < 0.3;
      return [isHigh ? 9 : 1, (isReal ? isHigh : v < 0.5) ? 8 : 2];
    });
    const { trees, loss, lossBefore } = fit(data);
    expect(lossBefore).toBeCloseTo(Math.LN2, 6);
    // Half of the drawn units look real: what is left of a bit is 0.69 of it.
    expect(loss / Math.LN2).toBeLessThan(0.8);
    const score = (a: number, b: number): number => scoreOf(trees, (f) => [a, b][f]!);
    expect(score(9, 8)).toBeGreaterThan(0.3);
    expect(score(1, 2)).toBeGreaterThan(0.3);
    expect(score(9, 2)).toBeLessThan(-1);
    expect(score(1, 8)).toBeLessThan(-1);
  });

  it('tells a single category from others that surround it', () => {
    const data = makeSamples((isReal, u) => [isReal && u < 0.5 ? 4 : Math.floor(u * 10), 0], false);
    const { trees } = fit(data);
    const score = (byte: number): number => scoreOf(trees, () => byte);
    expect(score(4)).toBeGreaterThan(score(3) + 0.5);
    expect(score(4)).toBeGreaterThan(score(5) + 0.5);
  });

  it('grows nothing where both sides are alike', () => {
    const { trees, loss, lossBefore } = fit(
      makeSamples((_, u, v) => [Math.floor(u * 50), Math.floor(v * 5)]),
    );
    expect(trees).toEqual([]);
    expect(loss).toBe(lossBefore);
  });

  it('has nothing to add to scores that tell all', () => {
    const data = makeSamples((isReal, u) => [isReal ? 1 : 0, Math.floor(u * 9)]);
    const scores = Float64Array.from(data.labels, (label) => (label === 1 ? 9 : -9));
    expect(fit(data, scores).trees).toEqual([]);
  });

  it('adds what the trees say to the scores of all units', () => {
    const data = makeSamples((isReal, u) => [isReal ? Math.floor(u * 20) : Math.floor(u * u * 20), 0]);
    const scores = new Float64Array(UNITS).fill(0.25);
    const { trees } = fit(data, scores);
    for (const row of [0, 1, 6, 7])
      expect(scores[row]).toBeCloseTo(0.25 + scoreOf(trees, (f) => data.columns[f]![row]!), 9);
  });

  it('says nothing of what fewer real entities hold than a leaf needs', () => {
    // Nine real units are the only ones with the highest byte.
    let rare = 0;
    const data = makeSamples((isReal, u) => [isReal && rare++ < 9 ? 200 : Math.floor(u * 3), 0]);
    const { trees } = fitBooster(
      { ...data, train: Int32Array.from(data.labels.keys()) },
      10,
      new Float64Array(UNITS),
    );
    expect(scoreOf(trees, () => 200)).toBeCloseTo(
      scoreOf(trees, () => 2),
      9,
    );
  });
});
