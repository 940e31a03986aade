import type { Model } from '../model/model.js';
import type { PlanInput } from './make-plan.js';

/** What a plan depends on, as a model tells it. */
export function planInputOf(model: Model): PlanInput {
  return {
    catalog: model.catalog,
    loadOrder: model.loadOrder,
    owners: new Map(model.tables.map(({ id, owner }) => [id, owner?.foreignKey ?? null])),
    sourceRows: new Map(model.tables.map(({ id, sourceRows }) => [id, sourceRows])),
  };
}
