import { describe, expect, it } from 'vitest';
import { binDifferences, chooseBase, type BaseCandidate } from '../../../src/learn/choose-base.js';
import { learnNumberScale } from '../../../src/learn/learn-number-scale.js';
import { buildFrame } from '../../../src/learn/read-frames.js';
import { FeatureReader } from '../../../src/learn/table-view.js';
import type { Base } from '../../../src/model/model.js';
import { binOfNumber } from '../../../src/model/scale.js';
import { hash32, unit } from '../../../src/random/hash.js';
import { aCatalog, aTable } from '../../catalog-builder.js';

const DAY = 86_400_000_000;
const ROWS = 2_000;
const FOREVER = Date.UTC(9999, 11, 31) * 1000;
const chance = (row: number, salt: number): number => unit(hash32(11, row, salt));

const START: Base = { from: 'own', variable: 0 };
const OTHER: Base = { from: 'own', variable: 1 };

/** The base chosen for a column of moments, every row its own entity; only other columns could tell more. */
function choose(
  values: readonly number[],
  candidates: readonly BaseCandidate[],
  previous: Float64Array | null = null,
) {
  const rows = Int32Array.from(values.keys());
  const column = Float64Array.from(values);
  const present = rows.filter((row) => !Number.isNaN(column[row]!));
  const sample = { values: column, entities: rows, rows: present, isMoment: true, minEntities: 10 };
  const scale = learnNumberScale(sample)!;
  const bins = Uint8Array.from(column, (value) =>
    Number.isNaN(value) ? scale.upper.length : binOfNumber(scale, value),
  );
  const table = aCatalog(aTable('t').key('id')).tables[0]!;
  const read = { rows: values.length, sourceRows: values.length, columns: new Map(), childCounts: new Map() };
  const noSample = { tables: new Map([['t', read]]), owners: new Map(), kin: new Map() };
  const frame = buildFrame(table, noSample, new Map(), false);
  const view = { frame, references: [], isUsable: [], learned: [] };
  const reader = new FeatureReader(view, new Map());
  return chooseBase({ ...sample, scale, bins, previous }, candidates, [], reader);
}

const column = (make: (row: number) => number): Float64Array =>
  Float64Array.from({ length: ROWS }, (_, row) => make(row));
const starts = column((row) => (10_000 + Math.floor(chance(row, 1) * 5_000)) * DAY);
const unrelated = column((row) => (10_000 + Math.floor(chance(row, 2) * 5_000)) * DAY);
const candidates: BaseCandidate[] = [
  { base: OTHER, values: unrelated },
  { base: START, values: starts },
];

describe('chooseBase', () => {
  it('finds the start that an end is told from', () => {
    const ends = starts.map((start, row) => start + Math.floor(chance(row, 3) * 30) * DAY);
    expect(choose([...ends], candidates)!.candidate.base).toEqual(START);
  });

  it('gives the differences, which are never negative where the end never lies before the start', () => {
    const ends = starts.map((start, row) => start + Math.floor(chance(row, 3) * 30) * DAY);
    const { differences, scale } = choose([...ends], candidates)!;
    expect([...differences]).toEqual([...ends].map((end, row) => end - starts[row]!));
    expect(Math.min(...scale.low)).toBeGreaterThanOrEqual(0);
  });

  it('tells a number as it is when no base tells it better', () => {
    const values = column((row) => (10_000 + Math.floor(chance(row, 5) * 5_000)) * DAY);
    expect(choose([...values], candidates)).toBeNull();
  });

  it('keeps a spike such as 9999-12-31 as it is, beside the differences', () => {
    const ends = starts.map((start, row) =>
      chance(row, 4) < 0.4 ? FOREVER : start + Math.floor(chance(row, 3) * 30) * DAY,
    );
    const chosen = choose([...ends], candidates)!;
    expect(chosen.candidate.base).toEqual(START);
    expect(chosen.spikes).toEqual([FOREVER]);
    const rows = Int32Array.from(ends.keys());
    const bins = binDifferences(chosen, ends, rows);
    const spikeBin = chosen.scale.upper.length;
    ends.forEach((end, row) => expect(bins[row] === spikeBin).toBe(end === FOREVER));
  });

  it('tells siblings that end together apart from the time after a start', () => {
    const later = starts.map((start, row) => start + (1 + Math.floor(chance(row, 3) * 30)) * DAY);
    const isRepeated = (row: number): boolean => row > 0 && row % 3 === 0;
    const ends = later.map((end, row) => (isRepeated(row) ? later[row - 1]! : end));
    const previous = ends.map((_, row) => (row === 0 ? NaN : ends[row - 1]!));
    const own = { base: { from: 'previous', variable: 2 }, values: previous } as const;
    const chosen = choose([...ends], [...candidates, own], previous)!;
    expect(chosen.candidate.base).toEqual(START);
    const rows = Int32Array.from(ends.keys());
    const bins = binDifferences(chosen, ends, rows);
    const repeatBin = chosen.scale.upper.length + chosen.spikes.length;
    for (const row of rows) expect(bins[row] === repeatBin).toBe(ends[row] === previous[row]);
  });

  it('does without a base where it is absent in nearly all rows', () => {
    const rare = column((row) => (row % 100 === 0 ? starts[row]! : NaN));
    const ends = starts.map((start) => start + 5 * DAY);
    expect(choose([...ends], [{ base: START, values: rare }])).toBeNull();
  });

  it('leaves the column as it is when it is null wherever there is a base', () => {
    const ends = starts.map(() => NaN);
    ends.fill(starts[0]!, 0, 50);
    expect(
      choose([...ends], [{ base: START, values: starts.map((start, row) => (row < 50 ? NaN : start)) }]),
    ).toBeNull();
  });
});
