import type { Source } from '../../database.js';
import { chooseOwners, type OwnerOptions, type Owners } from '../../graph/choose-owners.js';
import type { LoadOrder } from '../../graph/find-load-order.js';
import type { Catalog, ForeignKey, Table } from '../../introspect/catalog.js';
import { parentNames } from '../parent-names.js';
import { scoreOwner } from '../score-owner.js';
import { readColumns, type ReadRows } from './read-columns.js';
import { sampleSql } from './sample-sql.js';

/** Enough siblings of enough parents to tell how alike they are. */
const SCORED_ROWS = 15_000;
const SCORED_PARENTS = 100;

/**
 * Chooses owning foreign keys, see `chooseOwners`, by scores where all else leaves several. Of tables that are too large
 * to be read whole, the children of some parents are then read for each of these foreign keys.
 * @param reads tables that were read whole
 * @param minParents a foreign key with fewer parents in use cannot own
 */
export async function chooseByScores(
  source: Source,
  catalog: Catalog,
  loadOrder: LoadOrder,
  rowCounts: ReadonlyMap<string, number>,
  reads: ReadonlyMap<string, ReadRows>,
  minParents: number,
  options: Omit<OwnerOptions, 'hasParents' | 'score'>,
): Promise<Owners> {
  const poor = await findPoorKeys(source, catalog, rowCounts, reads, minParents);
  const scores = new Map<ForeignKey, number>();
  // Which parents compete may depend on what owns these themselves, so it takes some rounds.
  for (;;) {
    const missing: { readonly table: Table; readonly key: ForeignKey }[] = [];
    const owners = chooseOwners(catalog, loadOrder, rowCounts, {
      ...options,
      hasParents: (_, key) => !poor.has(key),
      score: (table, key) => {
        if (!scores.has(key)) missing.push({ table, key });
        return scores.get(key) ?? 0;
      },
    });
    if (missing.length === 0) return owners;
    for (const { table, key } of missing) {
      const read = reads.get(table.id) ?? (await readSome(source, catalog, table, key, rowCounts));
      scores.set(key, scoreOwner(table, key, read.columns, read.rows));
    }
  }
}

/** Foreign keys with too few parents in use. */
async function findPoorKeys(
  source: Source,
  catalog: Catalog,
  rowCounts: ReadonlyMap<string, number>,
  reads: ReadonlyMap<string, ReadRows>,
  minParents: number,
): Promise<Set<ForeignKey>> {
  const poor = new Set<ForeignKey>();
  for (const table of catalog.tables) {
    if (rowCounts.get(table.id) === 0) continue;
    const read = reads.get(table.id);
    for (const key of table.foreignKeys) {
      if (key.parent === table.id || key.when !== undefined) continue;
      const parents =
        read === undefined
          ? await countParents(source, table, key, minParents)
          : new Set(parentNames(key, read.columns, read.rows).filter((name) => name !== null)).size;
      if (parents < minParents) poor.add(key);
    }
  }
  return poor;
}

async function readSome(
  source: Source,
  catalog: Catalog,
  table: Table,
  key: ForeignKey,
  rowCounts: ReadonlyMap<string, number>,
): Promise<ReadRows> {
  const byRows = SCORED_ROWS / rowCounts.get(table.id)!;
  const byParents = SCORED_PARENTS / Math.max(1, rowCounts.get(key.parent) ?? 0);
  const share = Math.min(1, Math.max(byRows, Math.min(byParents, 20 * byRows)));
  const only = sampleSql(source, catalog, table, [{ path: [key], share }]);
  return readColumns(source, table, { only });
}

/** Distinct parents in use, counted up to a limit. */
async function countParents(source: Source, table: Table, key: ForeignKey, limit: number): Promise<number> {
  const columns = key.columns.map((name) => source.quote(name));
  const isFilled = columns.map((sql) => `${sql} IS NOT NULL`).join(' AND ');
  const rows = await source.query(
    `SELECT DISTINCT ${columns.join(', ')} FROM ${source.qualify(table)} WHERE ${isFilled} LIMIT ${limit}`,
  );
  return rows.length;
}
