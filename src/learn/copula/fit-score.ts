import { SCORE_STEPS, type NormalScore } from '../../model/model.js';
import { normalQuantile } from '../../random/normal-quantile.js';
import { thinRows } from '../fit-forest.js';
import { encodeFeature, type FeatureColumn } from './encode-feature.js';
import { normalCuts, normalDensity } from './normal-scores.js';
import { regressScores, type Regression } from './regress-scores.js';
import { StraightLine } from './straight-line.js';
import { learnSharedEffects, type Siblings } from './shared-effects.js';

export interface ScoreInput {
  /** Bin of every row of the table. */
  readonly bins: Uint8Array;
  /** Rows to learn from. */
  readonly rows: Int32Array;
  /** The bins that occur; from low to high, if they have an order. */
  readonly order: readonly number[];
  readonly isOrdered: boolean;
  readonly features: readonly FeatureColumn[];
  readonly siblings: readonly Siblings[];
  readonly entities: Int32Array;
  readonly minEntities: number;
}

interface Encoded {
  /** Position of the feature among all. */
  readonly feature: number;
  readonly scores: Float64Array;
}

/** A weight below so many standard errors is none, nor is one below `LEAST_WEIGHT`. */
const NEEDED_ERRORS = 2;
const LEAST_WEIGHT = 0.01;
/** Rounds after which it shows which weights are. */
const TRIAL_ROUNDS = 6;
/** Rows and rounds after which categories stand in the order in which features tell them apart. */
const ORDERING_ROWS = 5_000;
const ORDERING_ROUNDS = 8;
/** Scores drawn at learning to find the cuts between bins. */
const DRAWN_SCORES = 30_000;

/**
 * Fits a normal score to bins: what features add to it, what siblings share, and the cuts that give each bin its share.
 * Cost O(rows x features^2).
 */
export function fitScore(input: ScoreInput): NormalScore {
  const order = input.isOrdered || input.order.length < 3 ? input.order : findOrder(input);
  const ranks = ranksOf(input, order);
  const counts = countRanks(ranks, order.length);
  const cuts = normalCuts(counts);
  const all = encodeAll(input, ranks, cuts);
  const trial = regressOn(input, ranks, cuts, all, null, TRIAL_ROUNDS);
  const error = Math.sqrt(trial.variance / Math.max(1, input.rows.length));
  const least = Math.max(LEAST_WEIGHT, NEEDED_ERRORS * error);
  const encoded = all.filter((_, f) => Math.abs(trial.weights[f]!) >= least);
  const regression = regressOn(input, ranks, cuts, encoded, trial);
  const { rows, siblings, minEntities } = input;
  const { residuals, variance, told } = regression;
  const shared = learnSharedEffects(rows, residuals, variance, siblings, minEntities);
  const hidden = shared.reduce((sum, { deviation }) => sum + deviation ** 2, 0);
  const effects = input.features.map((_, feature) => {
    const at = encoded.findIndex((candidate) => candidate.feature === feature);
    return at < 0
      ? new Int16Array(0)
      : packEffects(encoded[at]!.scores, regression.weights[at]!, input, feature);
  });
  return {
    effects,
    shared,
    noise: Number(Math.sqrt(Math.max(0, variance - hidden)).toFixed(4)),
    bins: Uint8Array.from(order),
    cuts: findCuts(told, Math.sqrt(variance), counts),
  };
}

/**
 * Orders categories along the direction in which features tell most about them: their scores are what features say of
 * them on average, again and again.
 */
function findOrder(input: ScoreInput): number[] {
  const rows = thinRows(input.rows, ORDERING_ROWS);
  const thinned = { ...input, rows };
  const ranks = ranksOf(input, input.order, rows);
  const counts = countRanks(ranks, input.order.length);
  let scores = meanScores(normalCuts(counts), counts);
  for (let round = 0; round < ORDERING_ROUNDS; round++) {
    const targets = Float64Array.from(ranks, (rank) => scores[rank]!);
    const { features, entities, minEntities } = thinned;
    const columns = features.flatMap((feature) => {
      const encoded = encodeFeature(feature, rows, targets, entities, minEntities);
      return encoded === null ? [] : [Float64Array.from(rows, (row) => encoded[feature.bytes[row]!]!)];
    });
    const line = new StraightLine(columns);
    const told = line.predict(line.fit(targets), 0, rows.length);
    const next = standardize(meanByRank(told, ranks, counts), counts);
    if (next === null) break;
    scores = next;
  }
  return input.order
    .map((bin, rank) => ({ bin, score: scores[rank]! }))
    .sort((a, b) => a.score - b.score || a.bin - b.bin)
    .map(({ bin }) => bin);
}

function encodeAll(input: ScoreInput, ranks: Uint8Array, cuts: Float64Array): Encoded[] {
  const scores = meanScores(cuts, countRanks(ranks, cuts.length - 1));
  const targets = Float64Array.from(ranks, (rank) => scores[rank]!);
  return input.features.flatMap((column, feature) => {
    const encoded = encodeFeature(column, input.rows, targets, input.entities, input.minEntities);
    return encoded === null ? [] : [{ feature, scores: encoded }];
  });
}

function regressOn(
  { features, rows }: ScoreInput,
  ranks: Uint8Array,
  cuts: Float64Array,
  encoded: readonly Encoded[],
  ...more: [start: Regression | null, rounds?: number]
): Regression {
  const columns = encoded.map(({ feature, scores }) => {
    const { bytes } = features[feature]!;
    return Float64Array.from(rows, (row) => scores[bytes[row]!]!);
  });
  return regressScores(ranks, cuts, columns, ...more);
}

/** Position of each row's bin among all that occur. */
function ranksOf({ bins, rows: all }: ScoreInput, order: readonly number[], rows = all): Uint8Array {
  const rankOf = new Uint8Array(256);
  order.forEach((bin, rank) => (rankOf[bin] = rank));
  return Uint8Array.from(rows, (row) => rankOf[bins[row]!]!);
}

function countRanks(ranks: Uint8Array, size: number): Float64Array {
  const counts = new Float64Array(size);
  for (const rank of ranks) counts[rank]!++;
  return counts;
}

/** Mean normal score inside each bin. */
function meanScores(cuts: Float64Array, counts: Float64Array): Float64Array {
  const total = counts.reduce((sum, count) => sum + count, 0);
  return counts.map((count, rank) =>
    count === 0 ? 0 : ((normalDensity(cuts[rank]!) - normalDensity(cuts[rank + 1]!)) * total) / count,
  );
}

function meanByRank(told: Float64Array, ranks: Uint8Array, counts: Float64Array): Float64Array {
  const means = new Float64Array(counts.length);
  ranks.forEach((rank, i) => (means[rank]! += told[i]! / counts[rank]!));
  return means;
}

function standardize(scores: Float64Array, counts: Float64Array): Float64Array | null {
  const total = counts.reduce((sum, count) => sum + count, 0);
  const mean = scores.reduce((sum, score, rank) => sum + (score * counts[rank]!) / total, 0);
  const variance = scores.reduce(
    (sum, score, rank) => sum + ((score - mean) ** 2 * counts[rank]!) / total,
    0,
  );
  return variance < 1e-9 ? null : scores.map((score) => (score - mean) / Math.sqrt(variance));
}

function packEffects(
  scores: Float64Array,
  weight: number,
  { features, rows }: ScoreInput,
  feature: number,
): Int16Array {
  const { bytes, isOrdered, binCount } = features[feature]!;
  let last = isOrdered ? binCount : 0;
  for (const row of rows) if (bytes[row]! < 255) last = Math.max(last, bytes[row]!);
  const told = [...scores.subarray(0, last + 1), scores[255]!];
  return Int16Array.from(told, (score) => toSteps(weight * score));
}

/**
 * The cuts of scores as they will be drawn: their distribution is not quite normal where features' is not.
 * @param told what the features say of each row
 */
function findCuts(told: Float64Array, noise: number, counts: Float64Array): Int16Array {
  const repeats = Math.ceil(DRAWN_SCORES / Math.max(1, told.length));
  const drawn = new Float64Array(told.length * repeats);
  // Effects are drawn around 0.
  const mean = told.reduce((sum, score) => sum + score / told.length, 0);
  told.forEach((score, i) => {
    for (let n = 0; n < repeats; n++) {
      const share = (n + ((i * 0.618033988749895) % 1)) / repeats;
      drawn[i * repeats + n] = score - mean + noise * normalQuantile(share || 1e-9);
    }
  });
  drawn.sort();
  let before = 0;
  return Int16Array.from(counts.subarray(0, -1), (count) => {
    before += count;
    const at = Math.round(before * repeats);
    return toSteps((drawn[at - 1]! + (drawn[at] ?? drawn[at - 1]!)) / 2);
  });
}

function toSteps(score: number): number {
  return Math.max(-32_768, Math.min(32_767, Math.round(score * SCORE_STEPS)));
}
