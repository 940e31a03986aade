import { schemaStatement } from '../../../src/introspect/schema-statement.js';
import type { SchemaStatement } from '../../../src/introspect/catalog.js';
import { askCatalog } from '../ask-catalog.js';
import { DEFAULT_SCHEMA } from '../find-objects.js';
import { withoutMark } from '../mark.js';
import { qualify, quote, quoteText } from '../quote.js';
import type { ScriptContext } from './script-context.js';
import { ownTypes } from './script-types.js';

/** Comments on tables, views, columns, types and schemas. https://www.postgresql.org/docs/current/sql-comment.html */
export async function scriptComments(context: ScriptContext): Promise<SchemaStatement[]> {
  return [
    ...(await commentOnSchemas(context)),
    ...commentOnRelations(context),
    ...(await commentOnColumns(context)),
    ...commentOnTypes(context),
  ];
}

async function commentOnSchemas({ client, relations }: ScriptContext): Promise<SchemaStatement[]> {
  const found = await askCatalog<{ name: string; comment: string | null }>(
    client,
    `SELECT nspname AS name, obj_description(oid, 'pg_namespace') AS comment FROM pg_namespace
     ORDER BY nspname COLLATE "C"`,
  );
  return found.flatMap(({ name, comment }) => {
    const text = withoutMark(comment);
    // That of the default schema is the server's own, and not everyone may change it.
    if (text === null || name === DEFAULT_SCHEMA || !relations.schemas.includes(name)) return [];
    return [commentOn(`SCHEMA ${quote(name)}`, text, name, null)];
  });
}

const WORDS = { r: 'TABLE', p: 'TABLE', v: 'VIEW', m: 'MATERIALIZED VIEW', f: 'FOREIGN TABLE' } as const;

function commentOnRelations({ tables, relations, idOfTable }: ScriptContext): SchemaStatement[] {
  return [...tables, ...relations.views].flatMap(({ oid, kind, schema, name, comment }) =>
    comment === null
      ? []
      : [commentOn(`${WORDS[kind]} ${qualify(schema, name)}`, comment, name, idOfTable(oid))],
  );
}

async function commentOnColumns(context: ScriptContext): Promise<SchemaStatement[]> {
  const found = await askCatalog<{ table: string; name: string; column: string; comment: string }>(
    context.client,
    `SELECT c.oid AS table, quote_ident(nspname) || '.' || quote_ident(relname) AS name, attname AS column,
       description AS comment
     FROM pg_description JOIN pg_class AS c ON c.oid = objoid JOIN pg_namespace AS n ON n.oid = relnamespace
     JOIN pg_attribute ON attrelid = c.oid AND attnum = objsubid
     WHERE classoid = 'pg_class'::regclass AND objsubid > 0 AND c.oid = ANY ($1::oid[])
     ORDER BY nspname COLLATE "C", relname COLLATE "C", attnum`,
    context.relationOids,
  );
  return found.map(({ table, name, column, comment }) =>
    commentOn(`COLUMN ${name}.${quote(column)}`, comment, column, context.idOfTable(table)),
  );
}

function commentOnTypes(context: ScriptContext): SchemaStatement[] {
  return ownTypes(context).flatMap(({ kind, schema, name, comment }) => {
    if (comment === null || !context.relations.schemas.includes(schema)) return [];
    const word = kind === 'd' ? 'DOMAIN' : 'TYPE';
    return [commentOn(`${word} ${qualify(schema, name)}`, comment, name, null)];
  });
}

function commentOn(object: string, text: string, name: string, table: string | null): SchemaStatement {
  return schemaStatement('other', name, table, `COMMENT ON ${object} IS ${quoteText(text)}`);
}
