import { quoteText } from './quote.js';
import type { Session } from './session.js';

/** A foreign key as the data dictionary has it. */
export interface FoundForeignKey {
  table: string;
  name: string;
  columns: string[];
  parentSchema: string;
  parent: string;
  parentColumns: string[];
  onUpdate: string;
  onDelete: string;
}

/**
 * Fetches one entry per foreign key of a database, its columns paired by position.
 * https://dev.mysql.com/doc/refman/8.4/en/information-schema-key-column-usage-table.html
 */
export async function fetchForeignKeys(session: Session, database: string): Promise<FoundForeignKey[]> {
  const rules = await fetchRules(session, database);
  const rows = await session.query(
    `SELECT table_name, constraint_name, column_name, referenced_table_schema, referenced_table_name,
       referenced_column_name
     FROM information_schema.key_column_usage
     WHERE table_schema = ${quoteText(database)} AND referenced_table_name IS NOT NULL
     ORDER BY table_name, constraint_name, ordinal_position`,
  );
  const byKey = new Map<string, FoundForeignKey>();
  for (const row of rows) {
    const [table, name, column, parentSchema, parent, parentColumn] = row.map(String) as Six;
    const id = JSON.stringify([table, name]);
    const [onUpdate, onDelete] = rules.get(id) ?? ['NO ACTION', 'NO ACTION'];
    const key = byKey.get(id) ?? {
      table,
      name,
      columns: [],
      parentSchema,
      parent,
      parentColumns: [],
      onUpdate,
      onDelete,
    };
    byKey.set(id, key);
    key.columns.push(column);
    key.parentColumns.push(parentColumn);
  }
  return [...byKey.values()];
}

type Six = [string, string, string, string, string, string];

/** https://dev.mysql.com/doc/refman/8.4/en/information-schema-referential-constraints-table.html */
async function fetchRules(session: Session, database: string): Promise<Map<string, [string, string]>> {
  const rows = await session.query(
    `SELECT table_name, constraint_name, update_rule, delete_rule FROM information_schema.referential_constraints
     WHERE constraint_schema = ${quoteText(database)}`,
  );
  return new Map(
    rows.map(([table, name, onUpdate, onDelete]) => [
      JSON.stringify([table, name]),
      [String(onUpdate), String(onDelete)],
    ]),
  );
}
