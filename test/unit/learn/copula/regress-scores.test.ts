import { describe, expect, it } from 'vitest';
import { normalCuts } from '../../../../src/learn/copula/normal-scores.js';
import { regressScores } from '../../../../src/learn/copula/regress-scores.js';
import { hash32, unit } from '../../../../src/random/hash.js';
import { normalQuantile } from '../../../../src/random/normal-quantile.js';

const ROWS = 20_000;
const normal = (row: number, salt: number): number => normalQuantile(unit(hash32(9, row, salt)) || 1e-9);
const rows = Array.from({ length: ROWS }, (_, row) => row);

/** Positions of scores among cuts that part them evenly. */
function rank(scores: readonly number[], bins: number): { ranks: Uint8Array; cuts: Float64Array } {
  const sorted = [...scores].sort((a, b) => a - b);
  const uppers = Array.from({ length: bins - 1 }, (_, i) => sorted[Math.floor(((i + 1) * ROWS) / bins)]!);
  const ranks = Uint8Array.from(scores, (score) => uppers.filter((upper) => score >= upper).length);
  const counts = new Float64Array(bins);
  for (const at of ranks) counts[at]!++;
  return { ranks, cuts: normalCuts(counts) };
}

describe('regressScores', () => {
  it.each([2, 5, 200])('finds the weights behind %i bins, to within a twentieth of the noise', (bins) => {
    const [one, other] = [1, 2].map((salt) => Float64Array.from(rows, (row) => normal(row, salt)));
    const scores = rows.map(
      (row) => 0.6 * one![row]! - 0.5 * other![row]! + Math.sqrt(0.39) * normal(row, 3),
    );
    const { ranks, cuts } = rank(scores, bins);
    const { weights, variance } = regressScores(ranks, cuts, [one!, other!]);
    // What two bins do not tell is the unit of scores: only how weights compare with the noise.
    const noise = Math.sqrt(variance);
    expect(Math.abs(weights[0]! / noise - 0.6 / Math.sqrt(0.39))).toBeLessThan(0.05);
    expect(Math.abs(weights[1]! / noise + 0.5 / Math.sqrt(0.39))).toBeLessThan(0.05);
  });

  it('leaves next to nothing open where the feature tells the bin', () => {
    const feature = Float64Array.from(rows, (row) => (row % 2 === 0 ? 1 : -1));
    const { ranks, cuts } = rank(
      rows.map((row) => (row % 2 === 0 ? 1 : -1)),
      2,
    );
    const { weights, variance } = regressScores(ranks, cuts, [feature]);
    expect(weights[0]! / Math.sqrt(variance)).toBeGreaterThan(3);
  });
});
