import type pg from 'pg';
import { askCatalog } from './ask-catalog.js';
import type { Member } from './find-members.js';

/** One constraint, index or trigger of a table, with all that is to be the same after a load. */
export interface Rule {
  readonly name: string;
  readonly details: string;
}

/** Lists all constraints, indexes and triggers of tables, so that two such lists can be compared. */
export async function fetchRules(client: pg.Client, members: readonly Member[]): Promise<Rule[]> {
  return askCatalog(
    client,
    `SELECT 'constraint "' || conname || '" of table ' || conrelid::regclass AS name,
       concat_ws(' ', contype, condeferrable, condeferred, convalidated, pg_get_constraintdef(k.oid),
         obj_description(k.oid, 'pg_constraint')) AS details
     FROM pg_constraint AS k WHERE conrelid = ANY ($1::oid[]) AND (contype <> 'f' OR conparentid = 0)
     UNION ALL
     SELECT 'index ' || indexrelid::regclass,
       concat_ws(' ', pg_get_indexdef(indexrelid), indisprimary, indisclustered, indisreplident, indisvalid,
         reltablespace, obj_description(indexrelid, 'pg_class'))
     FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid WHERE indrelid = ANY ($1::oid[])
     UNION ALL
     SELECT 'trigger "' || tgname || '" of table ' || tgrelid::regclass, tgenabled::text
     FROM pg_trigger
     WHERE tgrelid = ANY ($1::oid[]) AND (NOT tgisinternal OR tgparentid <> 0)
       AND NOT EXISTS (SELECT FROM pg_constraint WHERE oid = tgconstraint AND contype <> 't')
     ORDER BY 1, 2`,
    members.map(({ oid }) => oid),
  );
}
