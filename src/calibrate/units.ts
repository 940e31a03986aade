import type { Learned } from '../learn/frame.js';
import type { FeatureReader, TableView } from '../learn/table-view.js';
import { shareBins } from '../model/bin-shares.js';
import type { Feature, FamilyFeature, Model, TableModel } from '../model/model.js';
import { hash32, unit } from '../random/hash.js';
import { compileFamilyFeature } from '../sample/family-features.js';

/** Rows or families of either side that are looked at. */
const MOST_UNITS = 4_000;

/** Of a category, rows with so many values are counted. */
const COUNTED_BINS = 4;

/** Bytes by feature, and the entity of each unit. */
export interface Sample {
  readonly columns: readonly Uint8Array[];
  readonly entities: Int32Array;
}

/** What is said of the rows or families of a table, and what the real ones are like. */
export interface Units<F> {
  readonly features: readonly F[];
  readonly isOrdered: readonly boolean[];
  /** It stands before a row or family is drawn. */
  readonly isGiven: readonly boolean[];
  readonly real: Sample;
}

/** Rows of a table: what they hold, what their parents and the sibling before hold, where they stand in the family. */
export function rowUnits(
  table: TableModel,
  view: TableView,
  views: ReadonlyMap<string, TableView>,
  model: Model,
  reader: FeatureReader,
): Units<Feature> {
  const features = listRowFeatures(table, view, views, model);
  const { rows, entities } = view.frame;
  const chosen = Int32Array.from(thin(rows));
  return {
    features,
    isOrdered: features.map((feature) => reader.isOrdered(feature)),
    isGiven: features.map(({ from }) => from !== 'own'),
    real: {
      columns: features.map((feature) => {
        const bytes = reader.read(feature);
        return Uint8Array.from(chosen, (row) => bytes[row]!);
      }),
      entities: chosen.map((row) => entities[row]!),
    },
  };
}

function listRowFeatures(
  table: TableModel,
  view: TableView,
  views: ReadonlyMap<string, TableView>,
  model: Model,
): Feature[] {
  const { owner } = view.frame;
  const known = knownVariables(view);
  const features: Feature[] = known.map((variable) => ({ from: 'own', variable }));
  const addParent = (step: number | null, id: string): void => {
    if (!isLearned(model, id)) return;
    for (const variable of knownVariables(views.get(id)!))
      features.push({ from: 'parent', path: [step], table: id, variable });
  };
  if (owner !== null) addParent(null, owner.parent);
  view.references.forEach((key, step) => {
    const { how } = table.references[step]!;
    // Of parents that stand in for others, what they are like says nothing.
    const isLike =
      (how.kind === 'cells' && how.members === null) || how.kind === 'slots' || how.kind === 'carried';
    if (isLike && view.isUsable[step]!) addParent(step, key.parent);
  });
  if (owner === null) return features;
  for (const variable of known)
    if (table.variables[variable]!.role !== 'count') features.push({ from: 'previous', variable });
  return [...features, { from: 'position' }, { from: 'size' }];
}

/** Families of a table: what their owner holds, and what their rows hold together. */
export function familyUnits(
  table: TableModel,
  view: TableView,
  above: TableView,
  model: Model,
): Units<FamilyFeature> {
  const { frame, learned, references } = view;
  const features = listFamilyFeatures(table, view, above, model);
  const first = [...frame.position.keys()].filter(
    (row) => frame.position[row] === 0 && frame.ownerRows[row]! >= 0,
  );
  const chosen = thin(first.length).map((at) => first[at]!);
  const rows = {
    bins: (variable: number) => learned[variable]!.bins,
    binCount: (variable: number) => learned[variable]!.binCount,
    ownerBin: (variable: number, row: number) => above.learned[variable]!.bins[frame.ownerRows[row]!]!,
    links: (reference: number) => frame.parents.get(references[reference]!.name)!,
  };
  const isOrdered = (feature: FamilyFeature): boolean => {
    if (feature.of === 'owner') return above.learned[feature.variable]!.isOrdered;
    return feature.of !== 'first' || learned[feature.variable]!.isOrdered;
  };
  return {
    features,
    isOrdered: features.map(isOrdered),
    isGiven: features.map(({ of }) => of === 'owner' || of === 'size'),
    real: {
      columns: features.map((feature) => {
        const read = compileFamilyFeature(feature, rows);
        return Uint8Array.from(chosen, (row) => read(row, frame.remaining[row]! + 1));
      }),
      entities: Int32Array.from(chosen, (row) => frame.entities[row]!),
    },
  };
}

function listFamilyFeatures(
  table: TableModel,
  view: TableView,
  above: TableView,
  model: Model,
): FamilyFeature[] {
  const features: FamilyFeature[] = [{ of: 'size' }];
  if (isLearned(model, above.frame.table.id))
    for (const variable of knownVariables(above)) features.push({ of: 'owner', variable });
  for (const variable of knownVariables(view)) {
    features.push({ of: 'distinct', variable }, { of: 'first', variable });
    if (view.learned[variable]!.isOrdered) features.push({ of: 'mean', variable });
    else
      for (const bin of frequentBins(view.learned[variable]!)) features.push({ of: 'count', variable, bin });
    if (table.variables[variable]!.nullable) features.push({ of: 'nulls', variable });
  }
  table.references.forEach(({ how }, reference) => {
    if (how.kind !== 'late' && how.kind !== 'any') features.push({ of: 'parents', reference });
  });
  return features;
}

/** The most frequent bins of a category. */
function frequentBins({ bins, binCount }: Learned): number[] {
  const shares = shareBins(bins, binCount).subarray(0, binCount);
  return [...shares.keys()].sort((a, b) => shares[b]! - shares[a]! || a - b).slice(0, COUNTED_BINS);
}

function knownVariables({ learned }: TableView): number[] {
  return [...learned.keys()].filter((variable) => learned[variable] !== null);
}

/** Rows that are made from the schema alone are like no real ones. */
function isLearned(model: Model, id: string): boolean {
  return model.tables.find((table) => table.id === id)!.learned;
}

/** At most about `MOST_UNITS` of so many, in order. */
function thin(count: number): number[] {
  return Array.from({ length: count }, (_, i) => i).filter((i) => isChosen(i, count));
}

/** Whether the unit at a position is among about `MOST_UNITS` of so many. */
export function isChosen(position: number, count: number): boolean {
  return unit(hash32(0x5a1, position)) < MOST_UNITS / count;
}
