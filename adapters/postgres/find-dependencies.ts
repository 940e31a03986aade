import type pg from 'pg';
import { askCatalog } from './ask-catalog.js';

/**
 * What must be there before an object can be made, by the object's key: `class.oid` for tables, views and
 * sequences, `type.oid`, `proc.oid`, `collation.oid`. Defaults and checks count as their table, a view's rule as
 * the view, arrays as their elements, the rows of a table as the table. What the indexes, triggers and policies of a
 * table need, which come after it, stands under `late.oid` of the table. That a sequence belongs to a column is left
 * out: it is said afterwards.
 * https://www.postgresql.org/docs/current/catalog-pg-depend.html
 */
export async function findDependencies(client: pg.Client): Promise<Map<string, Set<string>>> {
  const edges = await askCatalog<{ object: string; needed: string }>(
    client,
    `WITH ranges AS (SELECT rngmultitypid, rngtypid FROM (
         SELECT (to_jsonb(r) ->> 'rngmultitypid')::oid AS rngmultitypid, rngtypid FROM pg_range AS r) AS found),
     types AS (
       SELECT t.oid, CASE
         WHEN coalesce(e.typrelid, t.typrelid) <> 0 AND k.relkind <> 'c'
           THEN 'class.' || coalesce(e.typrelid, t.typrelid)
         ELSE 'type.' || coalesce(m.rngtypid, e.oid, t.oid) END AS key
       FROM pg_type AS t
       LEFT JOIN pg_type AS e ON t.typcategory = 'A' AND e.oid = t.typelem
       LEFT JOIN pg_class AS k ON k.oid = coalesce(e.typrelid, t.typrelid)
       LEFT JOIN ranges AS m ON m.rngmultitypid = coalesce(e.oid, t.oid)
       WHERE t.oid >= 16384),
     edges AS (
       SELECT CASE classid
           WHEN 'pg_class'::regclass THEN CASE
             WHEN c.relkind = 'c' THEN 'type.' || c.reltype
             WHEN ix.indrelid IS NOT NULL THEN 'late.' || ix.indrelid
             ELSE 'class.' || objid END
           WHEN 'pg_trigger'::regclass THEN 'late.' || tg.tgrelid
           WHEN 'pg_policy'::regclass THEN 'late.' || po.polrelid
           WHEN 'pg_proc'::regclass THEN 'proc.' || objid
           WHEN 'pg_type'::regclass THEN ty.key
           WHEN 'pg_attrdef'::regclass THEN 'class.' || ad.adrelid
           WHEN 'pg_rewrite'::regclass THEN 'class.' || rw.ev_class
           WHEN 'pg_constraint'::regclass THEN
             CASE WHEN co.conrelid <> 0 THEN 'class.' || co.conrelid ELSE 'type.' || co.contypid END
         END AS object,
         CASE refclassid
           WHEN 'pg_class'::regclass THEN CASE WHEN rc.relkind = 'c' THEN 'type.' || rc.reltype ELSE 'class.' || refobjid END
           WHEN 'pg_proc'::regclass THEN 'proc.' || refobjid
           WHEN 'pg_type'::regclass THEN rt.key
           WHEN 'pg_collation'::regclass THEN 'collation.' || refobjid
         END AS needed
       FROM pg_depend AS d
       LEFT JOIN pg_class AS c ON classid = 'pg_class'::regclass AND c.oid = objid
       LEFT JOIN pg_class AS rc ON refclassid = 'pg_class'::regclass AND rc.oid = refobjid
       LEFT JOIN pg_index AS ix ON classid = 'pg_class'::regclass AND ix.indexrelid = objid
       LEFT JOIN pg_trigger AS tg ON classid = 'pg_trigger'::regclass AND tg.oid = objid
       LEFT JOIN pg_policy AS po ON classid = 'pg_policy'::regclass AND po.oid = objid
       LEFT JOIN types AS ty ON classid = 'pg_type'::regclass AND ty.oid = objid
       LEFT JOIN types AS rt ON refclassid = 'pg_type'::regclass AND rt.oid = refobjid
       LEFT JOIN pg_attrdef AS ad ON classid = 'pg_attrdef'::regclass AND ad.oid = objid
       LEFT JOIN pg_rewrite AS rw ON classid = 'pg_rewrite'::regclass AND rw.oid = objid
       LEFT JOIN pg_constraint AS co ON classid = 'pg_constraint'::regclass AND co.oid = objid AND co.contype = 'c'
       WHERE objid >= 16384 AND refobjid >= 16384 AND NOT coalesce(c.relkind = 'S' AND deptype IN ('a', 'i'), false))
     SELECT DISTINCT object, needed FROM edges WHERE object IS NOT NULL AND needed IS NOT NULL AND object <> needed`,
  );
  const needs = new Map<string, Set<string>>();
  for (const { object, needed } of edges) {
    const known = needs.get(object);
    if (known === undefined) needs.set(object, new Set([needed]));
    else known.add(needed);
  }
  return needs;
}
