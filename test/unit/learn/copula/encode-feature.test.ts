import { describe, expect, it } from 'vitest';
import { encodeFeature } from '../../../../src/learn/copula/encode-feature.js';
import { hash32, unit } from '../../../../src/random/hash.js';
import { normalQuantile } from '../../../../src/random/normal-quantile.js';

const ROWS = 4000;
const rows = Int32Array.from({ length: ROWS }, (_, i) => i);
const chance = (row: number, salt: number): number => unit(hash32(5, row, salt));
const bytesOf = (tell: (row: number) => number): Uint8Array => Uint8Array.from(rows, tell);
const encode = (
  bytes: Uint8Array,
  targets: Float64Array,
  { isOrdered = true, binCount = 200, entities = rows } = {},
): Float64Array => encodeFeature({ bytes, isOrdered, binCount }, rows, targets, entities, 10)!;

describe('encodeFeature', () => {
  it('gives ordered bins normal scores, of mean 0 and variance 1 over the rows', () => {
    const bytes = bytesOf((row) => Math.floor(100 * chance(row, 1) ** 3));
    const scores = encode(
      bytes,
      Float64Array.from(rows, (row) => chance(row, 2)),
    );
    const told = Array.from(bytes, (byte) => scores[byte]!);
    const mean = told.reduce((sum, score) => sum + score / ROWS, 0);
    expect(mean).toBeCloseTo(0, 6);
    expect(told.reduce((sum, score) => sum + (score - mean) ** 2 / ROWS, 0)).toBeCloseTo(1, 6);
    const below = bytes.filter((byte) => byte < 20).length / ROWS;
    expect(scores[19]).toBeLessThan(normalQuantile(below));
    expect(scores[20]).toBeGreaterThan(normalQuantile(below) - 0.05);
  });

  it('gives categories, and nulls among numbers, the mean of the targets beside them', () => {
    const bytes = bytesOf((row) => [3, 90, 7][row % 3]!);
    const targets = Float64Array.from(bytes, (byte) => (byte === 90 ? 1 : byte === 3 ? -1 : 0));
    const scores = encode(bytes, targets, { isOrdered: false });
    expect(scores[90]! - scores[7]!).toBeCloseTo(scores[7]! - scores[3]!, 6);
    const withNull = bytesOf((row) => (row % 4 === 0 ? 200 : Math.floor(100 * chance(row, 1))));
    const high = Float64Array.from(withNull, (byte) => (byte === 200 ? 1 : byte / 100));
    const told = encode(withNull, high);
    expect(told[200]).toBeGreaterThan(told[95]!);
  });

  it('tells nothing of a byte that fewer than ten entities are behind, however many rows these have', () => {
    const entities = rows.map((row) => Math.floor(row / 10));
    const bytes = bytesOf((row) => (row < 90 ? 50 : row % 5));
    const targets = Float64Array.from(bytes, (byte) => (byte === 50 ? 3 : 0));
    expect(encodeFeature({ bytes, isOrdered: false, binCount: 200 }, rows, targets, entities, 10)).toBeNull();
    // In order they share a stretch with their neighbours: half way between those says nothing of them.
    const some = encode(bytes, targets, { entities });
    const others = encode(
      bytesOf((row) => (row < 90 ? 49 : row % 5)),
      targets,
      { entities },
    );
    for (const byte of [0, 4, 49, 50, 199]) expect(some[byte]).toBeCloseTo(others[byte]!, 2);
  });
});
