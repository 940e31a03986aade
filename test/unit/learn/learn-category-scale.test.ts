import { describe, expect, it } from 'vitest';
import type { SqlValue } from '../../../src/batch/batch.js';
import { learnCategoryScale } from '../../../src/learn/learn-category-scale.js';
import type { RelatedCategory } from '../../../src/learn/narrow-stand-ins.js';
import { drawMember } from '../../../src/model/scale.js';
import { hash32, unit } from '../../../src/random/hash.js';
import { aBatch } from '../../batch-builder.js';

const K = 10;

function learnScale(
  values: readonly SqlValue[],
  entityOf = (row: number): number => row,
  related: readonly RelatedCategory[] = [],
) {
  return learnCategoryScale({
    column: aBatch({ values }).columns[0]!,
    rows: values.length,
    entities: Int32Array.from(values.keys()).map(entityOf),
    minEntities: K,
    related,
  });
}

const times = (count: number, value: SqlValue): SqlValue[] => new Array<SqlValue>(count).fill(value);

describe('learnCategoryScale', () => {
  it('keeps values that enough entities hold, most frequent first, with their counts', () => {
    const { scale } = learnScale([...times(30, 'b'), ...times(60, 'a'), ...times(10, 'c')])!;
    expect(scale.values).toEqual([['a'], ['b'], ['c']]);
    expect(scale.weights).toEqual([[60], [30], [10]]);
  });

  it('counts entities, not rows', () => {
    const values = [...times(50, 'common'), ...times(40, 'of one entity'), ...times(9, 'rare')];
    const entityOf = (row: number): number => (row >= 50 && row < 90 ? 50 : row);
    expect(learnScale(values, entityOf)!.scale.values.flat()).toEqual(['common']);
  });

  it('lets rows with a rare value count as frequent ones in proportion, so that nothing marks them', () => {
    const rare = Array.from({ length: 3_000 }, (_, i) => `rare ${i}`);
    const { scale, bins } = learnScale([...times(6_000, 'a'), ...times(3_000, 'b'), ...rare])!;
    const ofRare = bins.slice(9_000);
    expect(scale.values.flat()).toEqual(['a', 'b']);
    const share = ofRare.filter((bin) => bin === 0).length / 3_000;
    expect(Math.abs(share - 2 / 3)).toBeLessThan(4 * Math.sqrt(2 / 9 / 3_000));
  });

  it('lets rare values count as frequent ones of the same kind', () => {
    const town = [
      ...times(200, 'Rome'),
      ...times(100, 'Oslo'),
      ...Array.from({ length: 60 }, (_, i) => `town ${i}`),
    ];
    const land = [
      ...times(200, 'Italy'),
      ...times(100, 'Norway'),
      ...times(30, 'Italy'),
      ...times(30, 'Norway'),
    ];
    const related = [{ valueAt: (row: number) => land[row]!, isLearned: false }];
    const { scale, bins } = learnScale(town, undefined, related)!;
    const shown = [...bins.slice(300)].map((bin) => scale.values[bin]![0]);
    expect(shown).toEqual([...times(30, 'Rome'), ...times(30, 'Oslo')]);
  });

  it('lets rare values count as what the value of a learned category tells', () => {
    const town = [...times(200, 'Rome'), ...times(103, 'Oslo')];
    const land = [...times(200, 'Italy'), ...times(100, 'Norway'), ...times(3, 'Svalbard')];
    const related = [{ valueAt: (row: number) => town[row]!, isLearned: true }];
    const { scale, bins } = learnScale(land, undefined, related)!;
    expect([...bins.slice(300)].map((bin) => scale.values[bin]![0])).toEqual(times(3, 'Norway'));
  });

  it('gives null a bin of its own behind the values', () => {
    const { scale, bins } = learnScale([...times(20, 'a'), ...times(20, null)])!;
    expect([scale.values.length, bins[0], bins[39]]).toEqual([1, 0, 1]);
  });

  it('lets the rarest of very many values share bins, and draws them by weight', () => {
    const values = Array.from({ length: 400 }, (_, i) => times(10 + (i % 50), `v${i}`)).flat();
    const { scale, bins } = learnScale(values)!;
    expect(scale.values.length).toBeLessThanOrEqual(200);
    expect(new Set(scale.values.flat()).size).toBe(400);
    expect(Math.max(...bins)).toBeLessThan(scale.values.length);
    const shared = scale.values.findIndex((members) => members.length > 1);
    const weights = scale.weights[shared]!;
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    const drawn = Array.from({ length: 20_000 }, (_, i) => drawMember(scale, shared, unit(hash32(1, i))));
    weights.forEach((weight, member) => {
      const share = weight / total;
      const error = Math.sqrt((share * (1 - share)) / drawn.length);
      expect(Math.abs(drawn.filter((at) => at === member).length / drawn.length - share)).toBeLessThan(
        4 * error,
      );
    });
  });

  it('keeps numbers and texts apart', () => {
    expect(learnScale([...times(20, 1), ...times(15, '1')])!.scale.values).toEqual([[1], ['1']]);
  });

  it('tells nothing when no value is held by enough entities', () => {
    expect(learnScale(Array.from({ length: 100 }, (_, i) => `v${i}`))).toBeNull();
    expect(learnScale(times(100, 'a'), (row) => Math.floor(row / 20))).toBeNull();
  });
});
