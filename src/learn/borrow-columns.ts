import type { ColumnClass } from '../classify/column-class.js';
import type { LogicalType, Table } from '../introspect/catalog.js';
import { takesValuesOf } from '../introspect/takes-values-of.js';
import type { ColumnModel, Scale, TableModel } from '../model/model.js';

/**
 * Lets tables with too few entities take the columns that learned tables have under the same name, of a type whose values
 * fit, written alike: the `created_at` of three warehouses lies where that of the orders does.
 */
export function borrowColumns(models: readonly TableModel[], tables: readonly Table[]): TableModel[] {
  const typesOf = ({ id }: TableModel): Types =>
    new Map(tables.find((table) => table.id === id)!.columns.map(({ name, type }) => [name, type]));
  const learned = models.filter((model) => model.learned).map((model) => ({ model, types: typesOf(model) }));
  return models.map((model) => {
    if (model.learned) return model;
    const types = typesOf(model);
    const borrow = (column: ColumnModel): ColumnModel => ({
      ...column,
      borrowed: findTwin(column, types.get(column.name)!, learned),
    });
    return { ...model, columns: model.columns.map(borrow) };
  });
}

type Types = ReadonlyMap<string, LogicalType>;

function findTwin(
  column: ColumnModel,
  type: LogicalType,
  learned: readonly { model: TableModel; types: Types }[],
): Scale | null {
  for (const { model, types } of learned) {
    const twin = model.columns.find(({ name }) => name === column.name);
    if (twin === undefined || !takesValuesOf(type, types.get(twin.name)!)) continue;
    if (!isWrittenAlike(twin.class, column.class)) continue;
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
