import { scoreOf, type Booster } from '../model/booster.js';
import type { FamilyFeature, Feature } from '../model/model.js';
import { binCount } from '../model/scale.js';
import { unit } from '../random/hash.js';
import { compileFamilyFeature, type FamilyRows } from './family-features.js';
import type { RowFeatures } from './row-features.js';
import { hasPath, type SampledTable, type SampledTables } from './sampled-table.js';

/** Looks on while the rows of a table are drawn. */
export interface Onlooker {
  readonly rowFeatures: readonly Feature[];
  readonly familyFeatures: readonly FamilyFeature[];
  /** @param read gives one byte per feature; the array is used again */
  onRow(read: () => Uint8Array, owner: number): void;
  onFamily(read: () => Uint8Array, owner: number): void;
}

/** Says of rows and families that are drawn how likely they are real, and shows them to an onlooker. */
export class Refiner {
  private readonly rows: OddsOf | null = null;
  private readonly families: OddsOf | null = null;
  private readonly readRow: Bytes | null;
  private readonly readFamily: Bytes | null;

  constructor(
    private readonly sampled: SampledTable,
    tables: SampledTables,
    features: RowFeatures,
    private readonly onlooker: Onlooker | null,
  ) {
    const { refinement } = sampled.model;
    const familyRows = familyRowsOf(sampled, tables);
    const isKnown = (feature: Feature): boolean =>
      feature.from !== 'parent' || hasPath(sampled, feature.path, tables);
    const ofRow = (feature: Feature): Reader => (isKnown(feature) ? features.compile(feature) : () => NONE);
    const ofFamily = (feature: FamilyFeature): Reader => compileFamilyFeature(feature, familyRows);
    if (refinement?.kind === 'rows') this.rows = compileOdds(refinement.booster, ofRow);
    if (refinement?.kind === 'families') this.families = compileOdds(refinement.booster, ofFamily);
    this.readRow = onlooker && compileBytes(onlooker.rowFeatures.map(ofRow));
    this.readFamily = onlooker && compileBytes(onlooker.familyFeatures.map(ofFamily));
  }

  get judgesRows(): boolean {
    return this.rows !== null;
  }

  get judgesFamilies(): boolean {
    return this.families !== null;
  }

  /** How much likelier the row at hand is real than drawn. */
  oddsOfRow(row: number): number {
    return this.rows!(row, 1);
  }

  /** How much likelier a family is real than drawn. */
  oddsOfFamily(first: number, size: number): number {
    return this.families!(first, size);
  }

  showRow(row: number): void {
    this.onlooker?.onRow(() => this.readRow!(row, 1), this.sampled.ownerRows[row]!);
  }

  showFamily(first: number, size: number): void {
    if (size > 0)
      this.onlooker?.onFamily(() => this.readFamily!(first, size), this.sampled.ownerRows[first]!);
  }
}

/** Reads a byte of the rows from one on: of a family, or of a single row. */
type Reader = (first: number, size: number) => number;
type Bytes = (first: number, size: number) => Uint8Array;
type OddsOf = (first: number, size: number) => number;

function compileBytes(readers: readonly Reader[]): Bytes {
  const bytes = new Uint8Array(readers.length);
  return (first, size) => {
    for (let i = 0; i < readers.length; i++) bytes[i] = readers[i]!(first, size);
    return bytes;
  };
}

function compileOdds<F>({ features, trees }: Booster<F>, compile: (feature: F) => Reader): OddsOf {
  const read = compileBytes(features.map(compile));
  return (first, size) => {
    const bytes = read(first, size);
    return Math.exp(scoreOf(trees, (f) => bytes[f]!));
  };
}

function familyRowsOf(sampled: SampledTable, tables: SampledTables): FamilyRows {
  const { model, bins, links, owner, ownerRows, references } = sampled;
  const parent = owner === null ? undefined : tables.get(owner.parent);
  return {
    bins: (variable) => bins[variable]!,
    binCount: (variable) => binCount(model.variables[variable]!.scale),
    ownerBin: (variable, row) => (ownerRows[row]! < 0 ? NONE : parent!.bins[variable]![ownerRows[row]!]!),
    links: (reference) => links.get(references[reference]!.name)!,
  };
}

/** The byte that says there is no such row. */
const NONE = 255;

/**
 * Chooses one of several candidates, each with a chance in proportion to its odds.
 * @param hash decides which
 * @returns its position; -1 when none has odds
 */
export function choose(odds: readonly number[], hash: number): number {
  let left = unit(hash) * odds.reduce((sum, each) => sum + each, 0);
  let last = -1;
  for (const [position, each] of odds.entries()) {
    if (each === 0) continue;
    last = position;
    left -= each;
    if (left < 0) break;
  }
  return last;
}
