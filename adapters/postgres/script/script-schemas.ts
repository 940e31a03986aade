import { schemaStatement } from '../../../src/introspect/schema-statement.js';
import type { SchemaStatement } from '../../../src/introspect/catalog.js';
import { askCatalog } from '../ask-catalog.js';
import { DEFAULT_SCHEMA } from '../find-objects.js';
import { quote } from '../quote.js';
import type { ScriptContext } from './script-context.js';

/**
 * The default schema stands in every new database; where it was dropped, it is made.
 * @param schemas those that anything is made in
 */
export async function scriptSchemas(
  { client }: ScriptContext,
  schemas: ReadonlySet<string>,
): Promise<SchemaStatement[]> {
  const used = await askCatalog<{ name: string }>(
    client,
    `SELECT nspname AS name FROM pg_namespace AS n
     WHERE EXISTS (SELECT FROM pg_class WHERE relnamespace = n.oid)
        OR EXISTS (SELECT FROM pg_type WHERE typnamespace = n.oid)
        OR EXISTS (SELECT FROM pg_proc WHERE pronamespace = n.oid)`,
  );
  return [...schemas]
    .sort()
    .filter((name) => name !== DEFAULT_SCHEMA && used.some((schema) => schema.name === name))
    .map((name) => schemaStatement('other', name, null, `CREATE SCHEMA IF NOT EXISTS ${quote(name)}`));
}

/** Only extensions that something in these schemas needs; others may not be there to install. */
export async function scriptExtensions(
  { client }: ScriptContext,
  schemas: ReadonlySet<string>,
): Promise<SchemaStatement[]> {
  const found = await askCatalog<{ name: string; schema: string; users: string[] }>(
    client,
    `SELECT extname AS name, nspname AS schema, array_agg(DISTINCT coalesce(
         (SELECT relnamespace::regnamespace FROM pg_class WHERE d.classid = 'pg_class'::regclass AND oid = d.objid),
         (SELECT relnamespace::regnamespace FROM pg_attrdef JOIN pg_class AS c ON c.oid = adrelid
          WHERE d.classid = 'pg_attrdef'::regclass AND pg_attrdef.oid = d.objid),
         (SELECT relnamespace::regnamespace FROM pg_rewrite JOIN pg_class AS c ON c.oid = ev_class
          WHERE d.classid = 'pg_rewrite'::regclass AND pg_rewrite.oid = d.objid),
         (SELECT connamespace::regnamespace FROM pg_constraint WHERE d.classid = 'pg_constraint'::regclass AND oid = d.objid),
         (SELECT relnamespace::regnamespace FROM pg_trigger JOIN pg_class AS c ON c.oid = tgrelid
          WHERE d.classid = 'pg_trigger'::regclass AND pg_trigger.oid = d.objid),
         (SELECT pronamespace::regnamespace FROM pg_proc WHERE d.classid = 'pg_proc'::regclass AND oid = d.objid),
         (SELECT typnamespace::regnamespace FROM pg_type WHERE d.classid = 'pg_type'::regclass AND oid = d.objid))::text
       ) AS users
     FROM pg_depend AS d
     JOIN pg_depend AS m ON m.classid = d.refclassid AND m.objid = d.refobjid AND m.deptype = 'e'
     JOIN pg_extension AS e ON e.oid = m.refobjid JOIN pg_namespace AS n ON n.oid = extnamespace
     WHERE extname <> 'plpgsql' AND NOT EXISTS (
       SELECT FROM pg_depend AS o WHERE o.classid = d.classid AND o.objid = d.objid AND o.deptype = 'e')
     GROUP BY extname, nspname ORDER BY extname COLLATE "C"`,
  );
  const isUsed = ({ users }: { users: string[] }): boolean =>
    users.some((user) => user !== null && schemas.has(unquote(user)));
  return found.filter(isUsed).flatMap(({ name, schema }) => {
    const made = schemaStatement(
      'other',
      name,
      null,
      `CREATE EXTENSION IF NOT EXISTS ${quote(name)} WITH SCHEMA ${quote(schema)}`,
    );
    if (schemas.has(schema)) return [made];
    return [schemaStatement('other', schema, null, `CREATE SCHEMA IF NOT EXISTS ${quote(schema)}`), made];
  });
}

function unquote(name: string): string {
  return name.startsWith('"') ? name.slice(1, -1).replaceAll('""', '"') : name;
}
