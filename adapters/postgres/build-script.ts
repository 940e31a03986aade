import type pg from 'pg';
import type { SchemaScript, SchemaStatement } from '../../src/introspect/catalog.js';
import { askCatalog } from './ask-catalog.js';
import { DEFAULT_SCHEMA, idOf, type Relation, type Relations } from './find-objects.js';
import { findDependencies } from './find-dependencies.js';
import type { TypesByOid } from './find-types.js';
import { withoutMark } from './mark.js';
import { qualify, quote, quoteText } from './quote.js';
import { scriptAggregates } from './script-aggregates.js';

/**
 * Writes down how to make the schema again: first what rows need (schemas, extensions, types, functions,
 * sequences, tables with their checks), then what is faster or safer to make after them (keys, indexes, foreign
 * keys, views, triggers, policies, comments). Objects stand in the order of their dependencies, and by kind and
 * name where that leaves a choice, so that two equal databases have equal scripts. Objects of schemas that are not
 * looked at come where others need them, unless the target has them.
 */
export async function buildScript(
  client: pg.Client,
  relations: Relations,
  types: TypesByOid,
): Promise<SchemaScript> {
  const context: Context = { client, relations, types, idOfTable: tableIds(relations) };
  const objects = [
    ...(await scriptCollations(context)),
    ...(await scriptTypes(context)),
    ...(await scriptFunctions(context)),
    ...(await scriptSequences(context)),
    ...(await scriptTables(context)),
    ...(await scriptViews(context)),
  ];
  const { before, after, schemas } = arrange(objects, await findDependencies(client), relations);
  return {
    tables: [
      ...(await scriptSchemas(context, schemas)),
      ...(await scriptExtensions(context, schemas)),
      ...before,
      ...(await scriptOwnedSequences(context)),
    ],
    afterLoad: [
      ...(await scriptConstraints(context)),
      ...(await scriptIndexes(context, ['r', 'p'])),
      ...(await scriptForeignKeys(context)),
      ...(await scriptStatistics(context)),
      ...after,
      ...[
        ...(await scriptIndexes(context, ['m'])),
        ...(await scriptRules(context)),
        ...(await scriptTriggers(context)),
        ...(await scriptRowSecurity(context)),
        ...(await scriptComments(context)),
      ].map(optionalForViews),
    ],
  };
}

interface Context {
  readonly client: pg.Client;
  readonly relations: Relations;
  readonly types: TypesByOid;
  /** Id of the catalog's table that a relation belongs to: its own, or that of its root. */
  readonly idOfTable: ReadonlyMap<string, string>;
}

/** A statement that others may need, under the key that `findDependencies` gives it. */
interface ScriptObject {
  readonly key: string;
  readonly schema: string;
  readonly statement: SchemaStatement;
}

/** What belongs to no table belongs to a view, which may have been refused. */
function optionalForViews(made: SchemaStatement): SchemaStatement {
  return made.table === null ? { ...made, optional: true } : made;
}

function statement(
  kind: SchemaStatement['kind'],
  name: string,
  table: string | null,
  sql: string,
): SchemaStatement {
  return { kind, name, table, sql };
}

function tableIds({ tables, partitions }: Relations): Map<string, string> {
  const ids = new Map(tables.map((table) => [table.oid, idOf(table)]));
  const byOid = new Map(partitions.map((partition) => [partition.oid, partition]));
  for (const partition of partitions) {
    let root: Relation | undefined = partition;
    while (root !== undefined && !ids.has(root.parents[0]!)) root = byOid.get(root.parents[0]!);
    if (root !== undefined) ids.set(partition.oid, ids.get(root.parents[0]!)!);
  }
  return ids;
}

function tableOids({ relations }: Context): string[] {
  return [...relations.tables, ...relations.partitions].map(({ oid }) => oid);
}

/**
 * Puts objects after what they need, in their given order otherwise. What needs a view comes after the rows, as
 * views do; it can be missed. Of schemas that are not looked at only what others need is taken.
 * @returns also the schemas that anything was taken from
 */
function arrange(
  objects: readonly ScriptObject[],
  needs: ReadonlyMap<string, ReadonlySet<string>>,
  { schemas, tables, partitions, views }: Relations,
): { before: SchemaStatement[]; after: SchemaStatement[]; schemas: Set<string> } {
  const byKey = new Map(objects.map((object) => [object.key, object]));
  const viewKeys = new Set(views.map(({ oid }) => `class.${oid}`));
  const used = new Set(schemas);
  const late = new Map<string, boolean>();
  const before: SchemaStatement[] = [];
  const after: SchemaStatement[] = [];
  const visit = (key: string): boolean => {
    const known = late.get(key);
    if (known !== undefined) return known;
    const object = byKey.get(key);
    if (object === undefined) return false;
    // A cycle is only possible through the bodies of functions, which are not looked into.
    late.set(key, viewKeys.has(key));
    let isLate = viewKeys.has(key);
    const needed = [...(needs.get(key) ?? [])].filter((other) => byKey.has(other));
    for (const other of inOrder(needed, objects)) isLate = visit(other) || isLate;
    late.set(key, isLate);
    const made = schemas.includes(object.schema) ? object.statement : unlessThere(object.statement);
    used.add(object.schema);
    if (isLate) after.push({ ...made, optional: true });
    else before.push(made);
    return isLate;
  };
  for (const { key, schema } of objects) if (schemas.includes(schema)) visit(key);
  for (const { oid } of [...tables, ...partitions])
    for (const key of inOrder([...(needs.get(`late.${oid}`) ?? [])], objects)) visit(key);
  return { before, after, schemas: used };
}

/** https://www.postgresql.org/docs/current/plpgsql-control-structures.html#PLPGSQL-ERROR-TRAPPING */
function unlessThere(made: SchemaStatement): SchemaStatement {
  let tag = '$there$';
  while (made.sql.includes(tag)) tag = `$${tag.slice(1, -1)}_$`;
  const sql = `DO ${tag} BEGIN
${made.sql};
EXCEPTION WHEN duplicate_object OR duplicate_function OR duplicate_table THEN NULL;
END ${tag}`;
  return { ...made, sql };
}

function inOrder(keys: readonly string[], objects: readonly ScriptObject[]): string[] {
  if (keys.length < 2) return [...keys];
  const wanted = new Set(keys);
  return objects.filter(({ key }) => wanted.has(key)).map(({ key }) => key);
}

/** The default schema stands in every new database; where it was dropped, it is made. */
async function scriptSchemas({ client }: Context, schemas: ReadonlySet<string>): Promise<SchemaStatement[]> {
  const used = await askCatalog<{ name: string }>(
    client,
    `SELECT nspname AS name FROM pg_namespace AS n
     WHERE EXISTS (SELECT FROM pg_class WHERE relnamespace = n.oid)
        OR EXISTS (SELECT FROM pg_type WHERE typnamespace = n.oid)
        OR EXISTS (SELECT FROM pg_proc WHERE pronamespace = n.oid)`,
  );
  return [...schemas]
    .filter((name) => name !== DEFAULT_SCHEMA && used.some((schema) => schema.name === name))
    .sort()
    .map((name) => statement('other', name, null, `CREATE SCHEMA IF NOT EXISTS ${quote(name)}`));
}

/** Only extensions that something in these schemas needs; others may not be there to install. */
async function scriptExtensions(
  { client }: Context,
  schemas: ReadonlySet<string>,
): Promise<SchemaStatement[]> {
  const found = await askCatalog<{ name: string; schema: string; users: string[] }>(
    client,
    `SELECT extname AS name, nspname AS schema, array_agg(DISTINCT coalesce(
         (SELECT relnamespace::regnamespace FROM pg_class WHERE d.classid = 'pg_class'::regclass AND oid = d.objid),
         (SELECT relnamespace::regnamespace FROM pg_attrdef JOIN pg_class AS c ON c.oid = adrelid
          WHERE d.classid = 'pg_attrdef'::regclass AND pg_attrdef.oid = d.objid),
         (SELECT relnamespace::regnamespace FROM pg_rewrite JOIN pg_class AS c ON c.oid = ev_class
          WHERE d.classid = 'pg_rewrite'::regclass AND pg_rewrite.oid = d.objid),
         (SELECT connamespace::regnamespace FROM pg_constraint WHERE d.classid = 'pg_constraint'::regclass AND oid = d.objid),
         (SELECT relnamespace::regnamespace FROM pg_trigger JOIN pg_class AS c ON c.oid = tgrelid
          WHERE d.classid = 'pg_trigger'::regclass AND pg_trigger.oid = d.objid),
         (SELECT pronamespace::regnamespace FROM pg_proc WHERE d.classid = 'pg_proc'::regclass AND oid = d.objid),
         (SELECT typnamespace::regnamespace FROM pg_type WHERE d.classid = 'pg_type'::regclass AND oid = d.objid))::text
       ) AS users
     FROM pg_depend AS d
     JOIN pg_depend AS m ON m.classid = d.refclassid AND m.objid = d.refobjid AND m.deptype = 'e'
     JOIN pg_extension AS e ON e.oid = m.refobjid JOIN pg_namespace AS n ON n.oid = extnamespace
     WHERE extname <> 'plpgsql' AND NOT EXISTS (
       SELECT FROM pg_depend AS o WHERE o.classid = d.classid AND o.objid = d.objid AND o.deptype = 'e')
     GROUP BY extname, nspname ORDER BY extname COLLATE "C"`,
  );
  const isUsed = ({ users }: { users: string[] }): boolean =>
    users.some((user) => user !== null && schemas.has(unquote(user)));
  return found.filter(isUsed).flatMap(({ name, schema }) => {
    const made = statement(
      'other',
      name,
      null,
      `CREATE EXTENSION IF NOT EXISTS ${quote(name)} WITH SCHEMA ${quote(schema)}`,
    );
    if (schemas.has(schema)) return [made];
    return [statement('other', schema, null, `CREATE SCHEMA IF NOT EXISTS ${quote(schema)}`), made];
  });
}

function unquote(name: string): string {
  return name.startsWith('"') ? name.slice(1, -1).replaceAll('""', '"') : name;
}

/** https://www.postgresql.org/docs/current/sql-createcollation.html */
async function scriptCollations({ client }: Context): Promise<ScriptObject[]> {
  const found = await askCatalog<{
    oid: string;
    schema: string;
    name: string;
    provider: string;
    isDeterministic: boolean;
    collate: string | null;
    ctype: string | null;
    locale: string | null;
  }>(
    client,
    `SELECT l.oid, nspname AS schema, collname AS name, collprovider AS provider,
       collisdeterministic AS "isDeterministic", collcollate AS collate, collctype AS ctype,
       coalesce(to_jsonb(l) ->> 'colllocale', to_jsonb(l) ->> 'colliculocale') AS locale
     FROM pg_collation AS l JOIN pg_namespace AS n ON n.oid = collnamespace
     WHERE l.oid >= 16384 AND NOT EXISTS (SELECT FROM pg_depend WHERE classid = 'pg_collation'::regclass
                                          AND objid = l.oid AND deptype = 'e')
     ORDER BY nspname COLLATE "C", collname COLLATE "C"`,
  );
  return found.map(({ oid, schema, name, provider, isDeterministic, collate, ctype, locale }) => {
    const icu = locale ?? collate ?? '';
    const settings =
      provider === 'i'
        ? `provider = icu, deterministic = ${isDeterministic}, locale = ${quoteText(icu)}`
        : `lc_collate = ${quoteText(collate ?? 'C')}, lc_ctype = ${quoteText(ctype ?? 'C')}`;
    const sql = `CREATE COLLATION ${qualify(schema, name)} (${settings})`;
    return { key: `collation.${oid}`, schema, statement: statement('other', name, null, sql) };
  });
}

async function scriptTypes(context: Context): Promise<ScriptObject[]> {
  const { client, types } = context;
  const attributes = await askCatalog<{ type: string; sql: string }>(
    client,
    `SELECT reltype AS type, string_agg(quote_ident(attname) || ' ' || format_type(atttypid, atttypmod) ||
         CASE WHEN attcollation <> typcollation THEN ' COLLATE ' || attcollation::regcollation ELSE '' END,
         ', ' ORDER BY attnum) AS sql
     FROM pg_class AS c JOIN pg_attribute ON attrelid = c.oid AND attnum > 0 AND NOT attisdropped
     JOIN pg_type AS t ON t.oid = atttypid
     WHERE relkind = 'c' GROUP BY reltype`,
  );
  const ranges = await askCatalog<{ type: string; sql: string }>(
    client,
    `SELECT rngtypid AS type, 'subtype = ' || format_type(rngsubtype, NULL) ||
       CASE WHEN rngcollation <> 0 AND rngcollation <> typcollation
         THEN ', collation = ' || rngcollation::regcollation ELSE '' END AS sql
     FROM pg_range JOIN pg_type AS t ON t.oid = rngsubtype`,
  );
  const checks = await askCatalog<{ type: string; sql: string }>(
    client,
    `SELECT contypid AS type,
       string_agg('CONSTRAINT ' || quote_ident(conname) || ' ' || pg_get_constraintdef(oid), ' '
                  ORDER BY conname COLLATE "C") AS sql
     FROM pg_constraint WHERE contype = 'c' AND contypid <> 0 GROUP BY contypid`,
  );
  const bases = await askCatalog<{ type: string; sql: string }>(
    client,
    `SELECT oid AS type, format_type(typbasetype, typtypmod) AS sql FROM pg_type WHERE typtype = 'd'`,
  );
  const sqlOf = (found: readonly { type: string; sql: string }[], oid: string): string | undefined =>
    found.find(({ type }) => type === oid)?.sql;
  return [...types.values()]
    .filter(
      ({ extension, schema, kind }) =>
        extension === null && !schema.startsWith('pg_') && 'cder'.includes(kind),
    )
    .map((type) => {
      const name = qualify(type.schema, type.name);
      const body: Record<string, () => string> = {
        e: () => `CREATE TYPE ${name} AS ENUM (${type.labels.map(quoteText).join(', ')})`,
        c: () => `CREATE TYPE ${name} AS (${sqlOf(attributes, type.oid) ?? ''})`,
        r: () => `CREATE TYPE ${name} AS RANGE (${sqlOf(ranges, type.oid)!})`,
        d: () =>
          [
            `CREATE DOMAIN ${name} AS ${sqlOf(bases, type.oid)!}`,
            type.collation === null ? null : `COLLATE ${type.collation}`,
            type.defaultSql === null ? null : `DEFAULT ${type.defaultSql}`,
            type.notNull ? 'NOT NULL' : null,
            sqlOf(checks, type.oid) ?? null,
          ]
            .filter((part) => part !== null)
            .join(' '),
      };
      return {
        key: `type.${type.oid}`,
        schema: type.schema,
        statement: statement('type', type.name, null, body[type.kind]!()),
      };
    });
}

async function scriptFunctions({ client }: Context): Promise<ScriptObject[]> {
  const functions = await askCatalog<{ oid: string; schema: string; name: string; sql: string }>(
    client,
    `SELECT p.oid, nspname AS schema, proname AS name, pg_get_functiondef(p.oid) AS sql
     FROM pg_proc AS p JOIN pg_namespace AS n ON n.oid = pronamespace
     JOIN pg_language AS l ON l.oid = prolang
     WHERE p.oid >= 16384 AND prokind <> 'a' AND lanname NOT IN ('internal', 'c') AND NOT EXISTS (
       SELECT FROM pg_depend WHERE classid = 'pg_proc'::regclass AND objid = p.oid AND deptype IN ('e', 'i'))
     ORDER BY nspname, proname, 4`,
  );
  return [...functions, ...(await scriptAggregates(client))].map(({ oid, schema, name, sql }) => ({
    key: `proc.${oid}`,
    schema,
    statement: statement('other', name, null, sql.trimEnd()),
  }));
}

/** Sequences of identity columns are made with them. https://www.postgresql.org/docs/current/sql-createsequence.html */
async function scriptSequences({ client }: Context): Promise<ScriptObject[]> {
  const found = await askCatalog<{
    oid: string;
    schema: string;
    name: string;
    settings: string;
    type: string;
  }>(
    client,
    `SELECT c.oid, nspname AS schema, relname AS name, format_type(seqtypid, NULL) AS type, ${SEQUENCE_SETTINGS} AS settings
     FROM pg_sequence JOIN pg_class AS c ON c.oid = seqrelid JOIN pg_namespace AS n ON n.oid = relnamespace
     WHERE relpersistence <> 't' AND NOT EXISTS (
       SELECT FROM pg_depend WHERE classid = 'pg_class'::regclass AND objid = c.oid AND deptype IN ('i', 'e'))
     ORDER BY nspname COLLATE "C", relname COLLATE "C"`,
  );
  return found.map(({ oid, schema, name, settings, type }) => ({
    key: `class.${oid}`,
    schema,
    statement: statement(
      'sequence',
      name,
      null,
      `CREATE SEQUENCE ${qualify(schema, name)} AS ${type} ${settings}`,
    ),
  }));
}

const SEQUENCE_SETTINGS = `'INCREMENT BY ' || seqincrement || ' MINVALUE ' || seqmin || ' MAXVALUE ' || seqmax ||
  ' START WITH ' || seqstart || ' CACHE ' || seqcache || CASE WHEN seqcycle THEN ' CYCLE' ELSE '' END`;

async function scriptOwnedSequences({ client, relations }: Context): Promise<SchemaStatement[]> {
  const found = await askCatalog<{
    schema: string;
    name: string;
    table: string;
    owner: string;
    column: string;
  }>(
    client,
    `SELECT sn.nspname AS schema, s.relname AS name, tn.nspname AS table, t.relname AS owner, attname AS column
     FROM pg_depend JOIN pg_class AS s ON s.oid = objid AND s.relkind = 'S'
     JOIN pg_namespace AS sn ON sn.oid = s.relnamespace
     JOIN pg_class AS t ON t.oid = refobjid JOIN pg_namespace AS tn ON tn.oid = t.relnamespace
     JOIN pg_attribute ON attrelid = t.oid AND attnum = refobjsubid
     WHERE classid = 'pg_class'::regclass AND refclassid = 'pg_class'::regclass AND deptype = 'a'
       AND s.relpersistence <> 't'
     ORDER BY sn.nspname COLLATE "C", s.relname COLLATE "C"`,
  );
  return found
    .filter(({ schema, table }) => relations.schemas.includes(schema) && relations.schemas.includes(table))
    .map(({ schema, name, table, owner, column }) =>
      statement(
        'sequence',
        name,
        null,
        `ALTER SEQUENCE ${qualify(schema, name)} OWNED BY ${qualify(table, owner)}.${quote(column)}`,
      ),
    );
}

/** Columns as they are declared, without what a table has from those that it inherits from. */
async function scriptTables(context: Context): Promise<ScriptObject[]> {
  const { client, relations, idOfTable } = context;
  const oids = tableOids(context);
  const columns = await askCatalog<{ table: string; sql: string }>(
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
    oids,
  );
  const checks = await askCatalog<{ table: string; sql: string }>(
    client,
    `SELECT conrelid AS table, 'CONSTRAINT ' || quote_ident(conname) || ' ' || pg_get_constraintdef(oid) AS sql
     FROM pg_constraint
     WHERE contype = 'c' AND conrelid = ANY ($1::oid[]) AND conislocal AND convalidated
     ORDER BY conrelid, conname COLLATE "C"`,
    oids,
  );
  const sqlOf = (found: readonly { table: string; sql: string }[], oid: string): string[] =>
    found.filter(({ table }) => table === oid).map(({ sql }) => sql);
  const columnsOf = groupSql(columns);
  const names = new Map(
    [...relations.tables, ...relations.partitions].map((table) => [
      table.oid,
      qualify(table.schema, table.name),
    ]),
  );
  return [...relations.tables, ...relations.partitions].map((table) => {
    const parts = [...(columnsOf.get(table.oid) ?? []), ...sqlOf(checks, table.oid)];
    return {
      key: `class.${table.oid}`,
      schema: table.schema,
      statement: statement(
        'table',
        table.name,
        idOfTable.get(table.oid) ?? null,
        tableSql(table, parts, names),
      ),
    };
  });
}

function groupSql(found: readonly { table: string; sql: string }[]): Map<string, string[]> {
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

function optionSql(option: string): string {
  const [name, ...value] = option.split('=');
  return `${name!} = ${quoteText(value.join('='))}`;
}

/** https://www.postgresql.org/docs/current/sql-createview.html */
async function scriptViews({ client, relations }: Context): Promise<ScriptObject[]> {
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
      statement: statement('view', view.name, null, sql),
    };
  });
}

/** Primary keys, UNIQUE and EXCLUDE, then checks that old rows need not satisfy; clones of partitions come by themselves. */
async function scriptConstraints(context: Context): Promise<SchemaStatement[]> {
  const found = await fetchConstraints(
    context,
    `contype IN ('p', 'u', 'x') AND conparentid = 0 OR contype = 'c' AND conislocal AND NOT convalidated`,
  );
  return found.map((constraint) => constraintStatement(constraint, context));
}

async function scriptForeignKeys(context: Context): Promise<SchemaStatement[]> {
  const found = await fetchConstraints(context, `contype = 'f' AND conparentid = 0`);
  // The catalog leaves out those to or from a single partition, and to tables that are not looked at.
  const known = new Set(context.relations.tables.map(({ oid }) => oid));
  return found
    .filter(({ table, parent }) => known.has(table) && known.has(parent))
    .map((constraint) => constraintStatement(constraint, context));
}

interface FoundConstraint {
  table: string;
  parent: string;
  schema: string;
  owner: string;
  name: string;
  sql: string;
}

async function fetchConstraints(context: Context, condition: string): Promise<FoundConstraint[]> {
  return askCatalog(
    context.client,
    `SELECT conrelid AS table, confrelid AS parent, nspname AS schema, relname AS owner, conname AS name,
       pg_get_constraintdef(n.oid) AS sql
     FROM pg_constraint AS n JOIN pg_class AS c ON c.oid = conrelid JOIN pg_namespace AS s ON s.oid = relnamespace
     WHERE conrelid = ANY ($1::oid[]) AND (${condition})
     ORDER BY position(contype IN 'puxcf'), nspname COLLATE "C", relname COLLATE "C", conname COLLATE "C"`,
    tableOids(context),
  );
}

function constraintStatement(
  { table, schema, owner, name, sql }: FoundConstraint,
  { idOfTable }: Context,
): SchemaStatement {
  const whole = `ALTER TABLE ${qualify(schema, owner)} ADD CONSTRAINT ${quote(name)} ${sql}`;
  return statement('index', name, idOfTable.get(table) ?? null, whole);
}

/** Indexes of constraints come with them, those of partitions with the index of their root. */
async function scriptIndexes(context: Context, kinds: readonly string[]): Promise<SchemaStatement[]> {
  const found = await askCatalog<{ table: string; name: string; sql: string }>(
    context.client,
    `SELECT indrelid AS table, i.relname AS name, pg_get_indexdef(indexrelid) AS sql
     FROM pg_index JOIN pg_class AS i ON i.oid = indexrelid JOIN pg_class AS t ON t.oid = indrelid
     JOIN pg_namespace AS n ON n.oid = t.relnamespace
     WHERE indrelid = ANY ($1::oid[]) AND indisvalid AND t.relkind = ANY ('{${kinds.join(',')}}')
       AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid AND contype IN ('p', 'u', 'x'))
       AND NOT EXISTS (SELECT FROM pg_inherits WHERE inhrelid = indexrelid)
     ORDER BY nspname COLLATE "C", t.relname COLLATE "C", i.relname COLLATE "C"`,
    [...tableOids(context), ...context.relations.views.map(({ oid }) => oid)],
  );
  return found.map(({ table, name, sql }) =>
    // A partitioned table's index is shown as ON ONLY, which would leave the partitions without it.
    statement('index', name, context.idOfTable.get(table) ?? null, sql.replace(/ ON ONLY /, ' ON ')),
  );
}

/** https://www.postgresql.org/docs/current/sql-createstatistics.html */
async function scriptStatistics(context: Context): Promise<SchemaStatement[]> {
  const found = await askCatalog<{ table: string; name: string; sql: string }>(
    context.client,
    `SELECT stxrelid AS table, stxname AS name, pg_get_statisticsobjdef(oid) AS sql FROM pg_statistic_ext
     WHERE stxrelid = ANY ($1::oid[]) ORDER BY stxnamespace::regnamespace::text COLLATE "C", stxname COLLATE "C"`,
    tableOids(context),
  );
  return found.map(({ table, name, sql }) =>
    statement('other', name, context.idOfTable.get(table) ?? null, sql),
  );
}

async function scriptRules(context: Context): Promise<SchemaStatement[]> {
  const found = await askCatalog<{ table: string; name: string; sql: string }>(
    context.client,
    `SELECT ev_class AS table, rulename AS name, rtrim(pg_get_ruledef(r.oid), ';') AS sql
     FROM pg_rewrite AS r JOIN pg_class AS c ON c.oid = ev_class
     WHERE ev_class = ANY ($1::oid[]) AND rulename <> '_RETURN'
     ORDER BY relnamespace::regnamespace::text COLLATE "C", relname COLLATE "C", rulename COLLATE "C"`,
    [...tableOids(context), ...context.relations.views.map(({ oid }) => oid)],
  );
  return found.map(({ table, name, sql }) =>
    statement('trigger', name, context.idOfTable.get(table) ?? null, sql),
  );
}

/** https://www.postgresql.org/docs/current/catalog-pg-trigger.html */
async function scriptTriggers(context: Context): Promise<SchemaStatement[]> {
  const found = await askCatalog<{
    table: string;
    schema: string;
    owner: string;
    name: string;
    enabled: string;
    sql: string;
  }>(
    context.client,
    `SELECT tgrelid AS table, nspname AS schema, relname AS owner, tgname AS name, tgenabled AS enabled,
       pg_get_triggerdef(t.oid) AS sql
     FROM pg_trigger AS t JOIN pg_class AS c ON c.oid = tgrelid JOIN pg_namespace AS n ON n.oid = relnamespace
     WHERE tgrelid = ANY ($1::oid[]) AND NOT tgisinternal
       AND coalesce((to_jsonb(t) ->> 'tgparentid')::oid, 0) = 0
     ORDER BY nspname COLLATE "C", relname COLLATE "C", tgname COLLATE "C"`,
    [...tableOids(context), ...context.relations.views.map(({ oid }) => oid)],
  );
  return found.flatMap(({ table, schema, owner, name, enabled, sql }) => {
    const id = context.idOfTable.get(table) ?? null;
    const made = statement('trigger', name, id, sql);
    const state = TRIGGER_STATES[enabled];
    if (state === undefined) return [made];
    const alter = `ALTER TABLE ${qualify(schema, owner)} ${state} TRIGGER ${quote(name)}`;
    return [made, statement('trigger', name, id, alter)];
  });
}

const TRIGGER_STATES: Readonly<Record<string, string>> = {
  D: 'DISABLE',
  R: 'ENABLE REPLICA',
  A: 'ENABLE ALWAYS',
};

/** https://www.postgresql.org/docs/current/catalog-pg-policy.html */
async function scriptRowSecurity(context: Context): Promise<SchemaStatement[]> {
  const policies = await askCatalog<{ table: string; name: string; sql: string }>(
    context.client,
    `SELECT polrelid AS table, polname AS name, concat_ws(' ',
       'CREATE POLICY', quote_ident(polname), 'ON', quote_ident(nspname) || '.' || quote_ident(relname),
       CASE WHEN NOT polpermissive THEN 'AS RESTRICTIVE' END,
       'FOR', CASE polcmd WHEN 'r' THEN 'SELECT' WHEN 'a' THEN 'INSERT' WHEN 'w' THEN 'UPDATE'
                          WHEN 'd' THEN 'DELETE' ELSE 'ALL' END,
       'TO', (SELECT string_agg(CASE WHEN role = 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(role)) END, ', ')
              FROM unnest(polroles) AS role),
       'USING (' || pg_get_expr(polqual, polrelid) || ')',
       'WITH CHECK (' || pg_get_expr(polwithcheck, polrelid) || ')') AS sql
     FROM pg_policy JOIN pg_class AS c ON c.oid = polrelid JOIN pg_namespace AS n ON n.oid = relnamespace
     WHERE polrelid = ANY ($1::oid[])
     ORDER BY nspname COLLATE "C", relname COLLATE "C", polname COLLATE "C"`,
    tableOids(context),
  );
  const switches = [...context.relations.tables, ...context.relations.partitions].flatMap((table) => {
    const alter = (what: string): SchemaStatement =>
      statement(
        'other',
        table.name,
        context.idOfTable.get(table.oid) ?? null,
        `ALTER TABLE ${qualify(table.schema, table.name)} ${what} ROW LEVEL SECURITY`,
      );
    return [
      ...(table.rowSecurity ? [alter('ENABLE')] : []),
      ...(table.forcedRowSecurity ? [alter('FORCE')] : []),
    ];
  });
  const made = policies.map(({ table, name, sql }) =>
    statement('other', name, context.idOfTable.get(table) ?? null, sql),
  );
  return [...made, ...switches];
}

/** Comments on tables, views, columns, types and schemas. https://www.postgresql.org/docs/current/sql-comment.html */
async function scriptComments(context: Context): Promise<SchemaStatement[]> {
  const { relations, types, client, idOfTable } = context;
  const comment = (object: string, text: string, name: string, table: string | null): SchemaStatement =>
    statement('other', name, table, `COMMENT ON ${object} IS ${quoteText(text)}`);
  const schemas = await askCatalog<{ name: string; comment: string | null }>(
    client,
    `SELECT nspname AS name, obj_description(oid, 'pg_namespace') AS comment FROM pg_namespace
     ORDER BY nspname COLLATE "C"`,
  );
  const ofSchemas = schemas.flatMap(({ name, comment: found }) => {
    const text = withoutMark(found);
    // That of the default schema is the server's own, and not everyone may change it.
    if (text === null || name === DEFAULT_SCHEMA || !relations.schemas.includes(name)) return [];
    return [comment(`SCHEMA ${quote(name)}`, text, name, null)];
  });
  const all = [...relations.tables, ...relations.partitions, ...relations.views];
  const kinds = { r: 'TABLE', p: 'TABLE', v: 'VIEW', m: 'MATERIALIZED VIEW', f: 'FOREIGN TABLE' } as const;
  const ofRelations = all.flatMap((relation) =>
    relation.comment === null
      ? []
      : [
          comment(
            `${kinds[relation.kind]} ${qualify(relation.schema, relation.name)}`,
            relation.comment,
            relation.name,
            idOfTable.get(relation.oid) ?? null,
          ),
        ],
  );
  const columns = await askCatalog<{ table: string; name: string; column: string; comment: string }>(
    client,
    `SELECT c.oid AS table, quote_ident(nspname) || '.' || quote_ident(relname) AS name, attname AS column,
       description AS comment
     FROM pg_description JOIN pg_class AS c ON c.oid = objoid JOIN pg_namespace AS n ON n.oid = relnamespace
     JOIN pg_attribute ON attrelid = c.oid AND attnum = objsubid
     WHERE classoid = 'pg_class'::regclass AND objsubid > 0 AND c.oid = ANY ($1::oid[])
     ORDER BY nspname COLLATE "C", relname COLLATE "C", attnum`,
    all.map(({ oid }) => oid),
  );
  const ofColumns = columns.map(({ table, name, column, comment: text }) =>
    comment(`COLUMN ${name}.${quote(column)}`, text, column, idOfTable.get(table) ?? null),
  );
  const ofTypes = [...types.values()].flatMap((type) => {
    const isOurs =
      type.extension === null && relations.schemas.includes(type.schema) && 'cder'.includes(type.kind);
    if (!isOurs || type.comment === null) return [];
    const kind = type.kind === 'd' ? 'DOMAIN' : 'TYPE';
    return [comment(`${kind} ${qualify(type.schema, type.name)}`, type.comment, type.name, null)];
  });
  return [...ofSchemas, ...ofRelations, ...ofColumns, ...ofTypes];
}
