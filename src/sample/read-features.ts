import type { Feature, Forest } from '../model/model.js';
import { binCount } from '../model/scale.js';
import { compilePath, type SampledTable, type SampledTables } from './sampled-table.js';

const NONE = 255;
const MAX_COUNTED = 250;

/** Reads one feature of a row as a byte. */
export type FeatureByte = (row: number) => number;

/** Running figures of the family at hand: what the siblings drawn so far were. */
export class FamilyState {
  position = 0;
  remaining = 0;
  private readonly means = new Map<number, { sum: number; count: number }>();
  private readonly distincts = new Map<number, Set<number>>();

  constructor(private readonly sampled: SampledTable) {}

  watchMean(variable: number): { sum: number; count: number } {
    let mean = this.means.get(variable);
    if (mean === undefined) this.means.set(variable, (mean = { sum: 0, count: 0 }));
    return mean;
  }

  watchDistinct(variable: number): Set<number> {
    let distinct = this.distincts.get(variable);
    if (distinct === undefined) this.distincts.set(variable, (distinct = new Set()));
    return distinct;
  }

  start(size: number): void {
    this.position = 0;
    this.remaining = size - 1;
    for (const mean of this.means.values()) mean.sum = mean.count = 0;
    for (const distinct of this.distincts.values()) distinct.clear();
  }

  /** Takes a finished row into the figures. */
  add(row: number): void {
    for (const [variable, mean] of this.means) {
      const bin = this.sampled.bins[variable]![row]!;
      if (bin >= binCount(this.sampled.model.variables[variable]!.scale)) continue;
      mean.sum += bin;
      mean.count++;
    }
    for (const [variable, distinct] of this.distincts) {
      const bin = this.sampled.bins[variable]![row]!;
      if (bin < binCount(this.sampled.model.variables[variable]!.scale)) distinct.add(bin);
    }
    this.position++;
    this.remaining--;
  }
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
    case 'remaining':
      return () => Math.min(family.remaining, MAX_COUNTED);
  }
}
