import type { Batch, SqlValue } from '../../src/batch/batch.js';
import type { Target } from '../../src/database.js';
import type { Table } from '../../src/introspect/catalog.js';
import { drawShop } from './draw-shop.js';
import { SHOP_SCHEMA } from './shop-schema.js';

/**
 * Writes the sample shop to an empty database.
 * @returns number of rows written
 */
export async function writeShop(target: Target): Promise<number> {
  const schema = await target.begin({ create: SHOP_SCHEMA, truncate: [], deferForeignKeys: false });
  await schema.finish();
  await schema.commit();
  const { tables } = await target.introspect();
  const load = await target.begin({ create: null, truncate: [], deferForeignKeys: false });
  let written = 0;
  for (const [name, rows] of drawShop()) {
    const table = tables.find((each) => each.name === name)!;
    await load.write(table, toBatch(table, rows));
    written += rows.length;
  }
  await load.finish();
  await load.commit();
  return written;
}

function toBatch(table: Table, rows: readonly (readonly SqlValue[])[]): Batch {
  return {
    rows: rows.length,
    names: table.columns.map((column) => column.name),
    columns: table.columns.map((_, i) => ({ kind: 'mixed', values: rows.map((row) => row[i]!) })),
  };
}
