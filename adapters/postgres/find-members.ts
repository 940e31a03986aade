import type pg from 'pg';
import type { Table } from '../../src/introspect/catalog.js';
import { askCatalog } from './ask-catalog.js';
import { qualify, quoteText } from './quote.js';

/** One of the tables that a load writes to, be it by way of the root that it is a partition of. */
export interface Member {
  readonly oid: string;
  readonly id: string;
  readonly isOwned: boolean;
}

/** Finds tables where they are written, and all partitions of them. */
export async function findMembers(client: pg.Client, tables: readonly Table[]): Promise<Member[]> {
  const names = tables.map(({ schema, name }) => quoteText(qualify(schema, name)));
  return askCatalog<Member>(
    client,
    `WITH RECURSIVE members AS (
       SELECT to_regclass(name)::oid AS oid FROM unnest(ARRAY[${names.join(', ')}]::text[]) AS name
       UNION SELECT inhrelid FROM pg_inherits JOIN members ON inhparent = members.oid
       JOIN pg_class AS part ON part.oid = inhrelid AND part.relispartition)
     SELECT c.oid, CASE nspname WHEN 'public' THEN '' ELSE nspname || '.' END || relname AS id,
       pg_has_role(relowner, 'USAGE') AS "isOwned"
     FROM members JOIN pg_class AS c ON c.oid = members.oid JOIN pg_namespace AS n ON n.oid = relnamespace
     ORDER BY nspname COLLATE "C", relname COLLATE "C"`,
  );
}
