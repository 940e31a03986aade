import { normalQuantile } from '../../random/normal-quantile.js';

/** A feature of a table's rows, one byte each. */
export interface FeatureColumn {
  readonly bytes: Uint8Array;
  readonly isOrdered: boolean;
  /** Bytes from this one on say that there is no value or no row. */
  readonly binCount: number;
}

/** Scores that no value has on its own are held within such bounds. */
const MOST = 3;

/**
 * Turns the bytes of a feature into scores that a normal score may follow in a straight line: normal scores of
 * ordered bins, and of all others what the target's scores are on average where the byte stands. No score is
 * told of fewer than `minEntities` entities: ordered bins share one until they are as many, others get the average.
 * @param rows rows to learn from, and their `targets`
 * @returns a score per byte, of mean 0 and variance 1 over the rows; null for a feature that tells nothing
 */
export function encodeFeature(
  { bytes, isOrdered, binCount }: FeatureColumn,
  rows: Int32Array,
  targets: Float64Array,
  entities: Int32Array,
  minEntities: number,
): Float64Array | null {
  const counts = new Float64Array(256);
  const sums = new Float64Array(256);
  const behind = findEntities(bytes, rows, entities);
  rows.forEach((row, i) => {
    counts[bytes[row]!]!++;
    sums[bytes[row]!]! += targets[i]!;
  });
  const scores = new Float64Array(256);
  const isAlone = (byte: number): boolean => !isOrdered || byte >= binCount;
  if (isOrdered) scoreInOrder(scores, counts, findStretches(behind, binCount, minEntities), rows.length);
  const slope = isOrdered ? slopeOf(scores, counts, sums, binCount) : { mean: 0, target: 0, gain: 1 };
  for (let byte = 0; byte < 256; byte++) {
    if (!isAlone(byte)) continue;
    scores[byte] = slope.mean;
    if (behind[byte]!.size < minEntities || slope.gain === 0) continue;
    const score = (sums[byte]! / counts[byte]! - slope.target) / slope.gain;
    scores[byte] = isOrdered ? Math.max(-MOST, Math.min(MOST, score)) : score;
  }
  return standardize(scores, counts, rows.length);
}

/** The entities behind each byte. */
function findEntities(bytes: Uint8Array, rows: Int32Array, entities: Int32Array): Set<number>[] {
  const behind = Array.from({ length: 256 }, () => new Set<number>());
  for (const row of rows) behind[bytes[row]!]!.add(entities[row]!);
  return behind;
}

/** Normal scores; neighbours that only few entities are behind share a stretch evenly. */
function scoreInOrder(
  scores: Float64Array,
  counts: Float64Array,
  stretches: readonly number[],
  total: number,
): void {
  let before = 0;
  for (let i = 0; i + 1 < stretches.length; i++) {
    const [from, to] = [stretches[i]!, stretches[i + 1]!];
    let rows = 0;
    for (let byte = from; byte < to; byte++) rows += counts[byte]!;
    for (let byte = from; byte < to; byte++) {
      const share = (before + (rows * (byte - from + 0.5)) / (to - from)) / total;
      scores[byte] = normalQuantile(Math.min(1 - 0.5 / total, Math.max(0.5 / total, share)));
    }
    before += rows;
  }
}

/** Where stretches of bytes begin that enough entities are behind, and where the last ends. */
function findStretches(
  behind: readonly ReadonlySet<number>[],
  binCount: number,
  minEntities: number,
): number[] {
  const stretches = [0];
  let together = new Set<number>();
  for (let byte = 0; byte < binCount; byte++) {
    for (const entity of behind[byte]!) together.add(entity);
    if (together.size < minEntities) continue;
    stretches.push(byte + 1);
    together = new Set();
  }
  if (stretches.length > 1) stretches.pop();
  stretches.push(binCount);
  return stretches;
}

/** The straight line from scores to targets among rows that have a value. */
function slopeOf(
  scores: Float64Array,
  counts: Float64Array,
  sums: Float64Array,
  binCount: number,
): { mean: number; target: number; gain: number } {
  let [count, mean, target] = [0, 0, 0];
  for (let byte = 0; byte < binCount; byte++) {
    count += counts[byte]!;
    mean += counts[byte]! * scores[byte]!;
    target += sums[byte]!;
  }
  if (count === 0) return { mean: 0, target: 0, gain: 1 };
  mean /= count;
  target /= count;
  let [both, own] = [0, 0];
  for (let byte = 0; byte < binCount; byte++) {
    both += (scores[byte]! - mean) * (sums[byte]! - counts[byte]! * target);
    own += counts[byte]! * (scores[byte]! - mean) ** 2;
  }
  return { mean, target, gain: own === 0 ? 1 : both / own };
}

function standardize(scores: Float64Array, counts: Float64Array, total: number): Float64Array | null {
  let mean = 0;
  for (let byte = 0; byte < 256; byte++) mean += (counts[byte]! * scores[byte]!) / total;
  let variance = 0;
  for (let byte = 0; byte < 256; byte++) variance += (counts[byte]! * (scores[byte]! - mean) ** 2) / total;
  if (variance < 1e-9) return null;
  return scores.map((score) => (score - mean) / Math.sqrt(variance));
}
