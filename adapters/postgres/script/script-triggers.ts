import { schemaStatement } from '../../../src/introspect/schema-statement.js';
import type { SchemaStatement } from '../../../src/introspect/catalog.js';
import { askCatalog } from '../ask-catalog.js';
import { qualify, quote } from '../quote.js';
import type { ScriptContext } from './script-context.js';
import { statementsOf, type FoundStatement } from './statement.js';

/** https://www.postgresql.org/docs/current/sql-createrule.html */
export async function scriptRules(context: ScriptContext): Promise<SchemaStatement[]> {
  const found = await askCatalog<FoundStatement>(
    context.client,
    `SELECT ev_class AS table, rulename AS name, rtrim(pg_get_ruledef(r.oid), ';') AS sql
     FROM pg_rewrite AS r JOIN pg_class AS c ON c.oid = ev_class
     WHERE ev_class = ANY ($1::oid[]) AND rulename <> '_RETURN'
     ORDER BY relnamespace::regnamespace::text COLLATE "C", relname COLLATE "C", rulename COLLATE "C"`,
    context.relationOids,
  );
  return statementsOf('trigger', found, context);
}

/** https://www.postgresql.org/docs/current/catalog-pg-trigger.html */
export async function scriptTriggers(context: ScriptContext): Promise<SchemaStatement[]> {
  const found = await askCatalog<{
    table: string;
    schema: string;
    owner: string;
    name: string;
    enabled: string;
    sql: string;
  }>(
    context.client,
    `SELECT tgrelid AS table, nspname AS schema, relname AS owner, tgname AS name, tgenabled AS enabled,
       pg_get_triggerdef(t.oid) AS sql
     FROM pg_trigger AS t JOIN pg_class AS c ON c.oid = tgrelid JOIN pg_namespace AS n ON n.oid = relnamespace
     WHERE tgrelid = ANY ($1::oid[]) AND NOT tgisinternal
       AND coalesce((to_jsonb(t) ->> 'tgparentid')::oid, 0) = 0
     ORDER BY nspname COLLATE "C", relname COLLATE "C", tgname COLLATE "C"`,
    context.relationOids,
  );
  return found.flatMap(({ table, schema, owner, name, enabled, sql }) => {
    const id = context.idOfTable(table);
    const made = schemaStatement('trigger', name, id, sql);
    const state = TRIGGER_STATES[enabled];
    if (state === undefined) return [made];
    const alter = `ALTER TABLE ${qualify(schema, owner)} ${state} TRIGGER ${quote(name)}`;
    return [made, schemaStatement('trigger', name, id, alter)];
  });
}

const TRIGGER_STATES: Readonly<Record<string, string>> = {
  D: 'DISABLE',
  R: 'ENABLE REPLICA',
  A: 'ENABLE ALWAYS',
};

/** https://www.postgresql.org/docs/current/catalog-pg-policy.html */
export async function scriptRowSecurity(context: ScriptContext): Promise<SchemaStatement[]> {
  const policies = await askCatalog<FoundStatement>(
    context.client,
    `SELECT polrelid AS table, polname AS name, concat_ws(' ',
       'CREATE POLICY', quote_ident(polname), 'ON', quote_ident(nspname) || '.' || quote_ident(relname),
       CASE WHEN NOT polpermissive THEN 'AS RESTRICTIVE' END,
       'FOR', CASE polcmd WHEN 'r' THEN 'SELECT' WHEN 'a' THEN 'INSERT' WHEN 'w' THEN 'UPDATE'
                          WHEN 'd' THEN 'DELETE' ELSE 'ALL' END,
       'TO', (SELECT string_agg(CASE WHEN role = 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(role)) END, ', ')
              FROM unnest(polroles) AS role),
       'USING (' || pg_get_expr(polqual, polrelid) || ')',
       'WITH CHECK (' || pg_get_expr(polwithcheck, polrelid) || ')') AS sql
     FROM pg_policy JOIN pg_class AS c ON c.oid = polrelid JOIN pg_namespace AS n ON n.oid = relnamespace
     WHERE polrelid = ANY ($1::oid[])
     ORDER BY nspname COLLATE "C", relname COLLATE "C", polname COLLATE "C"`,
    context.tableOids,
  );
  const switches = context.tables.flatMap((table) => {
    const alter = (what: string): SchemaStatement =>
      schemaStatement(
        'other',
        table.name,
        context.idOfTable(table.oid),
        `ALTER TABLE ${qualify(table.schema, table.name)} ${what} ROW LEVEL SECURITY`,
      );
    return [
      ...(table.rowSecurity ? [alter('ENABLE')] : []),
      ...(table.forcedRowSecurity ? [alter('FORCE')] : []),
    ];
  });
  return [...statementsOf('other', policies, context), ...switches];
}
