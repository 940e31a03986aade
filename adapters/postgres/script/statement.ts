import { schemaStatement } from '../../../src/introspect/schema-statement.js';
import type { SchemaStatement } from '../../../src/introspect/catalog.js';
import type { ScriptContext } from './script-context.js';

/** A statement that others may need, under the key that `findDependencies` gives it. */
export interface ScriptObject {
  readonly key: string;
  readonly schema: string;
  readonly statement: SchemaStatement;
}

/** A statement about a table or a view, as the catalogs show it. */
export interface FoundStatement {
  /** Object id of the table or the view. */
  readonly table: string;
  readonly name: string;
  readonly sql: string;
}

/** What belongs to no table belongs to a view, which may have been refused, or only says what a type or schema is for. */
export function optionalForViews(made: SchemaStatement): SchemaStatement {
  return made.table === null ? { ...made, optional: true } : made;
}

/** Statements that the catalogs show as they are run. */
export function statementsOf(
  kind: SchemaStatement['kind'],
  found: readonly FoundStatement[],
  { idOfTable }: ScriptContext,
): SchemaStatement[] {
  return found.map(({ table, name, sql }) => schemaStatement(kind, name, idOfTable(table), sql));
}
