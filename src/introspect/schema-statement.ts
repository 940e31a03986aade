import type { SchemaStatement } from './catalog.js';

/** @param table id of the catalog's table that it belongs to, null for none */
export function schemaStatement(
  kind: SchemaStatement['kind'],
  name: string,
  table: string | null,
  sql: string,
): SchemaStatement {
  return { kind, name, table, sql };
}
