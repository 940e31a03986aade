import type pg from 'pg';
import type { Catalog } from '../../src/introspect/catalog.js';
import { askCatalog } from './ask-catalog.js';

/** One entry of pg_class that holds rows or shows them. */
export interface Relation {
  readonly oid: string;
  readonly schema: string;
  readonly name: string;
  /** r table, p partitioned table, v view, m materialized view, f foreign table. */
  readonly kind: 'r' | 'p' | 'v' | 'm' | 'f';
  readonly isPartition: boolean;
  readonly isUnlogged: boolean;
  /** Other tables inherit from it, so that it must be read with ONLY. */
  readonly isInherited: boolean;
  /** Tables that it inherits from, or the one that it is a partition of; in order. */
  readonly parents: readonly string[];
  readonly rowSecurity: boolean;
  readonly forcedRowSecurity: boolean;
  readonly options: readonly string[];
  /** PARTITION BY of a partitioned table. */
  readonly partitionKey: string | null;
  /** FOR VALUES of a partition. */
  readonly partitionBound: string | null;
  /** Name of the extension that it belongs to. */
  readonly extension: string | null;
  readonly comment: string | null;
}

/** What a database holds, sorted by what it means to dbsynth, by schema and name. */
export interface Relations {
  /** Schemas that are looked at. */
  readonly schemas: readonly string[];
  /** With rows of their own, or those of their partitions. */
  readonly tables: readonly Relation[];
  readonly partitions: readonly Relation[];
  readonly views: readonly Relation[];
  readonly skipped: Catalog['skipped'];
}

/** The schema whose tables go by their names alone. */
export const DEFAULT_SCHEMA = 'public';

/** The id of a table in the catalog. */
export function idOf({ schema, name }: { schema: string; name: string }): string {
  return schema === DEFAULT_SCHEMA ? name : `${schema}.${name}`;
}

/**
 * Sorts what stands in some schemas.
 * @param schemas null for all that are not the server's or an extension's
 */
export async function findObjects(client: pg.Client, schemas: readonly string[] | null): Promise<Relations> {
  const found = await fetchSchemas(client, schemas);
  const relations = await fetchRelations(client, found);
  const own = relations.filter((relation) => relation.extension === null);
  const isTable = ({ kind }: Relation): boolean => kind === 'r' || kind === 'p';
  return {
    schemas: found,
    tables: own.filter((relation) => isTable(relation) && !relation.isPartition),
    partitions: own.filter((relation) => isTable(relation) && relation.isPartition),
    views: own.filter(({ kind }) => kind === 'v' || kind === 'm'),
    skipped: relations.flatMap((relation) => {
      const reason = reasonToSkip(relation);
      return reason === null ? [] : [{ name: idOf(relation), reason }];
    }),
  };
}

function reasonToSkip({ kind, isPartition, extension }: Relation): string | null {
  if (extension !== null) return `it belongs to the extension "${extension}"`;
  if (kind === 'v') return 'a view: made again after the load';
  if (kind === 'm') return 'a materialized view: made and filled again after the load';
  if (kind === 'f') return 'a foreign table: its rows are in another database';
  return isPartition ? 'a partition: its rows are read and written through its root' : null;
}

/** https://www.postgresql.org/docs/current/catalog-pg-namespace.html */
async function fetchSchemas(client: pg.Client, wanted: readonly string[] | null): Promise<string[]> {
  const all = await askCatalog<{ name: string }>(
    client,
    `SELECT nspname AS name FROM pg_namespace AS n
     WHERE nspname !~ '^pg_' AND nspname <> 'information_schema'
       AND NOT EXISTS (SELECT FROM pg_depend WHERE classid = 'pg_namespace'::regclass AND objid = n.oid
                       AND deptype = 'e')
     ORDER BY nspname COLLATE "C"`,
  );
  const names = all.map(({ name }) => name);
  return wanted === null ? names : names.filter((name) => wanted.includes(name));
}

/** https://www.postgresql.org/docs/current/catalog-pg-class.html */
async function fetchRelations(client: pg.Client, schemas: readonly string[]): Promise<Relation[]> {
  const relations = await askCatalog<Relation>(
    client,
    `SELECT c.oid, nspname AS schema, relname AS name, relkind AS kind, relispartition AS "isPartition",
       relpersistence = 'u' AS "isUnlogged",
       EXISTS (SELECT FROM pg_inherits JOIN pg_class AS k ON k.oid = inhrelid
               WHERE inhparent = c.oid AND NOT k.relispartition) AS "isInherited",
       ARRAY (SELECT inhparent FROM pg_inherits WHERE inhrelid = c.oid ORDER BY inhseqno) AS parents,
       relrowsecurity AS "rowSecurity", relforcerowsecurity AS "forcedRowSecurity",
       coalesce(reloptions, '{}') AS options,
       CASE WHEN relkind = 'p' THEN pg_get_partkeydef(c.oid) END AS "partitionKey",
       pg_get_expr(relpartbound, c.oid) AS "partitionBound",
       (SELECT extname FROM pg_depend AS d JOIN pg_extension AS e ON e.oid = refobjid
        WHERE classid = 'pg_class'::regclass AND objid = c.oid AND deptype = 'e') AS extension,
       obj_description(c.oid, 'pg_class') AS comment
     FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = relnamespace
     WHERE relkind IN ('r', 'p', 'v', 'm', 'f') AND relpersistence <> 't'
     ORDER BY nspname COLLATE "C", relname COLLATE "C"`,
  );
  return relations.filter(({ schema }) => schemas.includes(schema));
}
