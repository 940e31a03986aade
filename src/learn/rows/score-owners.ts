import type { Source } from '../../database.js';
import type { LoadOrder } from '../../graph/find-load-order.js';
import type { Catalog, ForeignKey, Table } from '../../introspect/catalog.js';
import { scoreOwner } from '../score-owner.js';
import { readColumns, type ReadRows } from './read-columns.js';
import { sampleSql } from './sample-sql.js';

/** Enough siblings of enough parents to tell how alike they are. */
const SCORED_ROWS = 15_000;
const SCORED_PARENTS = 100;

/**
 * Tells how much the parent of each foreign key explains, see `scoreOwner`. Of tables that are too large to be read
 * whole, the children of some parents are read for each foreign key that competes with another.
 * @param reads tables that were read whole
 * @returns for `chooseOwners`
 */
export async function scoreOwners(
  source: Source,
  catalog: Catalog,
  loadOrder: LoadOrder,
  rowCounts: ReadonlyMap<string, number>,
  reads: ReadonlyMap<string, ReadRows>,
  minParents: number,
): Promise<(table: Table, key: ForeignKey) => number> {
  const scores = new Map<ForeignKey, number>();
  const isLate = (table: Table, key: ForeignKey): boolean =>
    loadOrder.late.some((late) => late.table === table.id && late.foreignKey === key.name);
  for (const table of catalog.tables) {
    if (reads.has(table.id)) continue;
    const keys = table.foreignKeys.filter(
      (key) => key.parent !== table.id && key.when === undefined && !isLate(table, key),
    );
    for (const key of keys) {
      if ((await countParents(source, table, key, minParents)) < minParents) scores.set(key, -Infinity);
      else if (keys.length > 1) scores.set(key, await scoreSample(source, catalog, table, key, rowCounts));
    }
  }
  return (table, key) => {
    const read = reads.get(table.id);
    return read === undefined
      ? (scores.get(key) ?? 0)
      : scoreOwner(table, key, read.columns, read.rows, minParents);
  };
}

async function scoreSample(
  source: Source,
  catalog: Catalog,
  table: Table,
  key: ForeignKey,
  rowCounts: ReadonlyMap<string, number>,
): Promise<number> {
  const byRows = SCORED_ROWS / rowCounts.get(table.id)!;
  const byParents = SCORED_PARENTS / Math.max(1, rowCounts.get(key.parent) ?? 0);
  const share = Math.min(1, Math.max(byRows, Math.min(byParents, 20 * byRows)));
  const only = sampleSql(source, catalog, table, [{ path: [key], share }]);
  const read = await readColumns(source, table, { only });
  return scoreOwner(table, key, read.columns, read.rows, 1);
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
