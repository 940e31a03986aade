import type { SqlValue } from '../../src/batch/batch.js';
import type {
  Catalog,
  CatalogWarning,
  Check,
  Column,
  ForeignKey,
  LogicalType,
  Table,
  UniqueKey,
} from '../../src/introspect/catalog.js';
import { createCatalog } from '../../src/introspect/create-catalog.js';
import { buildScript } from './build-script.js';
import { encodingOf } from './encodings.js';
import { distinctNames } from '../../src/introspect/distinct-names.js';
import { fetchForeignKeys, type FoundForeignKey } from './fetch-foreign-keys.js';
import {
  fetchVersion,
  findObjects,
  freeSequences,
  type FoundTable,
  type FoundTrigger,
} from './find-objects.js';
import { fetchPartitionChecks, type PartitionCheck } from './fetch-partition-checks.js';
import { quote, quoteText } from './quote.js';
import type { Session } from './session.js';
import { toLogicalType } from './types.js';

/**
 * Reads the whole catalog of a database: structure by one query per question for all tables at once, DDL and what the
 * data dictionary garbles from SHOW CREATE.
 * @param database its name, to be used by the session
 */
export async function introspect(session: Session, database: string): Promise<Catalog> {
  const version = await fetchVersion(session);
  const objects = await findObjects(session, database);
  const found: Found = {
    isMariaDb: version.isMariaDb,
    columns: groupByTable(await fetchColumns(session, database)),
    keyParts: groupByTable(await fetchKeyParts(session, database, version.isMariaDb)),
    foreignKeys: groupByTable(await fetchForeignKeys(session, database)),
    checks: version.isMariaDb ? groupByTable(await fetchChecks(session, database)) : new Map(),
    partitionChecks: await fetchPartitionChecks(session, database),
    triggers: objects.triggers,
  };
  const warnings: CatalogWarning[] = [...objects.warnings];
  const drafts = objects.tables.map((table) => readTable(table, found, warnings));
  const parents = new Map(drafts.map((draft) => [draft.name.toLowerCase(), draft]));
  const tables = drafts.map((draft) =>
    toTable(draft, found.foreignKeys.get(draft.name) ?? [], database, parents, warnings),
  );
  const script = buildScript(objects, warnings);
  return createCatalog({
    dialect: 'mysql',
    serverVersion: version.text,
    tables,
    script,
    skipped: objects.skipped,
    warnings: distinct(warnings),
  });
}

/** What the data dictionary said, by table. */
interface Found {
  readonly isMariaDb: boolean;
  readonly columns: ReadonlyMap<string, readonly FoundColumn[]>;
  readonly keyParts: ReadonlyMap<string, readonly FoundKeyPart[]>;
  readonly foreignKeys: ReadonlyMap<string, readonly FoundForeignKey[]>;
  readonly checks: ReadonlyMap<string, readonly FoundCheck[]>;
  readonly partitionChecks: readonly PartitionCheck[];
  readonly triggers: readonly FoundTrigger[];
}

interface FoundColumn {
  table: string;
  name: string;
  columnType: string;
  defaultValue: string | null;
  nullable: boolean;
  extra: string;
  /** What a generated column is computed as; empty for others. */
  generatedSql: string | null;
  collation: string | null;
}

/** https://dev.mysql.com/doc/refman/8.4/en/information-schema-columns-table.html */
async function fetchColumns(session: Session, database: string): Promise<FoundColumn[]> {
  const rows = await session.query(
    `SELECT table_name, column_name, column_type, column_default, is_nullable, extra, generation_expression,
       collation_name
     FROM information_schema.columns WHERE table_schema = ${quoteText(database)}
     ORDER BY table_name, ordinal_position`,
  );
  return rows.map(([table, name, columnType, defaultValue, nullable, extra, generatedSql, collation]) => ({
    table: String(table),
    name: String(name),
    columnType: String(columnType),
    defaultValue: defaultValue === null ? null : freeSequences(String(defaultValue), database),
    nullable: nullable === 'YES',
    extra: String(extra).toUpperCase(),
    generatedSql: textOrNull(generatedSql),
    collation: textOrNull(collation),
  }));
}

interface FoundKeyPart {
  table: string;
  key: string;
  /** Null for an expression. */
  column: string | null;
  /** Characters or bytes that count, where the key does not take the whole column. */
  prefix: number | null;
  expression: string | null;
}

/**
 * Unique keys only, in the order of the table's keys.
 * https://dev.mysql.com/doc/refman/8.4/en/information-schema-statistics-table.html
 */
async function fetchKeyParts(
  session: Session,
  database: string,
  isMariaDb: boolean,
): Promise<FoundKeyPart[]> {
  const rows = await session.query(
    `SELECT table_name, index_name, column_name, sub_part, ${isMariaDb ? 'NULL' : 'expression'}
     FROM information_schema.statistics WHERE table_schema = ${quoteText(database)} AND non_unique = 0
     ORDER BY table_name, index_name <> 'PRIMARY', index_name, seq_in_index`,
  );
  return rows.map(([table, key, column, prefix, expression]) => ({
    table: String(table),
    key: String(key),
    column: textOrNull(column),
    prefix: prefix === null ? null : Number(prefix),
    expression: textOrNull(expression),
  }));
}

interface FoundCheck {
  table: string;
  name: string;
  /** Declared behind a column, whose name it has. */
  ofColumn: boolean;
  sql: string;
}

/**
 * Only MariaDB's names the table and keeps the expression as written.
 * https://mariadb.com/kb/en/information-schema-check_constraints-table/
 */
async function fetchChecks(session: Session, database: string): Promise<FoundCheck[]> {
  const rows = await session.query(
    `SELECT table_name, constraint_name, level, check_clause FROM information_schema.check_constraints
     WHERE constraint_schema = ${quoteText(database)} ORDER BY table_name, level DESC, constraint_name`,
  );
  return rows.map(([table, name, level, sql]) => ({
    table: String(table),
    name: String(name),
    ofColumn: level === 'Column',
    sql: String(sql),
  }));
}

/** A table before its foreign keys are resolved, which takes all the others. */
type Draft = Omit<Table, 'foreignKeys'>;

function readTable(object: FoundTable, found: Found, warnings: CatalogWarning[]): Draft {
  const { name } = object;
  const declared = found.columns.get(name) ?? [];
  const checks = found.isMariaDb ? (found.checks.get(name) ?? []) : checksOf(object, warnings);
  const documents = new Set(
    declared.filter((column) => isDocument(column, checks)).map((column) => column.name),
  );
  const columns = declared.map((column) => toColumn(column, documents.has(column.name), found.isMariaDb));
  const uniques = toUniques(name, columns, found.keyParts.get(name) ?? [], warnings);
  const [first] = uniques;
  return {
    id: name,
    schema: null,
    name,
    columns,
    primaryKey: first?.primary ? (first.columns as string[]) : [],
    uniques,
    checks: [
      ...toChecks(name, checks, documents),
      ...found.partitionChecks
        .filter(({ table }) => table === name)
        .map(({ sql }) => ({ name: 'partitions', sql })),
    ],
    triggers: found.triggers
      .filter((trigger) => trigger.table.toLowerCase() === name.toLowerCase() && trigger.event !== 'DELETE')
      .map((trigger) => trigger.name),
  };
}

/** MySQL's data dictionary escapes the strings inside expressions once too often, so its DDL is read instead. */
function checksOf({ name, ddl }: FoundTable, warnings: CatalogWarning[]): FoundCheck[] {
  for (const check of ddl.checks.filter(({ enforced }) => !enforced)) {
    const message = `the check "${check.name}" is not enforced, so its rows may break it; left out`;
    warnings.push({ table: name, column: null, message });
  }
  return ddl.checks
    .filter(({ enforced }) => enforced)
    .map((check) => ({ table: name, name: check.name, ofColumn: false, sql: check.sql }));
}

/** MariaDB's JSON is a LONGTEXT that is checked. https://mariadb.com/kb/en/json-data-type/ */
function isDocument(column: FoundColumn, checks: readonly FoundCheck[]): boolean {
  return column.columnType === 'longtext' && checks.some((check) => isJsonCheck(check, column.name));
}

function isJsonCheck(check: FoundCheck, column: string): boolean {
  return (
    check.ofColumn &&
    check.name === column &&
    check.sql.toLowerCase() === `json_valid(${quote(column).toLowerCase()})`
  );
}

function toColumn(found: FoundColumn, isJson: boolean, isMariaDb: boolean): Column {
  const type: LogicalType = isJson ? { name: 'json' } : toLogicalType(found.columnType);
  const caseInsensitive = found.collation !== null && !isJson && ignoresCase(found.collation);
  return {
    name: found.name,
    declaredType: isJson ? 'json' : found.columnType,
    type,
    nullable: found.nullable,
    defaultSql: isMariaDb ? mariaDbDefault(found) : mysqlDefault(found, type),
    generated: generatedAs(found.extra),
    ...(found.generatedSql ? { generatedSql: found.generatedSql } : {}),
    identity: found.extra.includes('AUTO_INCREMENT'),
    collation: isJson ? null : found.collation,
    caseInsensitive,
    ...encodingOf(found.collation),
  };
}

/** By the suffix of its name. https://dev.mysql.com/doc/refman/8.4/en/charset-collation-names.html */
function ignoresCase(collation: string): boolean {
  return !/(_bin|_cs)$|^binary$/.test(collation);
}

function generatedAs(extra: string): Column['generated'] {
  if (extra.includes('VIRTUAL GENERATED')) return 'virtual';
  return /STORED GENERATED|PERSISTENT/.test(extra) ? 'stored' : false;
}

/** An expression as it is, NULL included. https://mariadb.com/kb/en/information-schema-columns-table/ */
function mariaDbDefault({ defaultValue }: FoundColumn): string | null {
  return defaultValue === 'NULL' ? null : defaultValue;
}

/** A bare value unless EXTRA says that it is an expression. */
function mysqlDefault({ defaultValue, extra }: FoundColumn, type: LogicalType): string | null {
  if (defaultValue === null) return null;
  const isBare = ['integer', 'decimal', 'real', 'boolean'].includes(type.name);
  return isBare || extra.includes('DEFAULT_GENERATED') || /^b'/.test(defaultValue)
    ? defaultValue
    : quoteText(defaultValue);
}

function toUniques(
  table: string,
  columns: readonly Column[],
  parts: readonly FoundKeyPart[],
  warnings: CatalogWarning[],
): UniqueKey[] {
  const byKey = new Map<string, FoundKeyPart[]>();
  for (const part of parts) byKey.set(part.key, [...(byKey.get(part.key) ?? []), part]);
  const name = distinctNames();
  return [...byKey].map(([key, own]) => {
    const primary = key === 'PRIMARY';
    const found = own.map((part) => (primary ? withoutPrefix(part, warnings) : part));
    return {
      name: name(primary ? `${table}_pkey` : key),
      columns: found.map((part) => (part.prefix === null ? part.column : null)),
      expressions: found.map(expressionOf),
      predicate: null,
      nullsDistinct: true,
      primary,
      caseInsensitive: found.map(
        (part) => columns.find((column) => column.name === part.column)?.caseInsensitive ?? false,
      ),
      silentConflict: false,
    };
  });
}

/** Columns that differ as a whole may still collide in their prefix, but the engine knows primary keys of columns only. */
function withoutPrefix(part: FoundKeyPart, warnings: CatalogWarning[]): FoundKeyPart {
  if (part.prefix === null) return part;
  const message = `its primary key compares only the first ${part.prefix} characters`;
  warnings.push({ table: part.table, column: part.column, message });
  return { ...part, prefix: null };
}

function expressionOf({ column, prefix, expression }: FoundKeyPart): string | null {
  if (column === null) return (expression ?? '').replaceAll("\\'", "'");
  return prefix === null ? null : `LEFT(${quote(column)}, ${prefix})`;
}

function toChecks(table: string, checks: readonly FoundCheck[], documents: ReadonlySet<string>): Check[] {
  const name = distinctNames();
  return checks
    .filter((check) => !(documents.has(check.name) && isJsonCheck(check, check.name)))
    .map((check) => ({
      name: name(check.ofColumn ? `${table}_${check.name}_check` : check.name),
      sql: check.sql,
    }));
}

function toTable(
  draft: Draft,
  found: readonly FoundForeignKey[],
  database: string,
  parents: ReadonlyMap<string, Draft>,
  warnings: CatalogWarning[],
): Table {
  const name = distinctNames();
  const foreignKeys: ForeignKey[] = [];
  for (const key of found) {
    const parent =
      key.parentSchema.toLowerCase() === database.toLowerCase()
        ? parents.get(key.parent.toLowerCase())
        : undefined;
    // Said by the script already, which has to leave it out too.
    if (parent === undefined) continue;
    const columns = exactNames(draft, key.columns);
    const parentColumns = exactNames(parent, key.parentColumns);
    if (columns.length !== parentColumns.length || isKnown(foreignKeys, parent.id, columns, parentColumns))
      continue;
    if (!isUnique(parent, parentColumns)) {
      const message = `foreign key "${key.name}": (${parentColumns.join(', ')}) of "${parent.name}" is not unique`;
      warnings.push({ table: draft.name, column: null, message });
    }
    foreignKeys.push({
      name: name(key.name),
      columns,
      parent: parent.id,
      parentColumns,
      match: 'simple',
      deferrable: false,
      onDelete: key.onDelete,
      onUpdate: key.onUpdate,
    });
  }
  const { id, schema, columns, primaryKey, uniques, checks, triggers } = draft;
  return { id, schema, name: draft.name, columns, primaryKey, uniques, foreignKeys, checks, triggers };
}

/** The server keeps the names in foreign keys as written, and compares those of columns without case. */
function exactNames({ columns }: Draft, names: readonly string[]): string[] {
  return names.flatMap(
    (name) => columns.find((column) => column.name.toLowerCase() === name.toLowerCase())?.name ?? [],
  );
}

function isKnown(
  known: readonly ForeignKey[],
  parent: string,
  columns: readonly string[],
  parentColumns: readonly string[],
): boolean {
  const wanted = JSON.stringify([parent, columns, parentColumns]);
  return known.some((key) => JSON.stringify([key.parent, key.columns, key.parentColumns]) === wanted);
}

function isUnique({ uniques }: Draft, columns: readonly string[]): boolean {
  const wanted = [...columns].sort().join('\0');
  return uniques.some((key) => [...key.columns].sort().join('\0') === wanted);
}

function groupByTable<T extends { table: string }>(found: readonly T[]): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const each of found) {
    const group = groups.get(each.table);
    if (group === undefined) groups.set(each.table, [each]);
    else group.push(each);
  }
  return groups;
}

function distinct(warnings: readonly CatalogWarning[]): CatalogWarning[] {
  return [...new Map(warnings.map((warning) => [JSON.stringify(warning), warning])).values()];
}

function textOrNull(value: SqlValue | undefined): string | null {
  return value === null || value === undefined ? null : String(value);
}
