import type { Determined, Feature } from '../model/model.js';
import { NONE } from './frame.js';
import { RULE_SHARE } from './rule-share.js';

const SIZE = 256;
/** So many exceptions would chance make in a bin that seems to have none. */
const MIN_SURPRISE = 5;
/** Rules that speak of fewer rows are left to the trees. */
const MIN_COVERAGE = 0.3;

/** A column to be told by another. */
export interface DeterminedTarget {
  /** One bin per row, the null bin included. */
  readonly bins: Uint8Array;
  readonly entities: Int32Array;
  /** Fewest distinct entities behind a bin that tells another. */
  readonly minEntities: number;
}

/**
 * Finds the feature that tells most rows' bins outright (the country of a city, the name of a code, the unit of a
 * product): a functional dependency, exact in all rows but one in 200. It may hold for some bins of the feature only
 * (where the street is null, the town is null).
 * @param candidates features with one byte per row
 * @returns null when no feature tells enough rows
 */
export function findDetermined(
  target: DeterminedTarget,
  candidates: readonly { readonly feature: Feature; readonly bytes: Uint8Array }[],
): Determined | null {
  const shares = new Float64Array(SIZE);
  for (const bin of target.bins) shares[bin]! += 1 / target.bins.length;
  // Several paths may lead to the same bytes.
  const seen = new Set<Uint8Array>();
  let best: { feature: Feature; bins: Uint8Array; coverage: number } | null = null;
  for (const { feature, bytes } of candidates) {
    if (seen.has(bytes)) continue;
    seen.add(bytes);
    const found = tell(target, bytes, shares);
    if (found.coverage > (best?.coverage ?? MIN_COVERAGE)) best = { feature, ...found };
  }
  return best === null ? null : { feature: best.feature, bins: best.bins };
}

/** Rows by bin of a feature and bin of the target; empty between two calls. */
const counts = new Uint32Array(SIZE * SIZE);

/** For each bin of a feature the only bin of the target beside it; 255 where there are several. */
function tell(
  { bins, entities, minEntities }: DeterminedTarget,
  bytes: Uint8Array,
  shares: Float64Array,
): { bins: Uint8Array; coverage: number } {
  const totals = new Uint32Array(SIZE);
  for (let row = 0; row < bins.length; row++) {
    const byte = bytes[row]!;
    counts[byte * SIZE + bins[row]!]!++;
    totals[byte]!++;
  }
  const told = new Uint8Array(SIZE).fill(NONE);
  for (let from = 0; from < SIZE; from++) {
    const total = totals[from]!;
    if (total === 0) continue;
    const start = from * SIZE;
    for (let bin = 0; bin < NONE; bin++)
      if (counts[start + bin]! >= RULE_SHARE * total && total * (1 - shares[bin]!) >= MIN_SURPRISE)
        told[from] = bin;
    counts.fill(0, start, start + SIZE);
  }
  if (told.every((bin) => bin === NONE)) return { bins: told, coverage: 0 };
  const behind = countEntities(bytes, entities, told);
  let rows = 0;
  for (let from = 0; from < SIZE; from++) {
    if (told[from] !== NONE && behind[from]! < minEntities) told[from] = NONE;
    if (told[from] !== NONE) rows += totals[from]!;
  }
  return { bins: told, coverage: rows / Math.max(1, bins.length) };
}

/** Distinct entities behind each bin that tells something. */
function countEntities(bytes: Uint8Array, entities: Int32Array, told: Uint8Array): Uint32Array {
  const counts = new Uint32Array(SIZE);
  const seen = Array.from(told, (bin) => (bin === NONE ? null : new Set<number>()));
  bytes.forEach((byte, row) => seen[byte]?.add(entities[row]!));
  seen.forEach((set, byte) => (counts[byte] = set?.size ?? 0));
  return counts;
}
