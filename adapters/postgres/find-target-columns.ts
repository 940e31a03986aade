import type pg from 'pg';
import type { Table } from '../../src/introspect/catalog.js';
import { askCatalog } from './ask-catalog.js';
import { qualify, quoteText } from './quote.js';

/** A column as it stands in the target, its domains taken off. */
export interface TargetColumn {
  readonly name: string;
  readonly type: number;
  /** Its binary form is its text: texts of all kinds, and enums. */
  readonly isText: boolean;
}

/** What COPY must know of a table. */
export interface TargetTable {
  readonly columns: ReadonlyMap<string, TargetColumn>;
  /** COPY does not freeze rows of partitions. */
  readonly isPartitioned: boolean;
}

/** Looks a table up where it is written: its types may differ from those that the rows were made for. */
export async function findTargetColumns(client: pg.Client, table: Table): Promise<TargetTable> {
  const name = quoteText(qualify(table.schema, table.name));
  const columns = await askCatalog<{ name: string; type: number; isText: boolean; isPartitioned: boolean }>(
    client,
    `WITH RECURSIVE bases AS (
       SELECT oid, oid AS base FROM pg_type WHERE typtype <> 'd'
       UNION ALL SELECT t.oid, bases.base FROM pg_type AS t JOIN bases ON t.typbasetype = bases.oid
       WHERE t.typtype = 'd')
     SELECT attname AS name, base::int8 AS type,
       EXISTS (SELECT FROM pg_proc WHERE pg_proc.oid = t.typreceive AND proname IN
         ('textrecv', 'varcharrecv', 'bpcharrecv', 'namerecv', 'enum_recv', 'citextrecv')) AS "isText",
       relkind = 'p' AS "isPartitioned"
     FROM pg_class AS c JOIN pg_attribute ON attrelid = c.oid JOIN bases ON bases.oid = atttypid
     JOIN pg_type AS t ON t.oid = base
     WHERE c.oid = to_regclass(${name}) AND attnum > 0 AND NOT attisdropped`,
  );
  return {
    columns: new Map(columns.map((column) => [column.name, column])),
    isPartitioned: columns.some((column) => column.isPartitioned),
  };
}
