import type pg from 'pg';
import type { SchemaStatement } from '../../src/introspect/catalog.js';
import { DbsynthError } from '../../src/errors.js';
import { askCatalog } from './ask-catalog.js';
import type { Member } from './find-members.js';
import type { Detour } from './find-triggers-to-disable.js';
import { qualify, quote, quoteText } from './quote.js';

interface Found {
  table: string;
  schema: string;
  owner: string;
  name: string;
  sql: string;
  comment: string | null;
}

/**
 * Finds the foreign keys and the plain secondary indexes of tables, and how each is made again as it was. What could
 * not be made again in every detail stays where it is: unique and clustered indexes, those of partitions, of another
 * tablespace, or with statistics of their own; foreign keys whose checks are switched off.
 * @throws {DbsynthError} E_PERMISSION when this role may drop a foreign key but not make it again
 */
export async function findConstraintsToDefer(client: pg.Client, members: readonly Member[]): Promise<Detour> {
  const oids = members.map(({ oid }) => oid);
  const idOf = new Map(members.map(({ oid, id }) => [oid, id]));
  const foreignKeys = await fetchForeignKeys(client, oids);
  for (const { table, parent, mayRefer } of foreignKeys) {
    if (mayRefer) continue;
    throw new DbsynthError(
      'E_PERMISSION',
      `table "${idOf.get(table)!}": this role may not make a foreign key to ${parent} again`,
      { hint: `GRANT REFERENCES ON ${parent}, or leave out --defer-constraints` },
    );
  }
  const indexes = await fetchIndexes(client, oids);
  const statement = ({ table, name }: Found, sql: string): SchemaStatement => ({
    kind: 'index',
    name,
    table: idOf.get(table)!,
    sql,
  });
  const comment = (found: Found, object: string): SchemaStatement[] =>
    found.comment === null ? [] : [statement(found, `COMMENT ON ${object} IS ${quoteText(found.comment)}`)];
  return {
    before: [
      ...foreignKeys.map((key) =>
        statement(key, `ALTER TABLE ${qualify(key.schema, key.owner)} DROP CONSTRAINT ${quote(key.name)}`),
      ),
      ...indexes.map((index) => statement(index, `DROP INDEX ${qualify(index.schema, index.name)}`)),
    ],
    after: [
      ...indexes.flatMap((index) => [
        statement(index, index.sql),
        ...comment(index, `INDEX ${qualify(index.schema, index.name)}`),
      ]),
      ...foreignKeys.flatMap((key) => {
        const owner = qualify(key.schema, key.owner);
        return [
          statement(key, `ALTER TABLE ${owner} ADD CONSTRAINT ${quote(key.name)} ${key.sql}`),
          ...comment(key, `CONSTRAINT ${quote(key.name)} ON ${owner}`),
        ];
      }),
    ],
  };
}

/** https://www.postgresql.org/docs/current/catalog-pg-constraint.html */
async function fetchForeignKeys(
  client: pg.Client,
  oids: readonly string[],
): Promise<(Found & { parent: string; mayRefer: boolean })[]> {
  return askCatalog(
    client,
    `SELECT conrelid AS table, nspname AS schema, relname AS owner, conname AS name,
       pg_get_constraintdef(k.oid) AS sql, obj_description(k.oid, 'pg_constraint') AS comment,
       confrelid::regclass::text AS parent, has_table_privilege(confrelid, 'REFERENCES') AS "mayRefer"
     FROM pg_constraint AS k JOIN pg_class AS c ON c.oid = conrelid JOIN pg_namespace AS n ON n.oid = relnamespace
     WHERE conrelid = ANY ($1::oid[]) AND contype = 'f' AND conparentid = 0
       AND NOT EXISTS (SELECT FROM pg_trigger WHERE tgconstraint = k.oid AND tgenabled <> 'O')
     ORDER BY nspname COLLATE "C", relname COLLATE "C", conname COLLATE "C"`,
    oids,
  );
}

/** To make an index takes the right to make something in its schema. https://www.postgresql.org/docs/current/catalog-pg-index.html */
async function fetchIndexes(client: pg.Client, oids: readonly string[]): Promise<Found[]> {
  return askCatalog(
    client,
    `SELECT indrelid AS table, nspname AS schema, t.relname AS owner, i.relname AS name,
       pg_get_indexdef(indexrelid) AS sql, obj_description(indexrelid, 'pg_class') AS comment
     FROM pg_index JOIN pg_class AS i ON i.oid = indexrelid JOIN pg_class AS t ON t.oid = indrelid
     JOIN pg_namespace AS n ON n.oid = i.relnamespace
     WHERE indrelid = ANY ($1::oid[]) AND t.relkind = 'r' AND NOT t.relispartition AND i.reltablespace = 0
       AND NOT indisunique AND NOT indisexclusion AND NOT indisclustered AND NOT indisreplident
       AND indisvalid AND indisready AND has_schema_privilege(n.oid, 'CREATE')
       AND NOT EXISTS (SELECT FROM pg_attribute WHERE attrelid = indexrelid AND coalesce(attstattarget, -1) >= 0)
       AND NOT EXISTS (SELECT FROM pg_depend WHERE refclassid = 'pg_class'::regclass AND refobjid = indexrelid)
       AND NOT EXISTS (SELECT FROM pg_depend
                       WHERE classid = 'pg_class'::regclass AND objid = indexrelid AND deptype IN ('e', 'x', 'i'))
     ORDER BY nspname COLLATE "C", t.relname COLLATE "C", i.relname COLLATE "C"`,
    oids,
  );
}
