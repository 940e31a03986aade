import type pg from 'pg';
import type {
  Catalog,
  CatalogWarning,
  Check,
  Column,
  ForeignKey,
  Table,
  UniqueKey,
} from '../../src/introspect/catalog.js';
import { createCatalog } from '../../src/introspect/create-catalog.js';
import { askCatalog } from './ask-catalog.js';
import { buildScript } from './build-script.js';
import { fetchEncoding } from './fetch-encoding.js';
import { findObjects, idOf, type Relation } from './find-objects.js';
import { fetchExclusions, readExclusions, type FoundExclusion } from './exclusions.js';
import { findElements, findTypes, unwrapDomains, type TypesByOid } from './find-types.js';
import { quote } from './quote.js';
import { replaceValue } from './replace-value.js';
import { resolveType } from './resolve-type.js';

/**
 * Reads the whole catalog of some schemas, one question per query, from pg_catalog: the information schema shows
 * only what one owns, and pairs the columns of composite keys with one another.
 *
 * It runs in an open transaction and with nothing on the search path, so that every name in an expression is
 * written with its schema.
 * @param schemas null for all schemas of users
 */
export async function introspect(client: pg.Client, schemas: readonly string[] | null): Promise<Catalog> {
  await client.query('SAVEPOINT dbsynth_introspect; SET LOCAL search_path = pg_catalog');
  try {
    return await readCatalog(client, schemas);
  } finally {
    // Rolling back restores the search path; nothing was written. After a lost connection it cannot be done.
    await client
      .query('ROLLBACK TO SAVEPOINT dbsynth_introspect; RELEASE SAVEPOINT dbsynth_introspect')
      .catch(() => undefined);
  }
}

async function readCatalog(client: pg.Client, schemas: readonly string[] | null): Promise<Catalog> {
  const relations = await findObjects(client, schemas);
  const oids = relations.tables.map(({ oid }) => oid);
  const types = await findTypes(client);
  const found: Found = {
    types,
    elements: await findElements(client),
    columns: groupByTable(await fetchColumns(client, oids)),
    keys: groupByTable(await fetchKeys(client, oids)),
    foreignKeys: groupByTable(await fetchForeignKeys(client, oids)),
    checks: groupByTable(await fetchChecks(client, oids)),
    partitionRules: groupByTable(await fetchPartitionRules(client, oids)),
    exclusions: groupByTable(await fetchExclusions(client, oids)),
    triggers: groupByTable(await fetchTriggers(client, oids)),
    domainChecks: await fetchDomainChecks(client),
    encoding: await fetchEncoding(client),
    parents: new Map(relations.tables.map((relation) => [relation.oid, relation])),
    warnings: [],
  };
  const tables = relations.tables
    .filter(({ oid }) => found.columns.has(oid))
    .map((relation) => toTable(relation, found));
  const bare = relations.tables
    .filter(({ oid }) => !found.columns.has(oid))
    .map((relation) => ({ name: idOf(relation), reason: 'a table without columns' }));
  return createCatalog({
    dialect: 'postgres',
    serverVersion: await fetchVersion(client),
    tables,
    script: await buildScript(client, relations, types),
    skipped: [...relations.skipped, ...bare],
    warnings: found.warnings,
  });
}

interface Found {
  types: TypesByOid;
  /** Element types of arrays. */
  elements: ReadonlyMap<string, string>;
  columns: ReadonlyMap<string, FoundColumn[]>;
  keys: ReadonlyMap<string, FoundKey[]>;
  foreignKeys: ReadonlyMap<string, FoundForeignKey[]>;
  checks: ReadonlyMap<string, FoundCheck[]>;
  partitionRules: ReadonlyMap<string, PartitionRule[]>;
  exclusions: ReadonlyMap<string, FoundExclusion[]>;
  triggers: ReadonlyMap<string, FoundTrigger[]>;
  /** By the domain's oid. */
  domainChecks: ReadonlyMap<string, DomainCheck[]>;
  /** Of all texts of the database. */
  encoding: Pick<Column, 'encoding'>;
  /** Tables with an entry of their own in the catalog, by oid. */
  parents: ReadonlyMap<string, Relation>;
  warnings: CatalogWarning[];
}

interface FoundColumn {
  table: string;
  name: string;
  declaredType: string;
  type: string;
  modifier: number;
  notNull: boolean;
  defaultSql: string | null;
  generated: '' | 's' | 'v';
  generatedSql: string | null;
  /** An identity, or a default that takes its value from a sequence. */
  isNumbered: boolean;
  isIdentity: boolean;
  /** Where it is not the database's default. */
  collation: string | null;
  isDeterministic: boolean;
}

/** Dropped columns leave an entry. https://www.postgresql.org/docs/current/catalog-pg-attribute.html */
async function fetchColumns(client: pg.Client, tables: readonly string[]): Promise<FoundColumn[]> {
  return askCatalog(
    client,
    `SELECT attrelid AS table, attname AS name, format_type(atttypid, atttypmod) AS "declaredType",
       atttypid AS type, atttypmod AS modifier, attnotnull AS "notNull", attgenerated AS generated,
       CASE WHEN attgenerated = '' THEN pg_get_expr(adbin, adrelid) END AS "defaultSql",
       CASE WHEN attgenerated <> '' THEN pg_get_expr(adbin, adrelid) END AS "generatedSql",
       attidentity <> '' AS "isIdentity",
       attidentity <> '' OR EXISTS (
         SELECT FROM pg_depend AS d JOIN pg_class AS s ON s.oid = refobjid AND s.relkind = 'S'
         WHERE classid = 'pg_attrdef'::regclass AND objid = ad.oid AND refclassid = 'pg_class'::regclass
       ) AS "isNumbered",
       CASE WHEN collname <> 'default' THEN collname END AS collation,
       coalesce(collisdeterministic, true) AS "isDeterministic"
     FROM pg_attribute AS a
     LEFT JOIN pg_attrdef AS ad ON adrelid = attrelid AND adnum = attnum
     LEFT JOIN pg_collation AS l ON l.oid = attcollation
     WHERE attrelid = ANY ($1::oid[]) AND attnum > 0 AND NOT attisdropped
     ORDER BY attrelid, attnum`,
    tables,
  );
}

interface FoundKey {
  table: string;
  name: string;
  isPrimary: boolean;
  isValid: boolean;
  columns: (string | null)[];
  /** SQL of each part of the key, whether column or expression. */
  parts: string[];
  predicate: string | null;
  nullsDistinct: boolean;
  isDeterministic: boolean[];
}

/**
 * Unique indexes, those of constraints included: INCLUDE columns are no part of the key, NULLS NOT DISTINCT is
 * known since PostgreSQL 15.
 * https://www.postgresql.org/docs/current/catalog-pg-index.html
 */
async function fetchKeys(client: pg.Client, tables: readonly string[]): Promise<FoundKey[]> {
  return askCatalog(
    client,
    `SELECT indrelid AS table, coalesce(conname, relname) AS name, indisprimary AS "isPrimary",
       indisvalid AS "isValid",
       ARRAY (SELECT attname FROM generate_series(0, indnkeyatts - 1) AS k
              LEFT JOIN pg_attribute ON attrelid = indrelid AND attnum = indkey[k] AND indkey[k] > 0
              ORDER BY k) AS columns,
       ARRAY (SELECT pg_get_indexdef(indexrelid, k, false) FROM generate_series(1, indnkeyatts) AS k
              ORDER BY k) AS parts,
       pg_get_expr(indpred, indrelid) AS predicate,
       NOT coalesce((to_jsonb(i) ->> 'indnullsnotdistinct')::boolean, false) AS "nullsDistinct",
       ARRAY (SELECT coalesce(collisdeterministic, true) FROM generate_series(0, indnkeyatts - 1) AS k
              LEFT JOIN pg_collation AS l ON l.oid = indcollation[k] ORDER BY k) AS "isDeterministic"
     FROM pg_index AS i JOIN pg_class AS c ON c.oid = indexrelid
     LEFT JOIN pg_constraint AS n ON conindid = indexrelid AND conrelid = indrelid AND contype IN ('p', 'u')
     WHERE indrelid = ANY ($1::oid[]) AND indisunique
     ORDER BY indrelid, indisprimary DESC, coalesce(conname, relname) COLLATE "C"`,
    tables,
  );
}

interface FoundForeignKey {
  table: string;
  name: string;
  columns: string[];
  parent: string;
  parentName: string;
  parentColumns: string[];
  match: string;
  isDeferrable: boolean;
  isEnforced: boolean;
  onDelete: string;
  onUpdate: string;
}

/**
 * Column pairs by position. A foreign key to or from a partitioned table has clones for the partitions, which have
 * a parent constraint.
 * https://www.postgresql.org/docs/current/catalog-pg-constraint.html
 */
async function fetchForeignKeys(client: pg.Client, tables: readonly string[]): Promise<FoundForeignKey[]> {
  return askCatalog(
    client,
    `SELECT conrelid AS table, conname AS name, confrelid AS parent, confrelid::regclass AS "parentName",
       ARRAY (SELECT attname FROM unnest(conkey) WITH ORDINALITY AS k (number, position)
              JOIN pg_attribute ON attrelid = conrelid AND attnum = number ORDER BY position) AS columns,
       ARRAY (SELECT attname FROM unnest(confkey) WITH ORDINALITY AS k (number, position)
              JOIN pg_attribute ON attrelid = confrelid AND attnum = number ORDER BY position) AS "parentColumns",
       confmatchtype AS match, condeferrable AS "isDeferrable", confdeltype AS "onDelete",
       confupdtype AS "onUpdate",
       coalesce((to_jsonb(n) ->> 'conenforced')::boolean, true) AS "isEnforced"
     FROM pg_constraint AS n
     WHERE contype = 'f' AND conrelid = ANY ($1::oid[]) AND conparentid = 0
     ORDER BY conrelid, conname COLLATE "C"`,
    tables,
  );
}

interface FoundCheck {
  table: string;
  name: string;
  sql: string;
  isEnforced: boolean;
}

async function fetchChecks(client: pg.Client, tables: readonly string[]): Promise<FoundCheck[]> {
  return askCatalog(
    client,
    `SELECT conrelid AS table, conname AS name, pg_get_expr(conbin, conrelid) AS sql,
       coalesce((to_jsonb(n) ->> 'conenforced')::boolean, true) AS "isEnforced"
     FROM pg_constraint AS n
     WHERE contype = 'c' AND conrelid = ANY ($1::oid[])
     ORDER BY conrelid, conname COLLATE "C"`,
    tables,
  );
}

interface PartitionRule {
  table: string;
  /** What rows of one of the partitions satisfy; null where it takes any. */
  sql: string | null;
  isDefault: boolean;
}

/**
 * What the partitions without partitions of their own accept. Where there is one for all that no other takes, no row
 * is refused; hash partitions take every row between them.
 * https://www.postgresql.org/docs/current/functions-info.html
 */
async function fetchPartitionRules(client: pg.Client, tables: readonly string[]): Promise<PartitionRule[]> {
  return askCatalog(
    client,
    `SELECT r.oid AS table, pg_get_partition_constraintdef(l.relid) AS sql,
       EXISTS (SELECT FROM pg_partition_tree(r.oid) AS t JOIN pg_class AS p ON p.oid = t.relid
               WHERE pg_get_expr(p.relpartbound, p.oid) = 'DEFAULT') AS "isDefault"
     FROM pg_class AS r CROSS JOIN pg_partition_tree(r.oid) AS l
     WHERE r.oid = ANY ($1::oid[]) AND r.relkind = 'p' AND NOT r.relispartition AND l.isleaf AND l.relid <> r.oid
     ORDER BY r.oid, pg_get_partition_constraintdef(l.relid) COLLATE "C"`,
    tables,
  );
}

interface DomainCheck {
  domain: string;
  name: string;
  /** Speaks of VALUE. */
  sql: string;
}

/** https://www.postgresql.org/docs/current/sql-createdomain.html */
async function fetchDomainChecks(client: pg.Client): Promise<Map<string, DomainCheck[]>> {
  const checks = await askCatalog<DomainCheck>(
    client,
    `SELECT contypid AS domain, conname AS name, pg_get_expr(conbin, 0) AS sql
     FROM pg_constraint WHERE contype = 'c' AND contypid <> 0 ORDER BY contypid, conname COLLATE "C"`,
  );
  return groupBy(checks, ({ domain }) => domain);
}

interface FoundTrigger {
  table: string;
  name: string;
}

/** Bits 4 and 16 of the type: INSERT and UPDATE. https://www.postgresql.org/docs/current/catalog-pg-trigger.html */
async function fetchTriggers(client: pg.Client, tables: readonly string[]): Promise<FoundTrigger[]> {
  return askCatalog(
    client,
    `SELECT tgrelid AS table, tgname AS name FROM pg_trigger
     WHERE tgrelid = ANY ($1::oid[]) AND NOT tgisinternal AND tgenabled NOT IN ('D', 'R') AND tgtype & 20 <> 0
     ORDER BY tgrelid, tgname COLLATE "C"`,
    tables,
  );
}

async function fetchVersion(client: pg.Client): Promise<string> {
  const { rows } = await client.query<[string]>({
    text: `SELECT current_setting('server_version')`,
    rowMode: 'array',
  });
  return rows[0]![0];
}

function groupByTable<Row extends { table: string }>(rows: readonly Row[]): Map<string, Row[]> {
  return groupBy(rows, ({ table }) => table);
}

function groupBy<Row>(rows: readonly Row[], keyOf: (row: Row) => string): Map<string, Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const group = groups.get(keyOf(row));
    if (group === undefined) groups.set(keyOf(row), [row]);
    else group.push(row);
  }
  return groups;
}

function toTable(relation: Relation, found: Found): Table {
  const id = idOf(relation);
  const columns = found.columns.get(relation.oid)!.map((column) => toColumn(id, column, found));
  const {
    uniques: excluding,
    exclusions,
    unkept,
  } = readExclusions(columns, found.exclusions.get(relation.oid) ?? []);
  for (const name of unkept) {
    const message = `dbsynth does not know how to keep the exclusion "${name}": generate refuses to write more than one row`;
    found.warnings.push({ table: id, column: null, message });
  }
  const uniques = [...toUniques(id, columns, found.keys.get(relation.oid) ?? [], found), ...excluding];
  return {
    id,
    schema: relation.schema,
    name: relation.name,
    columns,
    primaryKey: uniques[0]?.primary === true ? (uniques[0].columns as string[]) : [],
    uniques,
    foreignKeys: toForeignKeys(id, found.foreignKeys.get(relation.oid) ?? [], found),
    checks: toChecks(relation, id, found),
    ...(exclusions.length > 0 ? { exclusions } : {}),
    ...(unkept.length > 0 ? { unkept } : {}),
    triggers: (found.triggers.get(relation.oid) ?? []).map(({ name }) => name),
  };
}

function toColumn(table: string, column: FoundColumn, found: Found): Column {
  const { domains, base } = unwrapDomains(found.types, column.type);
  const type = resolveType(found.types, found.elements, column.type, column.modifier);
  const isCitext = base?.name === 'citext' && base.extension !== null;
  if (type.name === 'other') warnAboutType(table, column, found);
  return {
    name: column.name,
    declaredType: column.declaredType,
    type,
    nullable: !column.notNull && !domains.some((domain) => domain.notNull),
    defaultSql:
      column.defaultSql ??
      (column.isIdentity || column.generated !== ''
        ? null
        : (domains.find((domain) => domain.defaultSql !== null)?.defaultSql ?? null)),
    generated: column.generated === 's' ? 'stored' : column.generated === 'v' ? 'virtual' : false,
    ...(column.generatedSql === null ? {} : { generatedSql: column.generatedSql }),
    identity: column.isNumbered,
    collation: column.collation,
    caseInsensitive: isCitext || !column.isDeterministic,
    ...(type.name === 'text' ? found.encoding : {}),
  };
}

function warnAboutType(table: string, column: FoundColumn, found: Found): void {
  const message = `the type ${column.declaredType} travels as text`;
  found.warnings.push({ table, column: column.name, message });
}

function toUniques(
  table: string,
  columns: readonly Column[],
  keys: readonly FoundKey[],
  found: Found,
): UniqueKey[] {
  const isCaseInsensitive = (name: string | null): boolean =>
    columns.find((column) => column.name === name)?.caseInsensitive ?? false;
  const invalid = keys.filter((key) => !key.isValid);
  for (const { name } of invalid) {
    const message = `the unique index "${name}" is not valid, so the server does not keep it for all rows; left out`;
    found.warnings.push({ table, column: null, message });
  }
  return keys
    .filter((key) => key.isValid)
    .map((key) => ({
      name: key.name,
      columns: key.columns,
      expressions: key.parts.map((part, position) => (key.columns[position] === null ? part : null)),
      predicate: key.predicate,
      nullsDistinct: key.nullsDistinct,
      primary: key.isPrimary,
      caseInsensitive: key.columns.map(
        (column, position) => isCaseInsensitive(column) || !key.isDeterministic[position]!,
      ),
      silentConflict: false,
    }));
}

function toForeignKeys(table: string, keys: readonly FoundForeignKey[], found: Found): ForeignKey[] {
  return keys.flatMap((key) => {
    const parent = found.parents.get(key.parent);
    const warn = (message: string): void => {
      const column = key.columns.length === 1 ? key.columns[0]! : null;
      found.warnings.push({ table, column, message: `foreign key "${key.name}": ${message}` });
    };
    if (!key.isEnforced) {
      warn('the server does not enforce it; left out');
      return [];
    }
    if (parent === undefined) {
      warn(`its parent ${key.parentName} is not among the tables that are looked at; left out`);
      return [];
    }
    return [
      {
        name: key.name,
        columns: key.columns,
        parent: idOf(parent),
        parentColumns: key.parentColumns,
        match: key.match === 'f' ? ('full' as const) : ('simple' as const),
        deferrable: key.isDeferrable,
        onDelete: ACTIONS[key.onDelete] ?? 'NO ACTION',
        onUpdate: ACTIONS[key.onUpdate] ?? 'NO ACTION',
      },
    ];
  });
}

const ACTIONS: Readonly<Record<string, string>> = {
  a: 'NO ACTION',
  r: 'RESTRICT',
  c: 'CASCADE',
  n: 'SET NULL',
  d: 'SET DEFAULT',
};

/** A table's own checks, and those of its columns' domains, which then speak of the column. */
function toChecks(relation: Relation, table: string, found: Found): Check[] {
  const own = (found.checks.get(relation.oid) ?? []).filter((check) => {
    if (check.isEnforced) return true;
    const message = `the check "${check.name}" is not enforced; left out`;
    found.warnings.push({ table, column: null, message });
    return false;
  });
  const ofDomains = found.columns.get(relation.oid)!.flatMap((column) =>
    unwrapDomains(found.types, column.type).domains.flatMap((domain) =>
      (found.domainChecks.get(domain.oid) ?? []).map((check) => ({
        name: `${column.name}.${check.name}`,
        sql: replaceValue(check.sql, quote(column.name)),
      })),
    ),
  );
  const ofPartitions = toPartitionCheck(found.partitionRules.get(relation.oid) ?? []);
  return [...own, ...ofDomains, ...ofPartitions].map(({ name, sql }) => ({
    name,
    sql: withoutParentheses(sql),
  }));
}

/** That a row belongs to one of the partitions is a check like others. */
function toPartitionCheck(rules: readonly PartitionRule[]): Check[] {
  const sql = rules.map((rule) => rule.sql);
  const isBound = sql.every((each) => each !== null && !each.includes('satisfies_hash_partition'));
  if (rules.length === 0 || !isBound || rules.some(({ isDefault }) => isDefault)) return [];
  return [{ name: 'partitions', sql: sql.map((each) => `(${each!})`).join(' OR ') }];
}

/** Takes off the parentheses around a whole expression. */
function withoutParentheses(sql: string): string {
  if (!sql.startsWith('(') || !sql.endsWith(')')) return sql;
  let depth = 0;
  let mark = '';
  for (let position = 0; position < sql.length - 1; position++) {
    const character = sql[position]!;
    if (mark !== '') mark = character === mark ? '' : mark;
    else if (character === "'" || character === '"') mark = character;
    else if (character === '(') depth++;
    else if (character === ')' && --depth === 0) return sql;
  }
  return sql.slice(1, -1);
}
