import type { Owners } from '../graph/choose-owners.js';
import { valueAt } from '../batch/batch.js';
import type { Catalog, ForeignKey } from '../introspect/catalog.js';
import type { ReadTable } from './find-lookups.js';
import { MOST_MEMBERS, TOLD_SHARE } from './learn-reference.js';

/** Children from which a row of a lookup table is known by its own. */
const MANY_CHILDREN = 30;

/**
 * Lets the children of lookup tables stand for themselves where the rows of the lookup table can be told apart one by one:
 * the cities of each of 180 provinces are then known, whereas of a family of a province only what is alike in many
 * families would be. Of a large lookup table those rows count that can be.
 * @param asked ids of tables whose owner the user chose
 * @returns the owners without these
 */
export function freeFromLookups(
  catalog: Catalog,
  owners: Owners,
  lookups: ReadonlySet<string>,
  tables: ReadonlyMap<string, ReadTable>,
  asked: ReadonlySet<string>,
): Owners {
  const isFree = (id: string, owner: string | null): boolean => {
    const key = catalog.tables
      .find((table) => table.id === id)!
      .foreignKeys.find(({ name }) => name === owner);
    if (key === undefined || asked.has(id) || !lookups.has(key.parent)) return false;
    const child = tables.get(id)!;
    // Of a table that is read in part, all children of some parents are read.
    if (child.rows !== child.sourceRows) return false;
    const known = countChildren(child, key).filter((count) => count >= MANY_CHILDREN);
    const covered = known.slice(0, MOST_MEMBERS).reduce((sum, count) => sum + count, 0);
    return covered >= TOLD_SHARE * child.rows;
  };
  return new Map([...owners].map(([id, owner]) => [id, isFree(id, owner) ? null : owner]));
}

/** Children per parent row that has any, the largest number first. */
function countChildren({ rows, columns }: ReadTable, key: ForeignKey): number[] {
  const vectors = key.columns.map((name) => columns.get(name)!);
  const counts = new Map<string, number>();
  for (let row = 0; row < rows; row++) {
    const values = vectors.map((vector) => valueAt(vector, row));
    if (values.includes(null)) continue;
    const parent = values.join('\0');
    counts.set(parent, (counts.get(parent) ?? 0) + 1);
  }
  return [...counts.values()].sort((a, b) => b - a);
}
