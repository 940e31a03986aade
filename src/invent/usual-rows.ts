import { isOneToOne } from '../graph/is-one-to-one.js';
import { isOptional } from '../graph/is-optional.js';
import type { Model } from '../model/model.js';

const ROOT_ROWS = 100;
const CHILDREN = 2;
const MOST_ROWS = 500;
/** Share of parents that have the child of a one-to-one relation. */
const MARRIED = 0.8;

/**
 * Chooses how many rows each table gets where there is no source: a hundred for a table that stands for itself, two
 * for each row of an owner up to a limit, at most one for each row of a parent in a one-to-one relation.
 * @param rows of every table alike, where the user says so
 */
export function usualRows(model: Model, rows: number | null): Map<string, number> {
  const chosen = new Map<string, number>();
  for (const id of model.loadOrder.order) {
    const table = model.catalog.tables.find((candidate) => candidate.id === id)!;
    const ownerName = model.tables.find((candidate) => candidate.id === id)!.owner?.foreignKey;
    const required = table.foreignKeys.filter((key) => !isOptional(table, key) && chosen.has(key.parent));
    const owner = required.find(({ name }) => name === ownerName);
    const wanted =
      rows ?? (owner === undefined ? ROOT_ROWS : Math.min(MOST_ROWS, CHILDREN * chosen.get(owner.parent)!));
    const partners = required
      .filter((key) => isOneToOne(table, key))
      .map((key) => (rows === null ? Math.ceil(MARRIED * chosen.get(key.parent)!) : chosen.get(key.parent)!));
    chosen.set(id, Math.min(wanted, ...partners));
  }
  return chosen;
}
