import { scoreOf, VALUE_STEPS, type BoostedTree } from '../model/booster.js';
import { hash32, unit } from '../random/hash.js';

/** Units (rows or families) of two sides: real ones, with label 1, and drawn ones. */
export interface TwoSamples {
  /** One byte per unit for each feature. */
  readonly columns: readonly Uint8Array[];
  /** Whether the bytes of a feature have an order. */
  readonly isOrdered: readonly boolean[];
  readonly labels: Uint8Array;
  /** Entity of each unit; entities of the two sides have nothing to do with each other. */
  readonly entities: Int32Array;
  readonly train: Int32Array;
  /** Units of other entities, which say when to stop. */
  readonly test: Int32Array;
}

export interface FittedBooster {
  readonly trees: readonly BoostedTree[];
  /** Mean logistic loss of the held-out units, in nats, before the trees and with them. */
  readonly lossBefore: number;
  readonly loss: number;
}

const ROUNDS = 60;
const MAX_DEPTH = 4;
const LEARNING_RATE = 0.15;
/** Added to the Hessians of a leaf. */
const LAMBDA = 1;
const MIN_GAIN = 1;
/** Share of the features that a tree looks at, where there are more than a few. */
const FEATURE_SHARE = 0.5;
const FEW_FEATURES = 8;
/** Rounds without a better held-out loss, after which no more trees are grown. */
const PATIENCE = 6;
const LEAST_PROGRESS = 1e-4;

/**
 * Fits boosted trees that tell real units from drawn ones: logistic loss, gradients and Hessians as in Chen & Guestrin
 * 2016 (XGBoost), section 2.2; both sides weigh the same. As many trees are kept as tell held-out units best.
 * @param minEntities least number of real entities in a leaf that holds any
 * @param scores log-odds of each unit to start from; those of the trees are added
 */
export function fitBooster(data: TwoSamples, minEntities: number, scores: Float64Array): FittedBooster {
  const { labels, columns, train, test } = data;
  const weights = balance(labels, train);
  const testWeights = balance(labels, test);
  const slopes: Slopes = {
    gradients: new Float64Array(labels.length),
    hessians: new Float64Array(labels.length),
  };
  let best = scores.slice();
  const lossBefore = lossOf(scores, labels, test, testWeights);
  const trees: BoostedTree[] = [];
  let loss = lossBefore;
  let kept = 0;
  for (let round = 0; round < ROUNDS && round - kept < PATIENCE; round++) {
    for (const row of train) {
      const p = 1 / (1 + Math.exp(-scores[row]!));
      const weight = weights[labels[row]!]!;
      slopes.gradients[row] = weight * (p - labels[row]!);
      slopes.hessians[row] = weight * p * (1 - p);
    }
    const share = columns.length <= FEW_FEATURES ? 1 : FEATURE_SHARE;
    const features = [...columns.keys()].filter((f) => unit(hash32(0xb005, round, f)) < share);
    const tree = growTree(data, features, slopes, minEntities, scores);
    trees.push(tree);
    for (const row of test) scores[row]! += scoreOf([tree], (f) => columns[f]![row]!);
    const now = lossOf(scores, labels, test, testWeights);
    if (now >= loss - LEAST_PROGRESS) continue;
    loss = now;
    kept = round + 1;
    best = scores.slice();
  }
  scores.set(best);
  return { trees: trees.slice(0, kept), lossBefore, loss };
}

/** First and second derivatives of the loss by the score, per unit. */
interface Slopes {
  readonly gradients: Float64Array;
  readonly hessians: Float64Array;
}

/** Weight of the units of either side, so that both weigh the same. */
function balance(labels: Uint8Array, rows: Int32Array): [drawn: number, real: number] {
  let real = 0;
  for (const row of rows) real += labels[row]!;
  return [rows.length / 2 / Math.max(1, rows.length - real), rows.length / 2 / Math.max(1, real)];
}

function lossOf(
  scores: Float64Array,
  labels: Uint8Array,
  rows: Int32Array,
  weights: readonly number[],
): number {
  let sum = 0;
  for (const row of rows) {
    const score = labels[row] === 1 ? scores[row]! : -scores[row]!;
    sum += weights[labels[row]!]! * Math.log1p(Math.exp(-score));
  }
  return sum / Math.max(1, rows.length);
}

/** @param scores of the units that it is grown on; what it says of them is added */
function growTree(
  data: TwoSamples,
  features: readonly number[],
  slopes: Slopes,
  minEntities: number,
  scores: Float64Array,
): BoostedTree {
  const feature = [-1];
  const split = [0];
  const left = [0];
  const open = [{ node: 0, rows: data.train, depth: 0 }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { node, rows, depth } = next;
    const found = depth < MAX_DEPTH ? findSplit(data, rows, features, slopes, minEntities) : null;
    if (found === null) {
      const [gradient, hessian] = sumOf(slopes, rows);
      const value = Math.round((-gradient / (hessian + LAMBDA)) * LEARNING_RATE * VALUE_STEPS);
      left[node] = value;
      for (const row of rows) scores[row]! += value / VALUE_STEPS;
      continue;
    }
    feature[node] = found.feature;
    split[node] = found.split;
    left[node] = feature.length;
    for (const side of found.sides) {
      open.push({ node: feature.length, rows: side, depth: depth + 1 });
      feature.push(-1);
      split.push(0);
      left.push(0);
    }
  }
  return { feature: Int16Array.from(feature), split: Int16Array.from(split), left: Int16Array.from(left) };
}

function sumOf({ gradients, hessians }: Slopes, rows: Int32Array): [gradient: number, hessian: number] {
  let [gradient, hessian] = [0, 0];
  for (const row of rows) {
    gradient += gradients[row]!;
    hessian += hessians[row]!;
  }
  return [gradient, hessian];
}

interface Split {
  readonly feature: number;
  readonly split: number;
  readonly sides: readonly Int32Array[];
}

/** The split that gains most; null when none gains enough, or the best one leaves too few entities on a side. */
function findSplit(
  data: TwoSamples,
  rows: Int32Array,
  features: readonly number[],
  slopes: Slopes,
  minEntities: number,
): Split | null {
  const { columns, isOrdered } = data;
  const { gradients, hessians } = slopes;
  const [total, totalHessian] = sumOf(slopes, rows);
  const term = (gradient: number, hessian: number): number => (gradient * gradient) / (hessian + LAMBDA);
  const whole = term(total, totalHessian);
  const g = new Float64Array(256);
  const h = new Float64Array(256);
  let [gain, feature, split] = [MIN_GAIN, -1, 0];
  for (const candidate of features) {
    const column = columns[candidate]!;
    g.fill(0);
    h.fill(0);
    for (const row of rows) {
      g[column[row]!]! += gradients[row]!;
      h[column[row]!]! += hessians[row]!;
    }
    let [before, beforeHessian] = [0, 0];
    for (let byte = 0; byte < 256; byte++) {
      if (h[byte] === 0) continue;
      before += g[byte]!;
      beforeHessian += h[byte]!;
      const isAlone = !isOrdered[candidate]! || byte === NONE;
      const [gl, hl] = isAlone ? [g[byte]!, h[byte]!] : [before, beforeHessian];
      const gained = term(gl, hl) + term(total - gl, totalHessian - hl) - whole;
      if (gained > gain) [gain, feature, split] = [gained, candidate, isAlone ? -1 - byte : byte];
    }
  }
  if (feature < 0) return null;
  const column = columns[feature]!;
  const goesLeft = (row: number): boolean =>
    split >= 0 ? column[row]! <= split : column[row] === -1 - split;
  const sides = [rows.filter(goesLeft), rows.filter((row) => !goesLeft(row))];
  const hasEnough = sides.every((side) => hasEntities(data, side, minEntities));
  return hasEnough ? { feature, split, sides } : null;
}

/** The byte that says there is nothing. */
const NONE = 255;

/** Whether enough real entities are among the units, or none and enough drawn ones. */
function hasEntities({ labels, entities }: TwoSamples, rows: Int32Array, least: number): boolean {
  const real = new Set<number>();
  const drawn = new Set<number>();
  for (const row of rows) {
    (labels[row] === 1 ? real : drawn).add(entities[row]!);
    if (real.size >= least) return true;
  }
  return real.size === 0 && drawn.size >= least;
}
