import type { Batch, Vector } from '../../batch/batch.js';
import { joinBatches } from '../../batch/join-batches.js';
import type { RowSelection, Source } from '../../database.js';
import type { Table } from '../../introspect/catalog.js';
import type { OnProgress } from '../../progress.js';

/** The rows of a table that were read. */
export interface ReadRows {
  readonly rows: number;
  readonly columns: ReadonlyMap<string, Vector>;
}

export interface ReadColumnsOptions {
  readonly onProgress?: OnProgress;
  readonly signal?: AbortSignal;
  /** Rows to be expected. */
  readonly total?: number;
  /** Default: all rows. */
  readonly only?: RowSelection;
}

/**
 * Reads a table's columns that can be learned from or that link rows.
 * @returns its columns in the order of the primary key (or as stored), and the number of rows
 */
export async function readColumns(
  source: Source,
  table: Table,
  { onProgress, signal, total, only }: ReadColumnsOptions,
): Promise<ReadRows> {
  const names = table.columns.filter((column) => column.generated === false).map((column) => column.name);
  const batches: Batch[] = [];
  let done = 0;
  for await (const batch of source.read(table, names, { orderBy: table.primaryKey, only, signal })) {
    batches.push(batch);
    done += batch.rows;
    onProgress?.({ stage: 'read', table: table.id, done, total: total ?? null });
  }
  const vectors = joinBatches(batches, names.length);
  return { rows: done, columns: new Map(names.map((name, i) => [name, vectors[i]!])) };
}
