import type { ForeignKey } from '../introspect/catalog.js';
import type { Kin } from '../model/model.js';
import { findPaths } from './find-paths.js';
import { RULE_SHARE } from './rule-share.js';
import { FeatureReader, type TableView } from './table-view.js';

/** Fewer rows than this prove no kinship. */
const MIN_ROWS = 20;
/** Unrelated rows may share an ancestor so often and kinship still says something. */
const MOST_BY_CHANCE = 0.5;
const MOST_STEPS = 2;

/**
 * Finds out whether a row and the parent row that a reference leads to stem from the same row of a third table, as the
 * line of an order refers to a shipment of that order.
 * @param drawn number of references that are drawn before this one
 * @returns the paths to the ancestor that fewest rows share, or null when there is none
 */
export function findKin(
  view: TableView,
  views: ReadonlyMap<string, TableView>,
  key: ForeignKey,
  drawn: number,
  reader: FeatureReader,
): Kin | null {
  const links = view.frame.parents.get(key.name)!;
  const parent = views.get(key.parent)!;
  const parentReader = parent === view ? reader : new FeatureReader(parent, views);
  const above = findPaths(parent, views, parent.references.length).filter(
    ({ path }) => path.length <= MOST_STEPS,
  );
  let best: Kin | null = null;
  let leastByChance = MOST_BY_CHANCE;
  for (const { path, table } of findPaths(view, views, drawn)) {
    if (path.length > MOST_STEPS) continue;
    const own = reader.follow(path).rows;
    for (const { path: parentPath } of above.filter((other) => other.table === table)) {
      const byChance = agreementByChance(own, links, parentReader.follow(parentPath).rows);
      if (byChance >= leastByChance) continue;
      leastByChance = byChance;
      best = { path, parentPath };
    }
  }
  return best;
}

/**
 * How often two rows agree by chance, where a row and its parent agree as a rule.
 * @param own the ancestor of each row
 * @param theirs the ancestor of each parent row
 * @returns infinite where they do not agree
 */
function agreementByChance(own: Int32Array, links: Int32Array, theirs: Int32Array): number {
  const rowsOf = new Map<number, number>();
  let both = 0;
  let broken = 0;
  for (let row = 0; row < links.length; row++) {
    const parent = links[row]!;
    if (parent < 0 || own[row]! < 0 || theirs[parent]! < 0) continue;
    both++;
    if (own[row] !== theirs[parent] && ++broken > (1 - RULE_SHARE) * links.length) return Infinity;
    rowsOf.set(own[row]!, (rowsOf.get(own[row]!) ?? 0) + 1);
  }
  if (both < MIN_ROWS || broken > (1 - RULE_SHARE) * both) return Infinity;
  let pairs = 0;
  for (const rows of rowsOf.values()) pairs += rows * rows;
  return pairs / (both * both);
}
