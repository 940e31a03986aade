import type { TableModel } from '../model/model.js';
import { findKin } from './find-kin.js';
import { findPaths } from './find-paths.js';
import { FeatureReader, type TableView } from './table-view.js';

/** A row that closes a cycle leads to its kin where so many in the source do; the others lead anywhere. */
const LEAST_SHARE = 0.8;

/**
 * Finds kinship of foreign keys that close a cycle, once all tables are learned. Here the row itself may be the ancestor: a
 * topic and its last post, a department and its head.
 */
export function findLateKin(model: TableModel, views: ReadonlyMap<string, TableView>): TableModel {
  const view = views.get(model.id)!;
  const reader = new FeatureReader(view, views);
  const ways = [{ path: [], table: model.id }, ...findPaths(view, views, view.references.length)];
  const references = model.references.map((reference, index) => {
    const key = view.references[index]!;
    const isLate = reference.how.kind === 'late' && key.when === undefined && key.parent !== model.id;
    if (!isLate || !view.frame.parents.has(key.name)) return reference;
    const kin = findKin(view, views, key, ways, reader, LEAST_SHARE);
    return kin === null ? reference : { ...reference, kin };
  });
  return { ...model, references };
}
