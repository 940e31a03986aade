import type { Base, Feature, NumberScale } from '../model/model.js';
import { binOfNumber, logDensityInBin } from '../model/scale.js';
import { heldOutLikelihood, holdOut, likelihoodOf } from './held-out-likelihood.js';
import { learnNumberScale } from './learn-number-scale.js';
import { middleWidth } from './middle-width.js';
import type { FeatureReader } from './table-view.js';

/** A base that a number may be told as a difference to, with its value per row (NaN = absent). */
export interface BaseCandidate {
  readonly base: Base;
  readonly values: Float64Array;
}

export interface ChosenBase {
  readonly candidate: BaseCandidate;
  readonly scale: NumberScale;
  /** Values told as they are. */
  readonly spikes: readonly number[];
  /** Difference to the base per row (NaN = absent). */
  readonly differences: Float64Array;
  /** The previous sibling's value, where siblings often repeat it exactly whatever the base is. */
  readonly repeated: Float64Array | null;
}

interface Column {
  readonly values: Float64Array;
  readonly scale: NumberScale;
  readonly bins: Uint8Array;
  readonly isMoment: boolean;
  /** The previous sibling's value per row; null where rows have no siblings. */
  readonly previous: Float64Array | null;
  readonly entities: Int32Array;
  readonly minEntities: number;
}

const TRIAL_ROWS = 6_000;
const TRIAL_BASES = 4;
/** The previous sibling's value has a bin of its own where so many rows repeat it. */
const REPEATED_SHARE = 0.05;
const NARROWING_ROWS = 1_000;
/** Both ways are tried on held-out families from so many times the fewest entities on. */
const LEAST_TRIALS = 4;
/** Below that, from so many on, a base is taken that makes the middle half narrower by this (logarithm; 7 times). */
const LEAST_FEW = 2;
const FEW_NARROWING = 2;
/** A difference must tell this much more than the value itself, in nats per row. */
const NEEDED_GAIN = 0.05;

/**
 * Chooses whether a number is better told as a difference to a base, by the likelihood of held-out families:
 * both ways are fitted on three quarters of the families and scored on the rest, per lattice point, so that
 * scales of different fineness compare.
 * @returns the best base, or null when the value itself is told better
 */
export function chooseBase(
  column: Column,
  candidates: readonly BaseCandidate[],
  features: readonly Feature[],
  reader: FeatureReader,
): ChosenBase | null {
  const told = presentRows(column.values);
  const isFew = told.length < LEAST_TRIALS * column.minEntities;
  const leastRows = (isFew ? LEAST_FEW : LEAST_TRIALS) * column.minEntities;
  const promising = candidates
    .map((candidate) => ({ candidate, gain: narrowing(column.values, candidate.values, leastRows) }))
    .filter(({ gain }) => gain > (column.isMoment ? -0.7 : 0.1))
    .sort((a, b) => b.gain - a.gain)
    .slice(0, TRIAL_BASES)
    .map(({ candidate, gain }) => ({
      candidate,
      gain,
      differences: subtract(column.values, candidate.values),
    }));
  if (promising.length === 0) return null;
  if (isFew) return chooseForFew(column, promising[0]!);
  const asValue = (rows: Int32Array): ((test: Int32Array) => number) =>
    likelihoodOf({
      target: {
        bins: column.bins,
        binCount: countBins(column.scale.upper.length, column.bins, rows),
        isOrdered: true,
        rows,
      },
      entities: column.entities,
      features,
      reader,
      density: (bin, row) => logDensityInBin(column.scale, bin, column.values[row]!),
    });
  const [all] = holdOut(thin(told), column.entities);
  if (all.length === 0) return null;
  const asAnyValue = asValue(all);
  const spikes = findSpikes(column.scale);
  let best: ChosenBase | null = null;
  let bestGain = 0;
  for (const { candidate, differences } of promising) {
    const rows = presentRows(differences);
    const repeated = candidate.base.from === 'previous' ? null : oftenRepeated(column, rows);
    const smooth = rows.filter(
      (row) => !spikes.includes(column.values[row]!) && repeated?.[row] !== column.values[row],
    );
    if (smooth.length < LEAST_TRIALS * column.minEntities) continue;
    const scale = learnNumberScale({
      values: differences,
      entities: column.entities,
      rows: smooth,
      isMoment: false,
      minEntities: column.minEntities,
    });
    if (scale === null) continue;
    const trialRows = thin(rows);
    const bins = binDifferences(
      { candidate, scale, spikes, differences, repeated },
      column.values,
      trialRows,
    );
    const [train, test] = holdOut(trialRows, column.entities);
    if (train.length === 0 || test.length === 0) continue;
    const asDifference = heldOutLikelihood(
      {
        target: { bins, binCount: countBins(scale.upper.length, bins, train), isOrdered: true, rows: train },
        entities: column.entities,
        features,
        reader,
        density: (bin, row) =>
          bin < scale.upper.length ? logDensityInBin(scale, bin, differences[row]!) : 0,
      },
      test,
    );
    // Rows that have the base may be a kind of their own, or told best by what all rows say.
    const isPart = rows.length < told.length;
    const value = Math.max(asAnyValue(test), isPart ? asValue(train)(test) : -Infinity);
    const gain = (asDifference - value) * (rows.length / told.length);
    if (gain > NEEDED_GAIN && gain > bestGain) {
      bestGain = gain;
      best = { candidate, scale, spikes, differences, repeated };
    }
  }
  return best;
}

/**
 * Of few rows no families can be set aside to try both ways on: the base is taken to which differences lie much closer together
 * than the values do (the end of one of thirty tournaments, a month after its start).
 */
function chooseForFew(
  column: Column,
  { candidate, gain, differences }: { candidate: BaseCandidate; gain: number; differences: Float64Array },
): ChosenBase | null {
  if (gain < FEW_NARROWING) return null;
  const rows = presentRows(differences);
  const { entities, minEntities } = column;
  const scale = learnNumberScale({ values: differences, entities, rows, isMoment: false, minEntities });
  return scale === null ? null : { candidate, scale, spikes: [], differences, repeated: null };
}

function subtract(values: Float64Array, base: Float64Array): Float64Array {
  return values.map((value, row) => {
    const difference = value - base[row]!;
    return Number.isInteger(difference) ? difference : Number(difference.toPrecision(12));
  });
}

function presentRows(values: Float64Array): Int32Array {
  const rows: number[] = [];
  for (let row = 0; row < values.length; row++) if (!Number.isNaN(values[row]!)) rows.push(row);
  return Int32Array.from(rows);
}

/** Logarithm of how much narrower the middle half of the differences is than that of the values. */
function narrowing(values: Float64Array, base: Float64Array, leastRows: number): number {
  const own: number[] = [];
  const differences: number[] = [];
  const present = presentRows(values);
  const stride = Math.max(1, Math.floor(present.length / NARROWING_ROWS));
  for (let i = 0; i < present.length; i += stride) {
    const row = present[i]!;
    const difference = values[row]! - base[row]!;
    if (Number.isNaN(difference)) continue;
    own.push(values[row]!);
    differences.push(difference);
  }
  if (own.length < leastRows) return -Infinity;
  const plain = middleWidth(Float64Array.from(own));
  const narrow = middleWidth(Float64Array.from(differences));
  if (plain === 0) return -Infinity;
  return narrow === 0 ? 20 : Math.log(plain / narrow);
}

function thin(rows: Int32Array): Int32Array {
  if (rows.length <= TRIAL_ROWS) return rows;
  // Whole runs, so that families stay together.
  const block = 50;
  const stride = rows.length / TRIAL_ROWS;
  return rows.filter((_, i) => Math.floor(i / block) % Math.ceil(stride) === 0);
}

/** Frequent values that stand out of a wide distribution: told as they are, whatever the base. */
function findSpikes(scale: NumberScale): number[] {
  if (scale.upper.length < 30) return [];
  const total = [...scale.rest, ...scale.atomWeights.flat()].reduce((sum, weight) => sum + weight, 0);
  const atoms = scale.atoms.flatMap((values, bin) =>
    values.map((value, i) => ({ value, share: scale.atomWeights[bin]![i]! / total })),
  );
  return atoms
    .filter(({ share }) => share >= 0.03)
    .sort((a, b) => b.share - a.share)
    .slice(0, 8)
    .map(({ value }) => value);
}

/** The previous sibling's value, if it is the row's own often enough. */
function oftenRepeated({ values, previous }: Column, rows: Int32Array): Float64Array | null {
  if (previous === null) return null;
  const count = rows.filter((row) => values[row] === previous[row]).length;
  return count >= REPEATED_SHARE * rows.length ? previous : null;
}

/** How many bins a number has that is told as a difference, the null bin not counted. */
export function countDifferenceBins({
  scale,
  spikes,
  repeated,
}: Pick<ChosenBase, 'scale' | 'spikes' | 'repeated'>): number {
  return scale.upper.length + spikes.length + (repeated === null ? 0 : 1);
}

/**
 * Bins of a number that is told as a difference: those of the difference, then one per spike, then one for the previous
 * sibling's value if that is often repeated, then the null bin.
 */
export function binDifferences(chosen: ChosenBase, values: Float64Array, rows: Int32Array): Uint8Array {
  const { scale, spikes, differences, repeated } = chosen;
  const bins = new Uint8Array(values.length);
  const count = scale.upper.length;
  for (const row of rows) {
    const spike = spikes.indexOf(values[row]!);
    if (Number.isNaN(differences[row]!)) bins[row] = countDifferenceBins(chosen);
    else if (repeated?.[row] === values[row]) bins[row] = count + spikes.length;
    else bins[row] = spike >= 0 ? count + spike : binOfNumber(scale, differences[row]!);
  }
  return bins;
}

/** Bins that occur beyond those of a scale: spikes. */
function countBins(least: number, bins: Uint8Array, rows: Int32Array): number {
  let count = least;
  for (const row of rows) count = Math.max(count, bins[row]! + 1);
  return count;
}
