import type { Batch, Vector } from '../batch/batch.js';
import type { Source } from '../database.js';
import type { ForeignKey, Table } from '../introspect/catalog.js';
import type { OnProgress } from '../progress.js';
import type { Frame } from './frame.js';
import { joinBatches, permuteVector } from '../batch/join-batches.js';
import { matchParents } from './match-parents.js';
import { sortFamilies } from './sort-families.js';

export type Columns = ReadonlyMap<string, Vector>;

/**
 * Reads a table's columns that can be learned from or that link rows.
 * @returns its columns in the order of the primary key (or as stored), and the number of rows
 */
export async function readColumns(
  source: Source,
  table: Table,
  options: { onProgress?: OnProgress; signal?: AbortSignal; total?: number },
): Promise<{ rows: number; columns: Columns }> {
  const names = table.columns.filter((column) => column.generated === false).map((column) => column.name);
  const batches: Batch[] = [];
  let done = 0;
  for await (const batch of source.read(table, names, {
    orderBy: table.primaryKey,
    signal: options.signal,
  })) {
    batches.push(batch);
    done += batch.rows;
    options.onProgress?.({ stage: 'read', table: table.id, done, total: options.total ?? null });
  }
  const vectors = joinBatches(batches, names.length);
  return { rows: done, columns: new Map(names.map((name, i) => [name, vectors[i]!])) };
}

/**
 * Builds the frame of a table whose parents' frames stand: links rows to parents and puts families together.
 * @param isLookup whether the table's rows are no entities, so that rows they own count by themselves
 */
export function buildFrame(
  table: Table,
  read: { rows: number; columns: Columns },
  owner: ForeignKey | null,
  frames: ReadonlyMap<string, Frame>,
  isLookup: boolean,
): Frame {
  const { rows, columns } = read;
  const link = (key: ForeignKey): Int32Array | null => {
    if (key.parent === table.id) return null;
    const parent = frames.get(key.parent);
    return parent === undefined ? null : matchParents(key, columns, parent.columns, rows, parent.rows);
  };
  const links = new Map<string, Int32Array>();
  for (const key of table.foreignKeys) {
    const found = link(key);
    if (found !== null) links.set(key.name, found);
  }
  const owned = owner === null ? null : (links.get(owner.name) ?? null);
  const order: Int32Array = sortFamilies(table, owner, owned, columns, rows);
  const sorted = new Map([...columns].map(([name, vector]) => [name, permuteVector(vector, order)]));
  const parents = new Map<string, Int32Array>(
    [...links].map(([name, found]) => [name, found.map((_, i) => found[order[i]!]!)]),
  );
  for (const key of table.foreignKeys)
    if (key.parent === table.id) parents.set(key.name, matchParents(key, sorted, sorted, rows, rows));
  const ownerRows = owner === null ? new Int32Array(rows).fill(-1) : parents.get(owner.name)!;
  const ownerFrame = owner === null ? null : frames.get(owner.parent)!;
  return {
    table,
    rows,
    columns: sorted,
    parents,
    owner,
    ownerRows,
    isLookup: isLookup && (ownerFrame === null || ownerFrame.isLookup),
    ...numberEntities(ownerRows, ownerFrame?.isLookup === true ? null : ownerFrame),
    ...placeInFamily(ownerRows),
  };
}

function numberEntities(
  ownerRows: Int32Array,
  owner: Frame | null,
): { entities: Int32Array; entityCount: number } {
  const entities = new Int32Array(ownerRows.length);
  let next = owner === null ? 0 : owner.entityCount;
  for (let row = 0; row < ownerRows.length; row++) {
    const above = ownerRows[row]!;
    entities[row] = above < 0 || owner === null ? next++ : owner.entities[above]!;
  }
  return { entities, entityCount: Math.max(next, owner?.entityCount ?? 0) };
}

function placeInFamily(ownerRows: Int32Array): { position: Int32Array; remaining: Int32Array } {
  const position = new Int32Array(ownerRows.length);
  const remaining = new Int32Array(ownerRows.length);
  for (let row = 1; row < ownerRows.length; row++)
    if (ownerRows[row]! >= 0 && ownerRows[row] === ownerRows[row - 1]) position[row] = position[row - 1]! + 1;
  for (let row = ownerRows.length - 2; row >= 0; row--)
    if (ownerRows[row]! >= 0 && ownerRows[row] === ownerRows[row + 1])
      remaining[row] = remaining[row + 1]! + 1;
  return { position, remaining };
}
