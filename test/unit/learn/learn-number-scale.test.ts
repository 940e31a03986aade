import { describe, expect, it } from 'vitest';
import { learnNumberScale } from '../../../src/learn/learn-number-scale.js';
import type { NumberScale } from '../../../src/model/model.js';
import { NumberDrawer } from '../../../src/model/number-drawer.js';
import { binOfNumber } from '../../../src/model/scale.js';
import { hash32, unit } from '../../../src/random/hash.js';

const K = 10;
const DAY = 86_400_000_000;
const chance = (row: number, salt: number): number => unit(hash32(3, row, salt));
const normal = (row: number): number =>
  Math.sqrt(-2 * Math.log(1 - chance(row, 1))) * Math.cos(2 * Math.PI * chance(row, 2));

function learnScale(
  values: readonly number[],
  { entityOf = (row: number): number => row, isMoment = false } = {},
): NumberScale | null {
  const rows = Int32Array.from(values.keys());
  return learnNumberScale({
    values: Float64Array.from(values),
    entities: rows.map(entityOf),
    rows,
    isMoment,
    minEntities: K,
  });
}

/** As many numbers as were learned from, each drawn from the bin of a learned one. */
function redraw(scale: NumberScale, values: readonly number[]): number[] {
  const drawer = new NumberDrawer(scale);
  return values.map((value, row) => drawer.draw(binOfNumber(scale, value), hash32(3, row, 11)));
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;
const deviation = (values: readonly number[]): number => {
  const center = mean(values);
  return Math.sqrt(mean(values.map((value) => (value - center) ** 2)));
};
const quantile = (values: readonly number[], share: number): number =>
  values.toSorted((a, b) => a - b)[Math.floor(share * (values.length - 1))]!;
const atomsOf = (scale: NumberScale): number[] => scale.atoms.flat();

describe('learnNumberScale', () => {
  it('gives numbers back with the same mean, spread and quantiles', () => {
    const values = Array.from({ length: 20_000 }, (_, row) => Math.round(500 + 80 * normal(row)));
    const drawn = redraw(learnScale(values)!, values);
    const error = deviation(values) / Math.sqrt(values.length);
    expect(Math.abs(mean(drawn) - mean(values))).toBeLessThan(4 * error);
    expect(Math.abs(deviation(drawn) / deviation(values) - 1)).toBeLessThan(4 / Math.sqrt(2 * values.length));
    for (const share of [0.01, 0.1, 0.5, 0.9, 0.99]) {
      // Standard error of a quantile: sqrt(p (1 - p) / n) over the density, here that of a normal distribution.
      const z = (quantile(values, share) - 500) / 80;
      const density = Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI) / 80;
      const se = Math.sqrt((share * (1 - share)) / values.length) / density;
      expect(Math.abs(quantile(drawn, share) - quantile(values, share))).toBeLessThan(4 * se + 1);
    }
  });

  it('goes on beyond the largest number that enough entities have, without telling the numbers there', () => {
    // Goals of matches of 30 tournaments: seven and more are seen in eight of them.
    const goals = Array.from({ length: 1800 }, (_, row) =>
      Math.min(Math.floor(-1.7 * Math.log(1 - chance(row, 4))), row % 30 < 8 ? 40 : 6),
    );
    const scale = learnScale(goals, { entityOf: (row) => row % 30 })!;
    const largest = Math.max(...atomsOf(scale));
    const beyond = (values: readonly number[]): number => values.filter((value) => value > largest).length;
    const drawn = redraw(scale, goals);
    expect(Math.max(...goals)).toBeGreaterThan(largest);
    expect(beyond(drawn)).toBeGreaterThan(0);
    expect(Math.abs(beyond(drawn) - beyond(goals))).toBeLessThan(4 * Math.sqrt(beyond(goals)) + 1);
    expect(Math.max(...drawn)).toBeLessThan(2 * Math.max(...goals));
  });

  it('keeps a heavy tail about as heavy, without the largest value', () => {
    const values = Array.from({ length: 20_000 }, (_, row) => Math.round(10 * (1 - chance(row, 5)) ** -0.5));
    const scale = learnScale(values)!;
    const drawn = redraw(scale, values);
    const largest = Math.max(...values);
    expect(quantile(drawn, 0.999) / quantile(values, 0.999)).toBeGreaterThan(0.7);
    expect(quantile(drawn, 0.999) / quantile(values, 0.999)).toBeLessThan(1.4);
    expect(JSON.stringify(scale)).not.toContain(`${largest}`);
    expect(drawn).not.toContain(largest);
  });

  it('takes a value for an atom only if enough entities hold it', () => {
    // 99 is held by 10 entities, 55 by 9, 77 often but by one.
    const values: number[] = [];
    const entities: number[] = [];
    const add = (value: number, entity: number): void => {
      values.push(value);
      entities.push(entity);
    };
    for (let row = 0; row < 3_000; row++) add(1_000 + chance(row, 1) * 10_000, 1_000 + row);
    for (let entity = 0; entity < 10; entity++) add(99.25, entity);
    for (let entity = 0; entity < 9; entity++) add(55.25, entity);
    for (let row = 0; row < 500; row++) add(77.25, 5);
    const atoms = atomsOf(learnScale(values, { entityOf: (row) => entities[row]! })!);
    expect([99.25, 55.25, 77.25].map((value) => atoms.includes(value))).toEqual([true, false, false]);
  });

  it('keeps spikes at their share', () => {
    const values = Array.from({ length: 10_000 }, (_, row) =>
      chance(row, 1) < 0.3 ? 0 : chance(row, 1) < 0.4 ? 99 : 1 + chance(row, 2) * 1_000,
    );
    const drawn = redraw(learnScale(values)!, values);
    for (const spike of [0, 99]) {
      const share = values.filter((value) => value === spike).length / values.length;
      const drawnShare = drawn.filter((value) => value === spike).length / drawn.length;
      expect(Math.abs(drawnShare - share)).toBeLessThan(4 * Math.sqrt((share * (1 - share)) / values.length));
    }
  });

  it('keeps to the lattice: decimals, multiples, an offset', () => {
    const cases: [(row: number) => number, (value: number) => boolean][] = [
      [
        (row) => Math.floor(chance(row, 1) * 9_000) / 100,
        (value) => Math.abs(value * 100 - Math.round(value * 100)) < 1e-6,
      ],
      [(row) => 25 * Math.floor(chance(row, 1) * 4_000), (value) => value % 25 === 0],
      [
        (row) => Math.floor(chance(row, 1) * 3_000) + 0.99,
        (value) => Math.abs(value - Math.floor(value) - 0.99) < 1e-6,
      ],
      [(row) => -700 + 7 * Math.floor(chance(row, 1) * 900), (value) => value % 7 === 0],
    ];
    for (const [make, isOnLattice] of cases) {
      const values = Array.from({ length: 4_000 }, (_, row) => make(row));
      expect(redraw(learnScale(values)!, values).filter((value) => !isOnLattice(value))).toEqual([]);
    }
  });

  it('draws nothing below zero, nor zero, where nothing was', () => {
    const makes = [
      (row: number) => 0.5 + chance(row, 1) ** 3 * 50,
      (row: number) => Math.floor(chance(row, 1) ** 3 * 50) + 0.99,
      (row: number) => Math.floor(chance(row, 1) * 3_000) + 0.99,
      (row: number) => 5 * Math.ceil(chance(row, 1) * 900),
    ];
    for (const make of makes) {
      const values = Array.from({ length: 4_000 }, (_, row) => make(row));
      expect(Math.min(...redraw(learnScale(values)!, values))).toBeGreaterThan(0);
    }
  });

  it('keeps the days of the week of dates', () => {
    const values = Array.from({ length: 6_000 }, (_, row) => {
      const day = 18_000 + Math.floor(chance(row, 1) * 2_000);
      const weekday = (day + 3) % 7;
      return (weekday > 4 && chance(row, 2) < 0.9 ? day - weekday + 4 : day) * DAY;
    });
    const weekendShare = (dates: readonly number[]): number =>
      dates.filter((date) => (date / DAY + 3) % 7 > 4).length / dates.length;
    const drawn = redraw(learnScale(values, { isMoment: true })!, values);
    expect(Math.abs(weekendShare(drawn) - weekendShare(values))).toBeLessThan(0.02);
    expect(drawn.filter((date) => date % DAY !== 0)).toEqual([]);
  });

  it('tells nothing when too few entities are behind the values', () => {
    expect(learnScale([])).toBeNull();
    expect(
      learnScale(
        Array.from({ length: 500 }, (_, row) => row),
        { entityOf: (row) => row % 9 },
      ),
    ).toBeNull();
  });

  it('learns a constant as one bin', () => {
    const scale = learnScale(new Array<number>(50).fill(7))!;
    expect(scale.upper).toHaveLength(1);
    expect(redraw(scale, [7, 7, 7])).toEqual([7, 7, 7]);
  });

  it('lets every bin hold enough entities', () => {
    const values = Array.from({ length: 5_000 }, (_, row) => Math.floor(chance(row, 1) * 400));
    const entityOf = (row: number): number => row % 60;
    const scale = learnScale(values, { entityOf })!;
    const entities = scale.upper.map(() => new Set<number>());
    values.forEach((value, row) => entities[binOfNumber(scale, value)]!.add(entityOf(row)));
    expect(Math.min(...entities.map((set) => set.size))).toBeGreaterThanOrEqual(K);
  });
});
