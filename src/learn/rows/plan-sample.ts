import type { Owners } from '../../graph/choose-owners.js';
import { MIN_OWNER_ROWS } from '../../graph/choose-owners.js';
import type { LoadOrder } from '../../graph/find-load-order.js';
import type { Catalog, ForeignKey, Table } from '../../introspect/catalog.js';

/** Keeps the rows that descend from the part of an ancestor's rows whose keys hash below the share. */
export interface Thinning {
  /** The table itself, or one above it along owning foreign keys. */
  readonly ancestor: string;
  readonly share: number;
}

/** Which rows of a table are learned from. */
export interface TableSample {
  /** All must hold; none where the table is read whole. */
  readonly thinnings: readonly Thinning[];
  /** Share of the table's rows to be expected. */
  readonly share: number;
}

export interface SamplePlan {
  /** By table id. */
  readonly samples: ReadonlyMap<string, TableSample>;
  /** Owners along which rows are learned. */
  readonly owners: Owners;
  /**
   * By table id, foreign keys that would own the rows, were families not so large that no fifty of them can be read.
   * Such rows are learned as rows without siblings; who they belong to still counts when entities are counted.
   */
  readonly kin: ReadonlyMap<string, ForeignKey>;
}

/**
 * Plans which rows of large tables are read: whole families, chosen by a hash of the key of an ancestor, so that
 * about `maxRows` of each table come. The rows of a child always belong to rows of its owner that are read too.
 * @param rowCounts source rows by table id
 * @param named tables whose owners the user named; they keep them, even where more than `maxRows` rows must be read
 */
export function planSample(
  catalog: Catalog,
  loadOrder: LoadOrder,
  owners: Owners,
  rowCounts: ReadonlyMap<string, number>,
  maxRows: number,
  named: ReadonlySet<string> = new Set(),
): SamplePlan {
  const tables = new Map(catalog.tables.map((table) => [table.id, table]));
  const samples = new Map<string, TableSample>();
  const kept = new Map(owners);
  const kin = new Map<string, ForeignKey>();
  const rowsOf = (id: string): number => rowCounts.get(id) ?? 0;
  for (const id of loadOrder.order) {
    const key = ownerOf(tables.get(id)!, owners);
    const share = Math.min(1, maxRows / Math.max(1, rowsOf(id)));
    const isTooLarge = share < 1 && key !== null && share * rowsOf(key.parent) < MIN_OWNER_ROWS;
    if (key === null || (isTooLarge && !named.has(id))) {
      samples.set(id, thin([], 1, id, share));
      if (key === null) continue;
      kept.set(id, null);
      kin.set(id, key);
    } else samples.set(id, sampleOfOwned(key.parent, share));
  }
  return { samples, owners: kept, kin };

  function sampleOfOwned(owner: string, share: number): TableSample {
    const above = samples.get(owner)!;
    if (share >= above.share) return above;
    const last = above.thinnings.at(-1);
    if (last !== undefined) {
      const outer = above.thinnings.slice(0, -1);
      const outerShare = above.share / last.share;
      const narrower = thin(outer, outerShare, last.ancestor, share / outerShare);
      if (narrower.share * rowsOf(last.ancestor) >= MIN_OWNER_ROWS) return narrower;
    } else {
      const root = rootOf(owner);
      if (share * rowsOf(root) >= MIN_OWNER_ROWS) return thin([], 1, root, share);
    }
    const least = MIN_OWNER_ROWS / Math.max(MIN_OWNER_ROWS, rowsOf(owner) * above.share);
    return thin(above.thinnings, above.share, owner, Math.max(least, share / above.share));
  }

  function rootOf(id: string): string {
    const key = ownerOf(tables.get(id)!, kept);
    return key === null ? id : rootOf(key.parent);
  }
}

function thin(outer: readonly Thinning[], outerShare: number, ancestor: string, share: number): TableSample {
  if (share >= 1) return { thinnings: outer, share: outerShare };
  return { thinnings: [...outer, { ancestor, share }], share: outerShare * share };
}

/** The owning foreign key of a table. */
export function ownerOf(table: Table, owners: Owners): ForeignKey | null {
  const name = owners.get(table.id) ?? null;
  return table.foreignKeys.find((key) => key.name === name) ?? null;
}
