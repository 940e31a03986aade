import type { ForeignKey } from '../introspect/catalog.js';
import type { Kin, Path } from '../model/model.js';
import { findPaths } from './find-paths.js';
import { RULE_SHARE } from './rule-share.js';
import { FeatureReader, type TableView } from './table-view.js';

/** Fewer rows than this prove no kinship. */
const MIN_ROWS = 20;
/** Unrelated rows may share an ancestor so often and kinship still says something. */
const MOST_BY_CHANCE = 0.5;
const MOST_STEPS = 2;

/** A way from a row to an ancestor. */
export interface WayUp {
  readonly path: Path;
  readonly table: string;
}

/**
 * Finds out whether a row and the parent row that a reference leads to stem from the same row of a third table, as the
 * line of an order refers to a shipment of that order.
 * @param ways from the row to what is known when the reference is drawn
 * @param leastShare share of the rows in which they must do so
 * @returns the paths to the ancestor that fewest rows share, or null when there is none
 */
export function findKin(
  view: TableView,
  views: ReadonlyMap<string, TableView>,
  key: ForeignKey,
  ways: readonly WayUp[],
  reader: FeatureReader,
  leastShare = RULE_SHARE,
): Kin | null {
  const links = view.frame.parents.get(key.name)!;
  const parent = views.get(key.parent)!;
  const parentReader = parent === view ? reader : new FeatureReader(parent, views);
  const above = findPaths(parent, views, parent.references.length);
  const allRows = Int32Array.from({ length: view.frame.rows }, (_, row) => row);
  let best: Kin | null = null;
  let leastByChance = MOST_BY_CHANCE;
  for (const { path, table } of ways) {
    if (path.length > MOST_STEPS) continue;
    const own = path.length === 0 ? allRows : reader.follow(path).rows;
    for (const { path: parentPath } of above.filter((other) => other.table === table)) {
      if (parentPath.length > MOST_STEPS) continue;
      const { share, byChance } = agreement(own, links, parentReader.follow(parentPath).rows, leastShare);
      if (share < leastShare || byChance >= leastByChance) continue;
      leastByChance = byChance;
      const isRule = share >= RULE_SHARE;
      best = { path, parentPath, ...(!isRule && { share: Math.round(share * 1000) / 1000 }) };
    }
  }
  return best;
}

/**
 * How often a row and its parent have the same ancestor, and how often two rows would by chance.
 * @param own the ancestor of each row
 * @param theirs the ancestor of each parent row
 * @returns a share of 0 where too few rows tell, or they do so less often than `leastShare`
 */
function agreement(
  own: Int32Array,
  links: Int32Array,
  theirs: Int32Array,
  leastShare: number,
): { share: number; byChance: number } {
  const rowsOf = new Map<number, number>();
  let both = 0;
  let broken = 0;
  for (let row = 0; row < links.length; row++) {
    const parent = links[row]!;
    if (parent < 0 || own[row]! < 0 || theirs[parent]! < 0) continue;
    both++;
    if (own[row] !== theirs[parent] && ++broken > (1 - leastShare) * links.length) return NONE;
    rowsOf.set(own[row]!, (rowsOf.get(own[row]!) ?? 0) + 1);
  }
  if (both < MIN_ROWS) return NONE;
  let pairs = 0;
  for (const rows of rowsOf.values()) pairs += rows * rows;
  return { share: 1 - broken / both, byChance: pairs / (both * both) };
}

const NONE = { share: 0, byChance: 1 };
