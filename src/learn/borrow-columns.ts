import type { ColumnClass } from '../classify/column-class.js';
import type { ColumnModel, Scale, TableModel } from '../model/model.js';

/**
 * Lets tables with too few entities take the columns that learned tables have under the same name, written alike: the
 * `created_at` of three warehouses lies where that of the orders does.
 */
export function borrowColumns(models: readonly TableModel[]): TableModel[] {
  const learned = models.filter((model) => model.learned);
  return models.map((model) =>
    model.learned
      ? model
      : {
          ...model,
          columns: model.columns.map((column) => ({ ...column, borrowed: findTwin(column, learned) })),
        },
  );
}

function findTwin(column: ColumnModel, learned: readonly TableModel[]): Scale | null {
  for (const model of learned) {
    const twin = model.columns.find(({ name }) => name === column.name);
    if (twin === undefined || !isWrittenAlike(twin.class, column.class)) continue;
    if (twin.class.kind === 'constant')
      return { kind: 'category', values: [[twin.class.value]], weights: [[1]] };
    if (twin.variable !== null && twin.clock === null) return model.variables[twin.variable]!.scale;
  }
  return null;
}

const PLAIN_KINDS: readonly ColumnClass['kind'][] = ['category', 'boolean', 'number', 'constant'];

/** Whether one column's values can stand in the other: stored alike, moments in the same format. */
function isWrittenAlike(twin: ColumnClass, own: ColumnClass): boolean {
  if (twin.kind === 'moment')
    return own.kind === 'moment' && JSON.stringify(twin.format) === JSON.stringify(own.format);
  return (
    PLAIN_KINDS.includes(twin.kind) &&
    PLAIN_KINDS.includes(own.kind) &&
    Math.abs(twin.storage.text - own.storage.text) < 0.5 &&
    Math.abs(twin.storage.real - own.storage.real) < 0.5
  );
}
