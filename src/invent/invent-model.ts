import { chooseOwners } from '../graph/choose-owners.js';
import { findLoadOrder } from '../graph/find-load-order.js';
import { narrowColumns } from '../graph/narrow-columns.js';
import type { Catalog, Table } from '../introspect/catalog.js';
import { MODEL_FORMAT, MODEL_VERSION, type Model, type TableModel } from '../model/model.js';
import { inventTable } from './invent-table.js';

/** Parents of which nothing is known are taken for equally large. */
const ANY_ROWS = 1000;
const MIN_ENTITIES = 10;

/**
 * Makes up a model for a schema without any row to learn from: types, names, constraints and lists of words decide.
 * @param catalog a whole catalog
 */
export function inventModel(catalog: Catalog): Model {
  const loadOrder = findLoadOrder(catalog);
  const owners = chooseOwners(catalog, loadOrder, new Map(catalog.tables.map(({ id }) => [id, ANY_ROWS])));
  const tables = new Map(narrowColumns(catalog.tables).map((table) => [table.id, table]));
  const late = new Set(loadOrder.late.map(({ table, foreignKey }) => `${table}.${foreignKey}`));
  const incoming = new Map<string, { child: Table; key: Table['foreignKeys'][number] }[]>();
  for (const child of catalog.tables) {
    for (const key of child.foreignKeys) {
      if (key.parent === child.id || late.has(`${child.id}.${key.name}`)) continue;
      const known = incoming.get(key.parent);
      if (known === undefined) incoming.set(key.parent, [{ child, key }]);
      else known.push({ child, key });
    }
  }
  const models = new Map<string, TableModel>();
  for (const id of loadOrder.order) {
    const table = tables.get(id)!;
    const model = inventTable(table, {
      dialect: catalog.dialect,
      owner: table.foreignKeys.find(({ name }) => name === owners.get(id)) ?? null,
      late: loadOrder.late.filter((key) => key.table === id),
      incoming: incoming.get(id) ?? [],
      models,
    });
    models.set(id, model);
  }
  return {
    format: MODEL_FORMAT,
    version: MODEL_VERSION,
    catalog,
    loadOrder,
    tables: catalog.tables.map(({ id }) => models.get(id)!),
    minEntities: MIN_ENTITIES,
    sourceIdentity: '',
    warnings: catalog.warnings.map(({ message }) => message),
  };
}
