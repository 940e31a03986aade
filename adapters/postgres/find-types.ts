import type pg from 'pg';
import { askCatalog } from './ask-catalog.js';

/** One entry of pg_type that columns or scripts are about. */
export interface FoundType {
  readonly oid: string;
  readonly schema: string;
  readonly name: string;
  /** b base, c composite, d domain, e enum, r range, m multirange, p pseudo. */
  readonly kind: string;
  readonly extension: string | null;
  /** What a domain is made of; '0' for other types. */
  readonly base: string;
  readonly modifier: number;
  readonly notNull: boolean;
  readonly defaultSql: string | null;
  /** Collation of a domain where it is not that of its base. */
  readonly collation: string | null;
  readonly labels: readonly string[];
  readonly comment: string | null;
}

export type TypesByOid = ReadonlyMap<string, FoundType>;

/**
 * Finds types that are not rows of tables and not arrays. Enums keep the order of their labels.
 * https://www.postgresql.org/docs/current/catalog-pg-type.html
 */
export async function findTypes(client: pg.Client): Promise<TypesByOid> {
  const types = await askCatalog<FoundType>(
    client,
    `SELECT t.oid, nspname AS schema, typname AS name, typtype AS kind,
       (SELECT extname FROM pg_depend JOIN pg_extension AS e ON e.oid = refobjid
        WHERE classid = 'pg_type'::regclass AND objid = t.oid AND deptype = 'e') AS extension,
       typbasetype AS base, typtypmod AS modifier, typnotnull AS "notNull", typdefault AS "defaultSql",
       (SELECT quote_ident(cn.nspname) || '.' || quote_ident(collname) FROM pg_collation AS l
          JOIN pg_namespace AS cn ON cn.oid = collnamespace JOIN pg_type AS b ON b.oid = t.typbasetype
        WHERE l.oid = t.typcollation AND t.typcollation <> b.typcollation) AS collation,
       ARRAY (SELECT enumlabel FROM pg_enum WHERE enumtypid = t.oid ORDER BY enumsortorder) AS labels,
       obj_description(t.oid, 'pg_type') AS comment
     FROM pg_type AS t JOIN pg_namespace AS n ON n.oid = typnamespace
     WHERE (typrelid = 0 OR EXISTS (SELECT FROM pg_class WHERE oid = typrelid AND relkind = 'c'))
       AND NOT (typcategory = 'A' AND typelem <> 0) AND nspname <> 'information_schema'
     ORDER BY nspname COLLATE "C", typname COLLATE "C"`,
  );
  return new Map(types.map((type) => [type.oid, type]));
}

/** A type's domains from the outside in, and what is left below them. */
export function unwrapDomains(
  types: TypesByOid,
  oid: string,
): { domains: FoundType[]; base: FoundType | null } {
  const domains: FoundType[] = [];
  let type = types.get(oid) ?? null;
  while (type !== null && type.kind === 'd') {
    domains.push(type);
    type = types.get(type.base) ?? null;
  }
  return { domains, base: type };
}
