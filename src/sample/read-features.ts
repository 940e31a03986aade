import type { Feature, Forest } from '../model/model.js';
import { binCount, sizeBin } from '../model/scale.js';
import { compilePath, type SampledTable, type SampledTables } from './sampled-table.js';

const NONE = 255;
const MAX_COUNTED = 250;

/** Reads one feature of a row as a byte. */
export type FeatureByte = (row: number) => number;

/** Running figures of the family at hand: what the siblings drawn so far were. */
export class FamilyState {
  position = 0;
  remaining = 0;
  private readonly means: RunningMean[] = [];
  private readonly distincts: DistinctSoFar[] = [];

  constructor(private readonly sampled: SampledTable) {}

  watchMean(variable: number): RunningMean {
    let mean = this.means.find((known) => known.variable === variable);
    if (mean === undefined) this.means.push((mean = { ...this.watch(variable), sum: 0, count: 0 }));
    return mean;
  }

  watchDistinct(variable: number): Set<number> {
    let distinct = this.distincts.find((known) => known.variable === variable);
    if (distinct === undefined)
      this.distincts.push((distinct = { ...this.watch(variable), seen: new Set() }));
    return distinct.seen;
  }

  start(size: number): void {
    this.position = 0;
    this.remaining = size - 1;
    for (const mean of this.means) mean.sum = mean.count = 0;
    for (const { seen } of this.distincts) if (seen.size > 0) seen.clear();
  }

  /** Takes a finished row into the figures. */
  add(row: number): void {
    for (const mean of this.means) {
      const bin = mean.bins[row]!;
      if (bin >= mean.nullBin) continue;
      mean.sum += bin;
      mean.count++;
    }
    for (const { bins, nullBin, seen } of this.distincts) if (bins[row]! < nullBin) seen.add(bins[row]!);
    this.position++;
    this.remaining--;
  }

  private watch(variable: number): Watched {
    const { bins, model } = this.sampled;
    return { variable, bins: bins[variable]!, nullBin: binCount(model.variables[variable]!.scale) };
  }
}

interface Watched {
  readonly variable: number;
  readonly bins: Uint8Array;
  readonly nullBin: number;
}

interface RunningMean extends Watched {
  sum: number;
  count: number;
}

interface DistinctSoFar extends Watched {
  readonly seen: Set<number>;
}

/**
 * Makes a function per feature of a forest.
 */
export function compileFeatures(
  forest: Forest,
  sampled: SampledTable,
  tables: SampledTables,
  family: FamilyState,
): FeatureByte[] {
  return forest.features.map((feature) => compileFeature(feature, sampled, tables, family));
}

function compileFeature(
  feature: Feature,
  sampled: SampledTable,
  tables: SampledTables,
  family: FamilyState,
): FeatureByte {
  switch (feature.from) {
    case 'own': {
      const bins = sampled.bins[feature.variable]!;
      return (row) => bins[row]!;
    }
    case 'parent': {
      const follow = compilePath(sampled, feature.path, tables);
      const bins = tables.get(feature.table)!.bins[feature.variable]!;
      return (row) => {
        const above = follow(row);
        return above < 0 ? NONE : bins[above]!;
      };
    }
    case 'previous': {
      const bins = sampled.bins[feature.variable]!;
      return (row) => (family.position > 0 ? bins[row - 1]! : NONE);
    }
    case 'mean': {
      const mean = family.watchMean(feature.variable);
      return () => (mean.count === 0 ? NONE : Math.round(mean.sum / mean.count));
    }
    case 'distinct': {
      const distinct = family.watchDistinct(feature.variable);
      return () => distinct.size;
    }
    case 'position':
      return () => Math.min(family.position, MAX_COUNTED);
    case 'size':
      return () => sizeBin(family.position + family.remaining + 1);
    case 'remaining':
      return () => Math.min(family.remaining, MAX_COUNTED);
  }
}
