import type { Source } from '../../database.js';
import { DbsynthError } from '../../errors.js';
import type { Owners } from '../../graph/choose-owners.js';
import type { LoadOrder } from '../../graph/find-load-order.js';
import { measureFilledShares } from '../../graph/measure-filled-shares.js';
import { measureUsedShares } from '../../graph/measure-used-shares.js';
import type { Catalog, ForeignKey, Table } from '../../introspect/catalog.js';
import type { OnProgress } from '../../progress.js';
import { countChildren } from './count-children.js';
import { ownerOf, planSample, type SamplePlan } from './plan-sample.js';
import { readColumns, type ReadRows } from './read-columns.js';
import { sampleSql, waysOf, type Way } from './sample-sql.js';
import { chooseByScores } from './choose-by-scores.js';

/** Of a table with more rows about so many are read. */
export const SAMPLE_ROWS = 50_000;

export interface ReadSampleOptions {
  readonly onProgress?: OnProgress;
  readonly signal?: AbortSignal;
  /** The user's choice of owning foreign keys, by table id. */
  readonly owners?: Readonly<Record<string, string>>;
  readonly minEntities: number;
  /** Default 50,000. */
  readonly sampleRows?: number;
}

/** What is known of a table's rows. */
export interface SampledRows extends ReadRows {
  /** Exactly, however many were read. */
  readonly sourceRows: number;
  /**
   * Children of each row, by `child table.foreign key`, where they cannot be counted among the rows that were read.
   */
  readonly childCounts: ReadonlyMap<string, Float64Array>;
}

export interface Sample extends Pick<SamplePlan, 'owners' | 'kin'> {
  readonly tables: ReadonlyMap<string, SampledRows>;
  /** Owning foreign keys with those along which too large families hang, see `SamplePlan.kin`. */
  readonly families: Owners;
}

/**
 * Reads what is learned from: small tables whole, of large ones whole families. The database chooses them by a hash
 * of their keys, and counts rows and children, so that memory does not grow with the tables.
 * @throws {DbsynthError} E_INTERRUPTED, and what the source throws
 */
export async function readSample(
  source: Source,
  catalog: Catalog,
  loadOrder: LoadOrder,
  options: ReadSampleOptions,
): Promise<Sample> {
  const { signal, minEntities, sampleRows = SAMPLE_ROWS } = options;
  const rowCounts = new Map<string, number>();
  for (const table of catalog.tables) rowCounts.set(table.id, await source.countRows(table));
  const inOrder = loadOrder.order.map((id) => catalog.tables.find((table) => table.id === id)!);
  const reads = new Map<string, ReadRows>();
  for (const table of inOrder) {
    const total = rowCounts.get(table.id)!;
    if (total <= sampleRows) reads.set(table.id, await readColumns(source, table, { ...options, total }));
    checkSignal(signal);
  }
  const families = await chooseByScores(source, catalog, loadOrder, rowCounts, reads, 2 * minEntities, {
    owners: options.owners,
    filledShare: await measureFilledShares(source, catalog),
    usedShare: await measureUsedShares(source, catalog, rowCounts),
  });
  const named = new Set(Object.keys(options.owners ?? {}));
  const plan = planSample(catalog, loadOrder, families, rowCounts, sampleRows, named);
  const waysFrom = (table: string): Way[] => waysOf(table, plan.samples.get(table)!.thinnings, keyOf);
  for (const table of inOrder) {
    const { thinnings, share } = plan.samples.get(table.id)!;
    if (thinnings.length > 0) {
      const only = sampleSql(source, catalog, table, waysFrom(table.id));
      const total = Math.round(share * rowCounts.get(table.id)!);
      reads.set(table.id, await readColumns(source, table, { ...options, total, only }));
    } else if (!reads.has(table.id)) {
      reads.set(table.id, await readColumns(source, table, { ...options, total: rowCounts.get(table.id) }));
    }
    checkSignal(signal);
  }
  const tables = new Map<string, SampledRows>();
  for (const table of inOrder) {
    tables.set(table.id, {
      ...reads.get(table.id)!,
      sourceRows: rowCounts.get(table.id)!,
      childCounts: await countOutside(table),
    });
    checkSignal(signal);
  }
  return { tables, owners: plan.owners, kin: plan.kin, families };

  function keyOf(table: string): ForeignKey | null {
    return ownerOf(
      catalog.tables.find(({ id }) => id === table)!,
      plan.owners,
    );
  }

  /** Numbers of children of a table's rows that the rows read do not tell. */
  async function countOutside(parent: Table): Promise<Map<string, Float64Array>> {
    const counts = new Map<string, Float64Array>();
    for (const child of catalog.tables) {
      const { thinnings } = plan.samples.get(child.id)!;
      if (thinnings.length === 0) continue;
      for (const key of child.foreignKeys) {
        if (key.parent !== parent.id) continue;
        const isWhole =
          plan.owners.get(child.id) === key.name && thinnings === plan.samples.get(parent.id)!.thinnings;
        if (isWhole) continue;
        const read = reads.get(parent.id)!;
        const name = `${child.id}.${key.name}`;
        counts.set(name, await countChildren(source, catalog, child, key, waysFrom(parent.id), read));
      }
    }
    return counts;
  }
}

function checkSignal(signal: AbortSignal | undefined): void {
  if (signal?.aborted === true) throw new DbsynthError('E_INTERRUPTED', 'interrupted');
}
