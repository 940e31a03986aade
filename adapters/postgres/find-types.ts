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
  /** Types of the parts of a composite type, in their order; of a range, its one subtype. */
  readonly parts: readonly { readonly oid: string; readonly modifier: number }[];
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
       obj_description(t.oid, 'pg_type') AS comment,
       coalesce(
         (SELECT json_agg(json_build_object('oid', atttypid::text, 'modifier', atttypmod) ORDER BY attnum)
          FROM pg_attribute WHERE attrelid = typrelid AND attnum > 0 AND NOT attisdropped AND typtype = 'c'),
         (SELECT json_agg(json_build_object('oid', rngsubtype::text, 'modifier', -1)) FROM pg_range AS r
          WHERE t.oid = rngtypid OR t.oid = (to_jsonb(r) ->> 'rngmultitypid')::oid),
         '[]'
       ) AS parts
     FROM pg_type AS t JOIN pg_namespace AS n ON n.oid = typnamespace
     WHERE (typrelid = 0 OR EXISTS (SELECT FROM pg_class WHERE oid = typrelid AND relkind = 'c'))
       AND NOT (typcategory = 'A' AND typelem <> 0) AND nspname <> 'information_schema'
     ORDER BY nspname COLLATE "C", typname COLLATE "C"`,
  );
  return new Map(types.map((type) => [type.oid, type]));
}

/**
 * Finds what arrays are made of: the element's type by the array's.
 * https://www.postgresql.org/docs/current/catalog-pg-type.html
 */
export async function findElements(client: pg.Client): Promise<ReadonlyMap<string, string>> {
  const arrays = await askCatalog<{ oid: string; element: string }>(
    client,
    `SELECT typarray AS oid, oid AS element FROM pg_type WHERE typarray <> 0`,
  );
  return new Map(arrays.map(({ oid, element }) => [oid, element]));
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
