import type { ForeignKey } from '../introspect/catalog.js';
import type { CellMember, Feature, Path, Tree } from '../model/model.js';
import { findLeaf } from '../model/walk-tree.js';
import { excessInformation, groupClasses, thinRows } from './fit-forest.js';
import { findPaths } from './find-paths.js';
import { NONE, type Learned } from './frame.js';
import { growTree } from './grow-tree.js';
import { gatherBytes, type FeatureReader, type TableView } from './table-view.js';
import { RULE_SHARE } from './rule-share.js';

/** A parent with fewer rows than this is made from its schema alone: its rows are told apart by number only. */
const SLOT_ROWS = 20;
const MAX_CELL_DEPTH = 5;
/** At most so many parent rows are told apart one by one; the others of a cell together. */
export const MOST_MEMBERS = 220;
/** Of more parents, some are told apart where these have at least this share of the children. */
export const TOLD_SHARE = 0.75;
const SCREENED_ROWS = 8_000;

export type LearnedReference =
  | { readonly kind: 'carried'; readonly path: Path; readonly through: string | null }
  | {
      readonly kind: 'slots';
      readonly bins: Uint8Array;
      readonly binCount: number;
      readonly shares: readonly number[];
    }
  | {
      readonly kind: 'cells';
      readonly bins: Uint8Array;
      readonly binCount: number;
      readonly cells: Tree;
      readonly cellFeatures: readonly number[];
      readonly members: readonly CellMember[] | null;
    };

/**
 * Learns how a reference finds its parent row: as the row that another path reaches, as one of a few rows, or as
 * a cell of the parent rows. Cells are the leaves of a tree over the parent's variables that tells best what
 * the child row is known by at that point (its owner, its date), so that a child meets the parents it fits.
 * @param drawn number of references that are drawn before this one
 * @param context features of the child row that are known before this reference
 * @param isKept whether the parent's rows are kept as they are, so that each is told by its number
 */
export function learnReference(
  view: TableView,
  views: ReadonlyMap<string, TableView>,
  key: ForeignKey,
  drawn: number,
  context: readonly Feature[],
  reader: FeatureReader,
  minEntities: number,
  isKept: boolean,
): LearnedReference {
  const links = view.frame.parents.get(key.name)!;
  const carried = findCarried(view, views, key, links, drawn, reader);
  if (carried !== null) return { kind: 'carried', ...carried };
  const parent = views.get(key.parent)!;
  const isNull = parent.frame.rows;
  if (isKept || parent.frame.rows < SLOT_ROWS) {
    const bins = Uint8Array.from(links, (row) => (row < 0 ? isNull : row));
    const kept = hideRareSlots(bins, view, isNull, minEntities);
    return { kind: 'slots', bins: kept, binCount: isNull, shares: countBins(kept, isNull) };
  }
  const { cells, cellFeatures } = growCells(view, parent, links, context, reader, minEntities);
  const cellOf = cellsOfRows(cells, cellFeatures, parent.learned, parent.frame.rows);
  const count = cells.start.length - 1;
  const split = splitCells(cellOf, count, links, view, minEntities);
  const binOf = split?.binOf ?? cellOf;
  const binCount = split?.places.length ?? count;
  const bins = Uint8Array.from(links, (row) => (row < 0 ? binCount : binOf[row]!));
  const children = countBins(bins, binCount);
  const members = split?.places.map((place, bin) => ({ ...place, children: children[bin]! })) ?? null;
  return { kind: 'cells', bins, binCount, cells, cellFeatures, members };
}

/** Rows per bin, the null bin left out. */
function countBins(bins: Uint8Array, binCount: number): number[] {
  const counts = new Array<number>(binCount).fill(0);
  for (const bin of bins) if (bin < binCount) counts[bin]!++;
  return counts;
}

/**
 * Gives every parent row that enough entities refer to a bin of its own, those with the most children first; the others of
 * a cell share one. Where too few entities refer to all the others together, their children count as those of the last row
 * with a bin of its own.
 * @returns bin of each parent row's children, and the bins' places, those with the most children first within their cell;
 *   null when there are too many parents to tell enough of them apart
 */
function splitCells(
  cellOf: Uint8Array,
  cells: number,
  links: Int32Array,
  view: TableView,
  minEntities: number,
): { binOf: Uint8Array; places: { cell: number; rows: number }[] } | null {
  const entities = Array.from(cellOf, () => new Set<number>());
  const degrees = new Int32Array(cellOf.length);
  links.forEach((parent, row) => {
    if (parent < 0) return;
    degrees[parent]!++;
    if (entities[parent]!.size < minEntities) entities[parent]!.add(view.frame.entities[row]!);
  });
  const told = tellApart(degrees, entities, cells, minEntities);
  if (told === null) return null;
  const binOf = new Uint8Array(cellOf.length);
  const places: { cell: number; rows: number }[] = [];
  for (let cell = 0; cell < cells; cell++) {
    const rows = [...cellOf.keys()]
      .filter((row) => cellOf[row] === cell)
      .sort((a, b) => degrees[b]! - degrees[a]! || a - b);
    const own = rows.filter((row) => told.has(row));
    for (const row of own) {
      binOf[row] = places.length;
      places.push({ cell, rows: 1 });
    }
    const others = rows.filter((row) => !told.has(row));
    if (others.length === 0) continue;
    const behind = new Set(others.flatMap((row) => [...entities[row]!]));
    const isHidden = own.length > 0 && behind.size < minEntities;
    for (const row of others) binOf[row] = isHidden ? places.length - 1 : places.length;
    places.push({ cell, rows: others.length });
  }
  return { binOf, places };
}

/** Parent rows with a bin of their own; null when there are too many parents to tell enough of them apart. */
function tellApart(
  degrees: Int32Array,
  entities: readonly ReadonlySet<number>[],
  cells: number,
  minEntities: number,
): ReadonlySet<number> | null {
  const isFew = degrees.length <= MOST_MEMBERS;
  const told = [...degrees.keys()]
    .filter((row) => entities[row]!.size >= minEntities)
    .sort((a, b) => degrees[b]! - degrees[a]! || a - b)
    .slice(0, isFew ? MOST_MEMBERS : MOST_MEMBERS - cells);
  const sum = (rows: Iterable<number>): number => [...rows].reduce((total, row) => total + degrees[row]!, 0);
  return isFew || sum(told) >= TOLD_SHARE * sum(degrees.keys()) ? new Set(told) : null;
}

/**
 * Cell of every parent row.
 * @param learned the parent's variables
 */
function cellsOfRows(
  cells: Tree,
  cellFeatures: readonly number[],
  learned: readonly (Learned | null)[],
  rows: number,
): Uint8Array {
  const columns = cellFeatures.map((variable) => learned[variable]!.bins);
  const own = new Uint8Array(columns.length);
  return Uint8Array.from({ length: rows }, (_, row) => {
    for (let f = 0; f < columns.length; f++) own[f] = columns[f]![row]!;
    return findLeaf(cells, own);
  });
}

/** Looks for another path to the same parent row: a key that is stored twice. */
function findCarried(
  view: TableView,
  views: ReadonlyMap<string, TableView>,
  key: ForeignKey,
  links: Int32Array,
  drawn: number,
  reader: FeatureReader,
): { path: Path; through: string | null } | null {
  for (const { path, table } of findPaths(view, views, drawn)) {
    if (path.length > 2) continue;
    const { rows } = reader.follow(path);
    if (table === key.parent && agrees(links, rows)) return { path, through: null };
    const above = views.get(table)!;
    for (const [name, theirs] of above.frame.parents) {
      const other = above.frame.table.foreignKeys.find((candidate) => candidate.name === name)!;
      const index = above.references.findIndex((candidate) => candidate.name === name);
      if (other.parent !== key.parent || (index >= 0 && !above.isUsable[index])) continue;
      if (
        agrees(
          links,
          rows.map((row) => (row < 0 ? -1 : theirs[row]!)),
        )
      )
        return { path, through: name };
    }
  }
  return null;
}

function agrees(links: Int32Array, others: Int32Array): boolean {
  let both = 0;
  let equal = 0;
  for (let row = 0; row < links.length; row++) {
    if (links[row]! < 0) continue;
    both++;
    if (links[row] === others[row]) equal++;
  }
  return both >= 20 && equal >= RULE_SHARE * both;
}

/**
 * Rows that refer to slots which too few entities refer to are dealt evenly: among these slots where enough refer to all
 * of them together, else among the others.
 */
function hideRareSlots(bins: Uint8Array, view: TableView, isNull: number, minEntities: number): Uint8Array {
  const entitiesOf = Array.from({ length: isNull }, () => new Set<number>());
  bins.forEach((bin, row) => {
    const behind = entitiesOf[bin];
    if (behind !== undefined && behind.size < minEntities) behind.add(view.frame.entities[row]!);
  });
  const slots = [...entitiesOf.keys()];
  const rare = slots.filter((slot) => entitiesOf[slot]!.size > 0 && entitiesOf[slot]!.size < minEntities);
  if (rare.length === 0) return bins;
  const kept = slots.filter((slot) => entitiesOf[slot]!.size >= minEntities);
  const behind = new Set(rare.flatMap((slot) => [...entitiesOf[slot]!]));
  const dealt = behind.size >= minEntities ? rare : kept.length > 0 ? kept : slots;
  const isRare = Uint8Array.from(entitiesOf, (_, slot) => (rare.includes(slot) ? 1 : 0));
  return bins.map((bin, row) => (isRare[bin] === 1 ? dealt[row % dealt.length]! : bin));
}

function growCells(
  view: TableView,
  parent: TableView,
  links: Int32Array,
  context: readonly Feature[],
  reader: FeatureReader,
  minEntities: number,
): { cells: Tree; cellFeatures: number[] } {
  const rows = Int32Array.from(links.keys())
    .filter((row) => links[row]! >= 0)
    .sort((a, b) => links[a]! - links[b]! || a - b);
  const cellFeatures = parent.learned.flatMap((learned, variable) => (learned === null ? [] : [variable]));
  const features = cellFeatures.map((variable) => {
    return gatherBytes(parent.learned[variable]!.bins, links);
  });
  const best = mostInformative(rows, features, context, reader);
  const entities = links.map((row) => (row < 0 ? 0 : parent.frame.entities[row]!));
  const sortedRows = rows.sort((a, b) => entities[a]! - entities[b]! || links[a]! - links[b]! || a - b);
  const cells = growTree(
    {
      features,
      ordered: cellFeatures.map((variable) => parent.learned[variable]!.isOrdered),
      judged: best?.bins ?? new Uint8Array(links.length),
      nullBin: NONE,
      isJudgedOrdered: best?.isOrdered ?? true,
      bins: new Uint8Array(links.length),
      entities,
      rows: sortedRows,
    },
    { minEntities, maxDepth: MAX_CELL_DEPTH, penalty: 1 },
  );
  return keepUsedFeatures(cells, cellFeatures);
}

/** The context feature on which the parent's variables depend most. */
function mostInformative(
  rows: Int32Array,
  features: readonly Uint8Array[],
  context: readonly Feature[],
  reader: FeatureReader,
): { bins: Uint8Array; isOrdered: boolean } | null {
  const sample = thinRows(rows, SCREENED_ROWS);
  let best: { bins: Uint8Array; isOrdered: boolean; score: number } | null = null;
  const seen = new Set<Uint8Array>();
  for (const feature of context) {
    const bytes = reader.read(feature);
    if (seen.has(bytes)) continue;
    seen.add(bytes);
    const isOrdered = reader.isOrdered(feature);
    const { classes, classCount } = groupClasses({ bins: bytes, binCount: NONE, isOrdered, rows });
    const score = Math.max(
      0,
      ...features.map((parent) => excessInformation(sample, parent, classes, classCount)),
    );
    if (score > (best?.score ?? 20)) best = { bins: bytes, isOrdered, score };
  }
  return best;
}

/** Drops the features that no split of the tree reads. */
function keepUsedFeatures(
  cells: Tree,
  cellFeatures: readonly number[],
): { cells: Tree; cellFeatures: number[] } {
  const used = [...new Set(cells.feature)].filter((feature) => feature >= 0).sort((a, b) => a - b);
  const feature = cells.feature.map((at) => (at < 0 ? -1 : used.indexOf(at)));
  return { cells: { ...cells, feature }, cellFeatures: used.map((at) => cellFeatures[at]!) };
}
