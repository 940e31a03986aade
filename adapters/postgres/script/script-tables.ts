import { schemaStatement } from '../../../src/introspect/schema-statement.js';
import { askCatalog } from '../ask-catalog.js';
import type { Relation } from '../find-objects.js';
import { qualify, quoteText } from '../quote.js';
import type { ScriptContext } from './script-context.js';
import { SEQUENCE_SETTINGS } from './script-sequences.js';
import type { ScriptObject } from './statement.js';

/** A line of a CREATE TABLE. */
interface TablePart {
  readonly table: string;
  readonly sql: string;
}

/** Columns as they are declared, without what a table has from those that it inherits from. */
export async function scriptTables(context: ScriptContext): Promise<ScriptObject[]> {
  const { client, tables, tableOids, idOfTable } = context;
  const columns = await askCatalog<TablePart>(
    client,
    `SELECT attrelid AS table, concat_ws(' ', quote_ident(attname), format_type(atttypid, atttypmod),
       CASE WHEN attcollation <> typcollation THEN 'COLLATE ' || attcollation::regcollation END,
       CASE WHEN attgenerated <> '' THEN 'GENERATED ALWAYS AS (' || pg_get_expr(adbin, adrelid) || ')' ||
              CASE attgenerated WHEN 's' THEN ' STORED' ELSE ' VIRTUAL' END
            WHEN attidentity <> '' THEN (
              SELECT 'GENERATED ' || CASE attidentity WHEN 'a' THEN 'ALWAYS' ELSE 'BY DEFAULT' END ||
                ' AS IDENTITY (SEQUENCE NAME ' || quote_ident(sn.nspname) || '.' || quote_ident(s.relname) || ' ' ||
                ${SEQUENCE_SETTINGS} || ')'
              FROM pg_depend JOIN pg_class AS s ON s.oid = objid JOIN pg_namespace AS sn ON sn.oid = s.relnamespace
              JOIN pg_sequence ON seqrelid = s.oid
              WHERE classid = 'pg_class'::regclass AND refclassid = 'pg_class'::regclass AND refobjid = attrelid
                AND refobjsubid = attnum AND deptype = 'i')
            WHEN adbin IS NOT NULL THEN 'DEFAULT ' || pg_get_expr(adbin, adrelid) END,
       CASE WHEN attnotnull THEN 'NOT NULL' END) AS sql
     FROM pg_attribute AS a JOIN pg_type AS t ON t.oid = atttypid
     LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
     WHERE attrelid = ANY ($1::oid[]) AND attnum > 0 AND NOT attisdropped AND attislocal
     ORDER BY attrelid, attnum`,
    tableOids,
  );
  const checks = await askCatalog<TablePart>(
    client,
    `SELECT conrelid AS table, 'CONSTRAINT ' || quote_ident(conname) || ' ' || pg_get_constraintdef(oid) AS sql
     FROM pg_constraint
     WHERE contype = 'c' AND conrelid = ANY ($1::oid[]) AND conislocal AND convalidated
     ORDER BY conrelid, conname COLLATE "C"`,
    tableOids,
  );
  const columnsOf = groupByTable(columns);
  const checksOf = groupByTable(checks);
  const names = new Map(tables.map((table) => [table.oid, qualify(table.schema, table.name)]));
  return tables.map((table) => {
    const parts = [...(columnsOf.get(table.oid) ?? []), ...(checksOf.get(table.oid) ?? [])];
    const sql = tableSql(table, parts, names);
    return {
      key: `class.${table.oid}`,
      schema: table.schema,
      statement: schemaStatement('table', table.name, idOfTable(table.oid), sql),
    };
  });
}

function groupByTable(found: readonly TablePart[]): Map<string, string[]> {
  const groups = new Map<string, string[]>();
  for (const { table, sql } of found) groups.set(table, [...(groups.get(table) ?? []), sql]);
  return groups;
}

function tableSql(table: Relation, parts: readonly string[], names: ReadonlyMap<string, string>): string {
  const parents = table.parents.flatMap((oid) => names.get(oid) ?? []);
  const body = `(${parts.map((part) => `\n  ${part}`).join(',')}${parts.length > 0 ? '\n' : ''})`;
  const words = [
    `CREATE ${table.isUnlogged ? 'UNLOGGED ' : ''}TABLE ${qualify(table.schema, table.name)}`,
    table.isPartition ? `PARTITION OF ${parents[0]!}` : body,
    table.isPartition ? table.partitionBound : null,
    !table.isPartition && parents.length > 0 ? `INHERITS (${parents.join(', ')})` : null,
    table.partitionKey === null ? null : `PARTITION BY ${table.partitionKey}`,
    table.options.length === 0 ? null : `WITH (${table.options.map(optionSql).join(', ')})`,
  ];
  return words.filter((word) => word !== null).join(' ');
}

/** https://www.postgresql.org/docs/current/sql-createview.html */
export async function scriptViews({ client, relations }: ScriptContext): Promise<ScriptObject[]> {
  const definitions = await askCatalog<{ view: string; sql: string }>(
    client,
    `SELECT oid AS view, rtrim(pg_get_viewdef(oid), ';') AS sql FROM pg_class WHERE oid = ANY ($1::oid[])`,
    relations.views.map(({ oid }) => oid),
  );
  const sqlOf = new Map(definitions.map(({ view, sql }) => [view, sql]));
  return relations.views.map((view) => {
    const options = view.options.length === 0 ? '' : ` WITH (${view.options.map(optionSql).join(', ')})`;
    const kind = view.kind === 'm' ? 'MATERIALIZED VIEW' : 'VIEW';
    const sql = `CREATE ${kind} ${qualify(view.schema, view.name)}${options} AS\n${sqlOf.get(view.oid)!}`;
    return {
      key: `class.${view.oid}`,
      schema: view.schema,
      statement: schemaStatement('view', view.name, null, sql),
    };
  });
}

function optionSql(option: string): string {
  const [name, ...value] = option.split('=');
  return `${name!} = ${quoteText(value.join('='))}`;
}
