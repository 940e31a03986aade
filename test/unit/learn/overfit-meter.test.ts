import { describe, expect, it } from 'vitest';
import type { Likelihood } from '../../../src/model/model.js';
import { fitForest, FOREST_SETTINGS, type ForestSettings } from '../../../src/learn/fit-forest.js';
import type { Learned } from '../../../src/learn/frame.js';
import { OverfitMeter } from '../../../src/learn/overfit-meter.js';
import { FeatureReader, type TableView } from '../../../src/learn/table-view.js';
import { hash32 } from '../../../src/random/hash.js';

/** Sixty columns of chance; the first is to be told by the others, each row an entity. */
function measure(rows: number, settings: ForestSettings): Likelihood {
  const columns = Array.from({ length: 60 }, (_, salt): Learned => {
    const bins = Uint8Array.from({ length: rows }, (_, row) => hash32(91, row, salt) % 8);
    return { bins, binCount: 8, isOrdered: false, values: null, unit: 'other' };
  });
  const reader = new FeatureReader({ learned: columns } as unknown as TableView, new Map());
  const entities = Int32Array.from({ length: rows }, (_, row) => row);
  const features = columns.slice(1).map((_, i) => ({ from: 'own', variable: i + 1 }) as const);
  const target = { bins: columns[0]!.bins, binCount: 8, isOrdered: true, rows: entities };
  const meter = new OverfitMeter(entities, reader, rows);
  meter.add('first', fitForest(target, entities, features, reader, settings), target, features);
  return meter.result()!;
}

const GREEDY: ForestSettings = { ...FOREST_SETTINGS, penalty: -2, minEntities: 2 };
const gapOf = ({ trainBits, holdoutBits }: Likelihood): number => trainBits - holdoutBits;

describe('OverfitMeter', () => {
  it('finds no gap where trees did not split on chance', () => {
    const likelihood = measure(4000, { ...FOREST_SETTINGS, penalty: 50 });
    expect(likelihood).toMatchObject({ columns: 1 });
    expect(gapOf(likelihood)).toBeLessThan(0.03);
    expect(Math.abs(likelihood.holdoutBits + 3)).toBeLessThan(0.03);
  });

  it('finds a gap where they did', () => {
    const likelihood = measure(800, GREEDY);
    expect(gapOf(likelihood)).toBeGreaterThan(0.1);
    expect(likelihood.holdoutBits).toBeLessThan(-3.05);
  });

  it('grows a tree of its own for few rows, of which none is left out otherwise', () => {
    const likelihood = measure(150, GREEDY);
    expect(likelihood.columns).toBe(1);
    expect(likelihood.holdoutBits).toBeLessThan(-2.9);
  });
});
