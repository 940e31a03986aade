import type { Owners } from '../graph/choose-owners.js';
import type { Catalog } from '../introspect/catalog.js';
import type { ReadTable } from './find-lookups.js';
import { MOST_MEMBERS } from './learn-reference.js';

/** Children per row of a lookup table from which each of its rows is known by its own children. */
const MANY_CHILDREN = 30;

/**
 * Lets the children of lookup tables stand for themselves where the rows of the lookup table can be told apart one by one:
 * the cities of each of 180 provinces are then known, whereas of a family of a province only what is alike in many
 * families would be.
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
    const { sourceRows } = tables.get(key.parent)!;
    // Of a table that is read in part, all children of some parents are read.
    const isWhole = child.rows === child.sourceRows;
    return isWhole && sourceRows <= MOST_MEMBERS && child.rows >= MANY_CHILDREN * sourceRows;
  };
  return new Map([...owners].map(([id, owner]) => [id, isFree(id, owner) ? null : owner]));
}
