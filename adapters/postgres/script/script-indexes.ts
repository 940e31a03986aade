import type { SchemaStatement } from '../../../src/introspect/catalog.js';
import { askCatalog } from '../ask-catalog.js';
import type { ScriptContext } from './script-context.js';
import { statementsOf, type FoundStatement } from './statement.js';

/** Indexes of constraints come with them, those of partitions with the index of their root. */
export async function scriptIndexes(
  context: ScriptContext,
  kinds: readonly string[],
): Promise<SchemaStatement[]> {
  const found = await askCatalog<FoundStatement>(
    context.client,
    `SELECT indrelid AS table, i.relname AS name, pg_get_indexdef(indexrelid) AS sql
     FROM pg_index JOIN pg_class AS i ON i.oid = indexrelid JOIN pg_class AS t ON t.oid = indrelid
     JOIN pg_namespace AS n ON n.oid = t.relnamespace
     WHERE indrelid = ANY ($1::oid[]) AND indisvalid AND t.relkind = ANY ('{${kinds.join(',')}}')
       AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid AND contype IN ('p', 'u', 'x'))
       AND NOT EXISTS (SELECT FROM pg_inherits WHERE inhrelid = indexrelid)
     ORDER BY nspname COLLATE "C", t.relname COLLATE "C", i.relname COLLATE "C"`,
    context.relationOids,
  );
  // A partitioned table's index is shown as ON ONLY, which would leave the partitions without it.
  const whole = found.map((index) => ({ ...index, sql: index.sql.replace(/ ON ONLY /, ' ON ') }));
  return statementsOf('index', whole, context);
}

/** https://www.postgresql.org/docs/current/sql-createstatistics.html */
export async function scriptStatistics(context: ScriptContext): Promise<SchemaStatement[]> {
  const found = await askCatalog<FoundStatement>(
    context.client,
    `SELECT stxrelid AS table, stxname AS name, pg_get_statisticsobjdef(oid) AS sql FROM pg_statistic_ext
     WHERE stxrelid = ANY ($1::oid[]) ORDER BY stxnamespace::regnamespace::text COLLATE "C", stxname COLLATE "C"`,
    context.tableOids,
  );
  return statementsOf('other', found, context);
}
