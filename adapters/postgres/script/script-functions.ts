import { schemaStatement } from '../../../src/introspect/schema-statement.js';
import { askCatalog } from '../ask-catalog.js';
import { scriptAggregates } from './script-aggregates.js';
import type { ScriptContext } from './script-context.js';
import type { ScriptObject } from './statement.js';

/** Functions and procedures, then aggregates, which need them. https://www.postgresql.org/docs/current/functions-info.html */
export async function scriptFunctions({ client }: ScriptContext): Promise<ScriptObject[]> {
  const functions = await askCatalog<{ oid: string; schema: string; name: string; sql: string }>(
    client,
    `SELECT p.oid, nspname AS schema, proname AS name, pg_get_functiondef(p.oid) AS sql
     FROM pg_proc AS p JOIN pg_namespace AS n ON n.oid = pronamespace
     JOIN pg_language AS l ON l.oid = prolang
     WHERE p.oid >= 16384 AND prokind <> 'a' AND lanname NOT IN ('internal', 'c') AND NOT EXISTS (
       SELECT FROM pg_depend WHERE classid = 'pg_proc'::regclass AND objid = p.oid AND deptype IN ('e', 'i'))
     ORDER BY nspname, proname, 4`,
  );
  return [...functions, ...(await scriptAggregates(client))].map(({ oid, schema, name, sql }) => ({
    key: `proc.${oid}`,
    schema,
    statement: schemaStatement('other', name, null, sql.trimEnd()),
  }));
}
