import type { Source } from '../database.js';
import { chooseOwners } from '../graph/choose-owners.js';
import type { OwnerOptions } from '../graph/choose-owners.js';
import { DbsynthError } from '../errors.js';
import { findLoadOrder } from '../graph/find-load-order.js';
import { declareReferences, type ReferenceDeclaration } from '../introspect/declare-references.js';
import type { PlanInput } from './make-plan.js';

/**
 * Reads from a source what a plan depends on, so that a plan can be made, or refused, before anything is learned.
 * @param owners the user's choice of owning foreign keys
 * @param references those that no constraint of the database states
 * @throws {DbsynthError} E_EMPTY_SOURCE without tables, E_UNKNOWN_TABLE, E_USAGE for `owners`, E_REFERENCE, and what the source throws
 * Cost: the catalog, and counting the rows of every table.
 */
export async function readPlanInput(
  source: Source,
  owners?: OwnerOptions['owners'],
  references: readonly ReferenceDeclaration[] = [],
): Promise<PlanInput> {
  const catalog = declareReferences(await source.introspect(), references);
  if (catalog.tables.length === 0) {
    throw new DbsynthError('E_EMPTY_SOURCE', `${source.label} has no tables`, {
      hint: 'is it the right database?',
    });
  }
  const loadOrder = findLoadOrder(catalog);
  const sourceRows = new Map<string, number>();
  for (const table of catalog.tables) sourceRows.set(table.id, await source.countRows(table));
  return { catalog, loadOrder, sourceRows, owners: chooseOwners(catalog, loadOrder, sourceRows, { owners }) };
}
