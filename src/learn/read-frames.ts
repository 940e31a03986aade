import type { ForeignKey, Table } from '../introspect/catalog.js';
import { permuteVector } from '../batch/join-batches.js';
import type { Frame } from './frame.js';
import { matchParents } from './match-parents.js';
import { ownerOf } from './rows/plan-sample.js';
import type { Sample } from './rows/read-sample.js';
import { sortFamilies } from './sort-families.js';

/**
 * Builds the frame of a table whose parents' frames stand: links rows to parents and puts families together.
 * @param isLookup whether the table's rows are no entities, so that rows they own count by themselves
 */
export function buildFrame(
  table: Table,
  sample: Pick<Sample, 'tables' | 'owners' | 'kin'>,
  frames: ReadonlyMap<string, Frame>,
  isLookup: boolean,
): Frame {
  const { rows, columns, sourceRows, childCounts } = sample.tables.get(table.id)!;
  const owner = ownerOf(table, sample.owners);
  /** Along which families hang together and entities are counted. */
  const family = owner ?? sample.kin.get(table.id) ?? null;
  const link = (key: ForeignKey): Int32Array | null => {
    const parent = key.parent === table.id ? undefined : frames.get(key.parent);
    if (parent === undefined) return null;
    const isPart = parent.rows < parent.sourceRows;
    return matchParents(key, columns, parent.columns, rows, parent.rows, isPart);
  };
  const links = new Map<string, Int32Array>();
  for (const key of table.foreignKeys) {
    const found = link(key);
    if (found !== null) links.set(key.name, found);
  }
  const above = family === null ? null : (links.get(family.name) ?? null);
  const order: Int32Array = sortFamilies(table, family, above, columns, rows);
  const sorted = new Map([...columns].map(([name, vector]) => [name, permuteVector(vector, order)]));
  const parents = new Map<string, Int32Array>(
    [...links].map(([name, found]) => [name, found.map((_, i) => found[order[i]!]!)]),
  );
  for (const key of table.foreignKeys)
    if (key.parent === table.id)
      parents.set(key.name, matchParents(key, sorted, sorted, rows, rows, rows < sourceRows));
  const ownerRows = owner === null ? new Int32Array(rows).fill(-1) : parents.get(owner.name)!;
  const familyRows = family === null ? ownerRows : parents.get(family.name)!;
  const familyFrame = family === null ? null : frames.get(family.parent)!;
  return {
    table,
    rows,
    sourceRows,
    columns: sorted,
    parents,
    childCounts: new Map(
      [...childCounts].map(([name, counts]) => [name, counts.map((_, i) => counts[order[i]!]!)]),
    ),
    owner,
    ownerRows,
    isLookup: isLookup && (familyFrame === null || familyFrame.isLookup),
    ...numberEntities(familyRows, familyFrame?.isLookup === true ? null : familyFrame),
    ...placeInFamily(ownerRows),
  };
}

/** Links the rows of a table by a foreign key that closes a cycle, once the frame of its parent stands. */
export function linkLate(frame: Frame, key: ForeignKey, parent: Frame): Frame {
  const isPart = parent.rows < parent.sourceRows;
  const links = matchParents(key, frame.columns, parent.columns, frame.rows, parent.rows, isPart);
  return { ...frame, parents: new Map([...frame.parents, [key.name, links]]) };
}

function numberEntities(
  familyRows: Int32Array,
  above: Frame | null,
): { entities: Int32Array; entityCount: number } {
  const entities = new Int32Array(familyRows.length);
  const outside = new Map<number, number>();
  let next = above === null ? 0 : above.entityCount;
  for (let row = 0; row < familyRows.length; row++) {
    const parent = familyRows[row]!;
    if (above === null || parent === -1) entities[row] = next++;
    else if (parent >= 0) entities[row] = above.entities[parent]!;
    else {
      if (!outside.has(parent)) outside.set(parent, next++);
      entities[row] = outside.get(parent)!;
    }
  }
  return { entities, entityCount: Math.max(next, above?.entityCount ?? 0) };
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
