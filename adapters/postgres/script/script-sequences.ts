import { schemaStatement } from '../../../src/introspect/schema-statement.js';
import type { SchemaStatement } from '../../../src/introspect/catalog.js';
import { askCatalog } from '../ask-catalog.js';
import { qualify, quote } from '../quote.js';
import type { ScriptContext } from './script-context.js';
import type { ScriptObject } from './statement.js';

/** SQL for the settings of a row of pg_sequence. */
export const SEQUENCE_SETTINGS = `'INCREMENT BY ' || seqincrement || ' MINVALUE ' || seqmin || ' MAXVALUE ' || seqmax ||
  ' START WITH ' || seqstart || ' CACHE ' || seqcache || CASE WHEN seqcycle THEN ' CYCLE' ELSE '' END`;

/** Sequences of identity columns are made with them. https://www.postgresql.org/docs/current/sql-createsequence.html */
export async function scriptSequences({ client }: ScriptContext): Promise<ScriptObject[]> {
  const found = await askCatalog<{
    oid: string;
    schema: string;
    name: string;
    settings: string;
    type: string;
  }>(
    client,
    `SELECT c.oid, nspname AS schema, relname AS name, format_type(seqtypid, NULL) AS type, ${SEQUENCE_SETTINGS} AS settings
     FROM pg_sequence JOIN pg_class AS c ON c.oid = seqrelid JOIN pg_namespace AS n ON n.oid = relnamespace
     WHERE relpersistence <> 't' AND NOT EXISTS (
       SELECT FROM pg_depend WHERE classid = 'pg_class'::regclass AND objid = c.oid AND deptype IN ('i', 'e'))
     ORDER BY nspname COLLATE "C", relname COLLATE "C"`,
  );
  return found.map(({ oid, schema, name, settings, type }) => ({
    key: `class.${oid}`,
    schema,
    statement: schemaStatement(
      'sequence',
      name,
      null,
      `CREATE SEQUENCE ${qualify(schema, name)} AS ${type} ${settings}`,
    ),
  }));
}

/** Ties sequences to the columns that they belong to, once both are there. */
export async function scriptOwnedSequences({ client, relations }: ScriptContext): Promise<SchemaStatement[]> {
  const found = await askCatalog<{
    schema: string;
    name: string;
    table: string;
    owner: string;
    column: string;
  }>(
    client,
    `SELECT sn.nspname AS schema, s.relname AS name, tn.nspname AS table, t.relname AS owner, attname AS column
     FROM pg_depend JOIN pg_class AS s ON s.oid = objid AND s.relkind = 'S'
     JOIN pg_namespace AS sn ON sn.oid = s.relnamespace
     JOIN pg_class AS t ON t.oid = refobjid JOIN pg_namespace AS tn ON tn.oid = t.relnamespace
     JOIN pg_attribute ON attrelid = t.oid AND attnum = refobjsubid
     WHERE classid = 'pg_class'::regclass AND refclassid = 'pg_class'::regclass AND deptype = 'a'
       AND s.relpersistence <> 't'
     ORDER BY sn.nspname COLLATE "C", s.relname COLLATE "C"`,
  );
  return found
    .filter(({ schema, table }) => relations.schemas.includes(schema) && relations.schemas.includes(table))
    .map(({ schema, name, table, owner, column }) =>
      schemaStatement(
        'sequence',
        name,
        null,
        `ALTER SEQUENCE ${qualify(schema, name)} OWNED BY ${qualify(table, owner)}.${quote(column)}`,
      ),
    );
}
