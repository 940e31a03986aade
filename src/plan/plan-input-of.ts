import type { Model } from '../model/model.js';
import type { PlanInput } from './make-plan.js';

/** What a plan depends on, as a model tells it. */
export function planInputOf(model: Model): PlanInput {
  return {
    catalog: model.catalog,
    loadOrder: model.loadOrder,
    owners: new Map(model.tables.map(({ id, owner }) => [id, owner?.foreignKey ?? null])),
    kept: new Set(model.tables.flatMap(({ id, kept }) => (kept === null ? [] : [id]))),
    sourceRows: new Map(model.tables.map(({ id, sourceRows }) => [id, sourceRows])),
  };
}
