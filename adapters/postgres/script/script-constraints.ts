import { schemaStatement } from '../../../src/introspect/schema-statement.js';
import type { SchemaStatement } from '../../../src/introspect/catalog.js';
import { askCatalog } from '../ask-catalog.js';
import { qualify, quote } from '../quote.js';
import type { ScriptContext } from './script-context.js';

/** Primary keys, UNIQUE and EXCLUDE, then checks that old rows need not satisfy; clones of partitions come by themselves. */
export async function scriptConstraints(context: ScriptContext): Promise<SchemaStatement[]> {
  const found = await fetchConstraints(
    context,
    `contype IN ('p', 'u', 'x') AND conparentid = 0 OR contype = 'c' AND conislocal AND NOT convalidated`,
  );
  return found.map((constraint) => constraintStatement(constraint, context));
}

/** Foreign keys between tables of the catalog. */
export async function scriptForeignKeys(context: ScriptContext): Promise<SchemaStatement[]> {
  const found = await fetchConstraints(context, `contype = 'f' AND conparentid = 0`);
  // The catalog leaves out those to or from a single partition, and to tables that are not looked at.
  const known = new Set(context.relations.tables.map(({ oid }) => oid));
  return found
    .filter(({ table, parent }) => known.has(table) && known.has(parent))
    .map((constraint) => constraintStatement(constraint, context));
}

interface FoundConstraint {
  table: string;
  parent: string;
  schema: string;
  owner: string;
  name: string;
  sql: string;
}

async function fetchConstraints(context: ScriptContext, condition: string): Promise<FoundConstraint[]> {
  return askCatalog(
    context.client,
    `SELECT conrelid AS table, confrelid AS parent, nspname AS schema, relname AS owner, conname AS name,
       pg_get_constraintdef(n.oid) AS sql
     FROM pg_constraint AS n JOIN pg_class AS c ON c.oid = conrelid JOIN pg_namespace AS s ON s.oid = relnamespace
     WHERE conrelid = ANY ($1::oid[]) AND (${condition})
     ORDER BY position(contype IN 'puxcf'), nspname COLLATE "C", relname COLLATE "C", conname COLLATE "C"`,
    context.tableOids,
  );
}

function constraintStatement(
  { table, schema, owner, name, sql }: FoundConstraint,
  { idOfTable }: ScriptContext,
): SchemaStatement {
  const whole = `ALTER TABLE ${qualify(schema, owner)} ADD CONSTRAINT ${quote(name)} ${sql}`;
  return schemaStatement('index', name, idOfTable(table), whole);
}
