import type pg from 'pg';
import { schemaStatement } from '../../../src/introspect/schema-statement.js';
import { askCatalog } from '../ask-catalog.js';
import type { FoundType } from '../find-types.js';
import { qualify, quoteText } from '../quote.js';
import type { ScriptContext } from './script-context.js';
import type { ScriptObject } from './statement.js';

/** https://www.postgresql.org/docs/current/sql-createcollation.html */
export async function scriptCollations({ client }: ScriptContext): Promise<ScriptObject[]> {
  const found = await askCatalog<{
    oid: string;
    schema: string;
    name: string;
    provider: string;
    isDeterministic: boolean;
    collate: string | null;
    ctype: string | null;
    locale: string | null;
  }>(
    client,
    `SELECT l.oid, nspname AS schema, collname AS name, collprovider AS provider,
       collisdeterministic AS "isDeterministic", collcollate AS collate, collctype AS ctype,
       coalesce(to_jsonb(l) ->> 'colllocale', to_jsonb(l) ->> 'colliculocale') AS locale
     FROM pg_collation AS l JOIN pg_namespace AS n ON n.oid = collnamespace
     WHERE l.oid >= 16384 AND NOT EXISTS (SELECT FROM pg_depend WHERE classid = 'pg_collation'::regclass
                                          AND objid = l.oid AND deptype = 'e')
     ORDER BY nspname COLLATE "C", collname COLLATE "C"`,
  );
  return found.map(({ oid, schema, name, provider, isDeterministic, collate, ctype, locale }) => {
    const icu = locale ?? collate ?? '';
    const settings =
      provider === 'i'
        ? `provider = icu, deterministic = ${isDeterministic}, locale = ${quoteText(icu)}`
        : `lc_collate = ${quoteText(collate ?? 'C')}, lc_ctype = ${quoteText(ctype ?? 'C')}`;
    const sql = `CREATE COLLATION ${qualify(schema, name)} (${settings})`;
    return { key: `collation.${oid}`, schema, statement: schemaStatement('other', name, null, sql) };
  });
}

/** Composite types, domains, enums and ranges. https://www.postgresql.org/docs/current/sql-createtype.html */
export async function scriptTypes(context: ScriptContext): Promise<ScriptObject[]> {
  const { client } = context;
  const attributes = await fetchByType(
    client,
    `SELECT reltype AS type, string_agg(quote_ident(attname) || ' ' || format_type(atttypid, atttypmod) ||
         CASE WHEN attcollation <> typcollation THEN ' COLLATE ' || attcollation::regcollation ELSE '' END,
         ', ' ORDER BY attnum) AS sql
     FROM pg_class AS c JOIN pg_attribute ON attrelid = c.oid AND attnum > 0 AND NOT attisdropped
     JOIN pg_type AS t ON t.oid = atttypid
     WHERE relkind = 'c' GROUP BY reltype`,
  );
  const ranges = await fetchByType(
    client,
    `SELECT rngtypid AS type, 'subtype = ' || format_type(rngsubtype, NULL) ||
       CASE WHEN rngcollation <> 0 AND rngcollation <> typcollation
         THEN ', collation = ' || rngcollation::regcollation ELSE '' END AS sql
     FROM pg_range JOIN pg_type AS t ON t.oid = rngsubtype`,
  );
  const checks = await fetchByType(
    client,
    `SELECT contypid AS type,
       string_agg('CONSTRAINT ' || quote_ident(conname) || ' ' || pg_get_constraintdef(oid), ' '
                  ORDER BY conname COLLATE "C") AS sql
     FROM pg_constraint WHERE contype = 'c' AND contypid <> 0 GROUP BY contypid`,
  );
  const bases = await fetchByType(
    client,
    `SELECT oid AS type, format_type(typbasetype, typtypmod) AS sql FROM pg_type WHERE typtype = 'd'`,
  );
  const definitionOf = (type: OwnType): string => {
    const name = qualify(type.schema, type.name);
    switch (type.kind) {
      case 'e':
        return `TYPE ${name} AS ENUM (${type.labels.map(quoteText).join(', ')})`;
      case 'c':
        return `TYPE ${name} AS (${attributes.get(type.oid) ?? ''})`;
      case 'r':
        return `TYPE ${name} AS RANGE (${ranges.get(type.oid)!})`;
      case 'd': {
        const words = [
          `DOMAIN ${name} AS ${bases.get(type.oid)!}`,
          type.collation === null ? null : `COLLATE ${type.collation}`,
          type.defaultSql === null ? null : `DEFAULT ${type.defaultSql}`,
          type.notNull ? 'NOT NULL' : null,
          checks.get(type.oid) ?? null,
        ];
        return words.filter((word) => word !== null).join(' ');
      }
    }
  };
  return ownTypes(context).map((type) => {
    const made = schemaStatement('type', type.name, null, `CREATE ${definitionOf(type)}`);
    return { key: `type.${type.oid}`, schema: type.schema, statement: made };
  });
}

/** One piece of SQL for each type that a query tells about. */
async function fetchByType(client: pg.Client, sql: string): Promise<Map<string, string>> {
  const found = await askCatalog<{ type: string; sql: string }>(client, sql);
  return new Map(found.map((each) => [each.type, each.sql]));
}

/** A type that has a CREATE of its own. */
type OwnType = FoundType & { readonly kind: 'c' | 'd' | 'e' | 'r' };

/** Types that can be made again: all but the server's own and what extensions bring. */
export function ownTypes({ types }: ScriptContext): OwnType[] {
  return [...types.values()].filter(
    (type): type is OwnType =>
      type.extension === null && !type.schema.startsWith('pg_') && 'cder'.includes(type.kind),
  );
}
