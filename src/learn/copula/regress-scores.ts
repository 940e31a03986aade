import { normalCumulative } from '../../random/normal-cumulative.js';
import { normalDensity } from './normal-scores.js';
import { StraightLine } from './straight-line.js';

const MAX_ROUNDS = 60;
const SETTLED = 1e-3;
const LEAST_VARIANCE = 1e-6;

/** What features, of mean 0 and variance 1, say of a normal score of which only the bin is known. */
export interface Regression {
  readonly weights: Float64Array;
  /** Of each row: what the features say, and how far its score is expected to lie from that. */
  readonly told: Float64Array;
  readonly residuals: Float64Array;
  readonly variance: number;
}

/**
 * Fits a straight line through normal scores that are known up to the cuts around them, by expectation and maximisation.
 * Two values then correlate with their features as the scores behind them do, not as the values' codes.
 * @param ranks position of each row's bin
 * @param cuts where each bin begins, and the last ends
 * @param features of each row, one array per feature
 * @param start a regression on more features, to go on from
 * @param rounds at most
 */
export function regressScores(
  ranks: Uint8Array,
  cuts: Float64Array,
  features: readonly Float64Array[],
  start: Regression | null = null,
  rounds: number = MAX_ROUNDS,
): Regression {
  const rows = ranks.length;
  const line = new StraightLine(features);
  const expected = new Float64Array(rows);
  let weights: Float64Array = new Float64Array(features.length);
  let told = start?.told ?? new Float64Array(rows);
  let variance = start?.variance ?? 1;
  for (let round = 0; round < rounds; round++) {
    const within = expectScores(expected, ranks, cuts, told, variance);
    weights = line.fit(expected);
    told = line.predict(weights, meanOf(expected), rows);
    const next = Math.max(
      LEAST_VARIANCE,
      within + meanOf(expected.map((score, i) => (score - told[i]!) ** 2)),
    );
    const hasSettled = Math.abs(Math.log(next / variance)) < SETTLED && round > 1;
    variance = next;
    if (hasSettled) break;
  }
  expectScores(expected, ranks, cuts, told, variance);
  return { weights, told, residuals: expected.map((score, i) => score - told[i]!), variance };
}

/**
 * Expected scores given their bins and what the features say.
 * @returns mean variance that is left inside the bins
 */
function expectScores(
  expected: Float64Array,
  ranks: Uint8Array,
  cuts: Float64Array,
  told: Float64Array,
  variance: number,
): number {
  const noise = Math.sqrt(variance);
  let within = 0;
  for (let i = 0; i < expected.length; i++) {
    const [low, high] = [cuts[ranks[i]!]!, cuts[ranks[i]! + 1]!];
    const from = (low - told[i]!) / noise;
    const to = (high - told[i]!) / noise;
    // Shares above 0 are taken from the other side, where they keep their digits.
    const share =
      from > 0
        ? normalCumulative(-from) - normalCumulative(-to)
        : normalCumulative(to) - normalCumulative(from);
    if (share < 1e-100) {
      expected[i] = from > 0 ? low : high;
      continue;
    }
    const [atFrom, atTo] = [normalDensity(from) / share, normalDensity(to) / share];
    const mean = atFrom - atTo;
    const spread =
      1 + (Number.isFinite(from) ? from * atFrom : 0) - (Number.isFinite(to) ? to * atTo : 0) - mean ** 2;
    expected[i] = told[i]! + noise * mean;
    within += (variance * Math.max(0, spread)) / expected.length;
  }
  return within;
}

function meanOf(values: Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return values.length === 0 ? 0 : sum / values.length;
}
