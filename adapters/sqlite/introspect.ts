import type SqliteHandle from 'better-sqlite3';
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
import {
  enumLabels,
  parseCreateIndex,
  parseCreateTable,
  parseCreateTrigger,
  type Expression,
  type IndexDdl,
  type TableDdl,
} from './ddl.js';
import { buildScript } from './build-script.js';
import { foldName, isSameName } from './fold-name.js';
import { findObjects, type SchemaObject, type SchemaObjects } from './find-objects.js';
import { quoteStringsProperly } from './quote-strings.js';
import { toLogicalType } from './types.js';

/**
 * Reads the whole catalog of a SQLite database: structure from the pragmas, which know the exact spelling of every
 * name, and from the stored SQL what no pragma tells (checks, collations, names of constraints, predicates).
 */
export function introspect(handle: SqliteHandle.Database): Catalog {
  const objects = findObjects(handle);
  const warnings: CatalogWarning[] = [...objects.warnings];
  const drafts = objects.tables.map((object) => readTable(handle, object, objects, warnings));
  const parents = new Map(drafts.map((draft) => [foldName(draft.object.name), draft]));
  const tables = drafts.map((draft) =>
    toTable(draft, fetchForeignKeys(handle, draft.object.name), parents, warnings),
  );
  const columnsOf = new Map(drafts.map((draft) => [draft.object.name, draft.names]));
  return createCatalog({
    dialect: 'sqlite',
    serverVersion: fetchVersion(handle),
    tables,
    script: buildScript(handle, objects, columnsOf, warnings),
    skipped: objects.skipped,
    warnings,
  });
}

/** A table before its foreign keys are resolved, which takes all the others. */
interface Draft {
  object: SchemaObject;
  ddl: TableDdl;
  names: string[];
  columns: Column[];
  primaryKey: string[];
  uniques: UniqueKey[];
  /** Column sets that a foreign key may refer to, folded and sorted. */
  targets: Set<string>;
  checks: Check[];
  triggers: string[];
}

function readTable(
  handle: SqliteHandle.Database,
  object: SchemaObject,
  objects: SchemaObjects,
  warnings: CatalogWarning[],
): Draft {
  const ddl = parseCreateTable(object.sql);
  const found = fetchColumns(handle, object.name);
  const names = found.map((column) => column.name);
  const primaryKey = found
    .filter((column) => column.keyPosition > 0)
    .sort((a, b) => a.keyPosition - b.keyPosition)
    .map((column) => column.name);
  const indexes = fetchIndexes(handle, object.name);
  const identity = rowidAlias(object, found, primaryKey, indexes);
  const checks = toChecks(ddl, names, object.name);
  const columns = found.map((column) => toColumn(column, ddl, checks, primaryKey, identity));
  const uniques = toUniques(
    handle,
    object,
    objects,
    { ddl, columns, primaryKey, indexes, identity },
    warnings,
  );
  const triggers = objects.triggers
    .filter(
      (trigger) =>
        isSameName(trigger.table, object.name) && parseCreateTrigger(trigger.sql).event !== 'delete',
    )
    .map((trigger) => trigger.name);
  return { object, ddl, names, columns, primaryKey, uniques, targets: targetsOf(uniques), checks, triggers };
}

interface FoundColumn {
  name: string;
  declaredType: string;
  notNull: boolean;
  defaultSql: string | null;
  /** From 1 in the order of the primary key; 0 outside it. */
  keyPosition: number;
  generated: Column['generated'];
}

/** `table_info` would leave out generated columns. https://www.sqlite.org/pragma.html#pragma_table_xinfo */
function fetchColumns(handle: SqliteHandle.Database, table: string): FoundColumn[] {
  const rows = handle
    .prepare<[string], [string, string, number, string | null, number, number]>(
      `SELECT name, type, "notnull", dflt_value, pk, hidden FROM pragma_table_xinfo(?, 'main') WHERE hidden <> 1
       ORDER BY cid`,
    )
    .raw()
    .all(table);
  return rows.map(([name, declaredType, notNull, defaultSql, keyPosition, hidden]) => ({
    name,
    declaredType,
    notNull: notNull === 1,
    defaultSql,
    keyPosition,
    generated: hidden === 2 ? 'virtual' : hidden === 3 ? 'stored' : false,
  }));
}

interface FoundIndex {
  name: string;
  unique: boolean;
  /** What made it: CREATE INDEX, UNIQUE, or PRIMARY KEY. */
  origin: 'c' | 'u' | 'pk';
}

/**
 * In the order in which they were made; the key of a WITHOUT ROWID table, which has no entry of its own, first.
 * https://www.sqlite.org/pragma.html#pragma_index_list
 */
function fetchIndexes(handle: SqliteHandle.Database, table: string): FoundIndex[] {
  const rows = handle
    .prepare<[string], [string, number, FoundIndex['origin']]>(
      `SELECT found.name, "unique", origin FROM pragma_index_list(?, 'main') AS found
       LEFT JOIN main.sqlite_schema AS made ON made.type = 'index' AND made.name = found.name ORDER BY made.rowid`,
    )
    .raw()
    .all(table);
  return rows.map(([name, unique, origin]) => ({ name, unique: unique === 1, origin }));
}

interface FoundPart {
  /** Null for an expression. */
  column: string | null;
  collation: string;
}

/** Key columns only: an index also carries the rowid. https://www.sqlite.org/pragma.html#pragma_index_xinfo */
function fetchIndexParts(handle: SqliteHandle.Database, index: string): FoundPart[] {
  return handle
    .prepare<[string], FoundPart>(
      `SELECT name AS "column", coll AS collation FROM pragma_index_xinfo(?, 'main') WHERE key = 1 ORDER BY seqno`,
    )
    .all(index);
}

interface FoundForeignKey {
  columns: string[];
  parent: string;
  /** Null when the DDL names no columns, so that the parent's primary key is meant. */
  parentColumns: string[] | null;
  onUpdate: string;
  onDelete: string;
}

/**
 * One entry per foreign key, in the order of the DDL: the pragma numbers them backwards.
 * https://www.sqlite.org/pragma.html#pragma_foreign_key_list
 */
function fetchForeignKeys(handle: SqliteHandle.Database, table: string): FoundForeignKey[] {
  const rows = handle
    .prepare<[string], [number, string, string, string | null, string, string]>(
      `SELECT id, "table", "from", "to", on_update, on_delete FROM pragma_foreign_key_list(?, 'main')
       ORDER BY id DESC, seq`,
    )
    .raw()
    .all(table);
  const byId = new Map<number, FoundForeignKey>();
  for (const [id, parent, column, parentColumn, onUpdate, onDelete] of rows) {
    const foreignKey = byId.get(id) ?? { columns: [], parent, parentColumns: [], onUpdate, onDelete };
    byId.set(id, foreignKey);
    foreignKey.columns.push(column);
    if (parentColumn === null) foreignKey.parentColumns = null;
    else foreignKey.parentColumns?.push(parentColumn);
  }
  return [...byId.values()];
}

/** https://www.sqlite.org/lang_corefunc.html#sqlite_version */
function fetchVersion(handle: SqliteHandle.Database): string {
  return handle.prepare<[], string>('SELECT sqlite_version()').pluck().get()!;
}

/**
 * The column that is the rowid under another name: declared exactly INTEGER, alone in the primary key, and with no
 * index of its own. INT PRIMARY KEY and INTEGER PRIMARY KEY DESC get an index instead.
 * https://www.sqlite.org/lang_createtable.html#rowid
 */
function rowidAlias(
  object: SchemaObject,
  columns: readonly FoundColumn[],
  primaryKey: readonly string[],
  indexes: readonly FoundIndex[],
): string | null {
  const [name] = primaryKey;
  if (name === undefined || primaryKey.length > 1 || object.withoutRowid) return null;
  const type = columns.find((column) => column.name === name)!.declaredType;
  const hasIndex = indexes.some((index) => index.origin === 'pk');
  return type.toUpperCase() === 'INTEGER' && !hasIndex ? name : null;
}

function toColumn(
  found: FoundColumn,
  ddl: TableDdl,
  checks: readonly Check[],
  primaryKey: readonly string[],
  identity: string | null,
): Column {
  const written = ddl.columns.find((column) => isSameName(column.name, found.name));
  const collation = written?.collation ?? null;
  const caseInsensitive = isNocase(collation);
  return {
    name: found.name,
    declaredType: found.declaredType,
    type: caseInsensitive ? toLogicalType(found.declaredType) : narrowType(found, checks),
    // SQLite lets nulls into most primary keys by an old mistake; no schema wants them.
    nullable: !found.notNull && !primaryKey.includes(found.name),
    defaultSql: found.defaultSql,
    generated: found.generated,
    ...(written?.generated
      ? { generatedSql: quoteStringsProperly(written.generated.sql, namesOf(ddl)) }
      : {}),
    identity: found.name === identity,
    collation: collation === null || isSameName(collation, 'BINARY') ? null : collation,
    caseInsensitive,
  };
}

function namesOf({ columns }: TableDdl): string[] {
  return columns.map(({ name }) => name);
}

/** A text column whose check lists its values is an enum, the only way to declare one in SQLite. */
function narrowType(found: FoundColumn, checks: readonly Check[]): LogicalType {
  const type = toLogicalType(found.declaredType);
  if (type.name !== 'text') return type;
  for (const check of checks) {
    const labels = enumLabels(check.sql, found.name);
    if (labels !== null) return { name: 'enum', labels };
  }
  return type;
}

function toChecks(ddl: TableDdl, columns: readonly string[], table: string): Check[] {
  const name = distinctNames();
  return ddl.checks.map((check) => ({
    name: name(check.name ?? [table, check.column, 'check'].filter((part) => part !== null).join('_')),
    sql: quoteStringsProperly(check.expression.sql, columns),
  }));
}

interface KeyParts {
  ddl: TableDdl;
  columns: readonly Column[];
  primaryKey: readonly string[];
  indexes: readonly FoundIndex[];
  identity: string | null;
}

function toUniques(
  handle: SqliteHandle.Database,
  object: SchemaObject,
  objects: SchemaObjects,
  parts: KeyParts,
  warnings: CatalogWarning[],
): UniqueKey[] {
  const name = distinctNames();
  const uniques: UniqueKey[] = [];
  if (parts.identity !== null) uniques.push(aliasKey(parts, object.name, name));
  const unique = parts.indexes.filter((index) => index.unique);
  for (const index of [...unique.filter(isPrimary), ...unique.filter((found) => !isPrimary(found))]) {
    const found = fetchIndexParts(handle, index.name);
    const sql = objects.indexes.find((candidate) => candidate.name === index.name)?.sql;
    const ddl = sql === undefined ? null : parseCreateIndex(sql);
    uniques.push(toUnique(object.name, index, found, ddl, parts, name));
    warnAboutCollations(object.name, found, warnings);
  }
  return uniques;
}

function isPrimary(index: FoundIndex): boolean {
  return index.origin === 'pk';
}

/** The primary key that is the rowid itself has no index to read it from. */
function aliasKey({ ddl, primaryKey }: KeyParts, table: string, name: NameMaker): UniqueKey {
  const declared = ddl.keys.find((key) => key.primary);
  return {
    name: name(declared?.name ?? `${table}_pkey`),
    columns: primaryKey,
    expressions: [null],
    predicate: null,
    nullsDistinct: true,
    primary: true,
    caseInsensitive: [false],
    silentConflict: isSilent(declared?.onConflict),
  };
}

function toUnique(
  table: string,
  index: FoundIndex,
  found: readonly FoundPart[],
  ddl: IndexDdl | null,
  parts: KeyParts,
  name: NameMaker,
): UniqueKey {
  const columnNames = parts.columns.map((column) => column.name);
  const repaired = (expression: Expression): string => quoteStringsProperly(expression.sql, columnNames);
  const kept = found
    .map((part, position) => ({ ...part, position }))
    .filter(
      (part, position) =>
        part.column === null || position === found.findIndex((p) => p.column === part.column),
    );
  const columns = kept.map((part) => part.column);
  const declared = index.origin === 'c' ? undefined : findKey(parts.ddl, index, columns);
  return {
    name: name(declared?.name ?? (index.origin === 'c' ? index.name : madeUpKeyName(table, index, columns))),
    columns,
    expressions: kept.map(({ column, position }) =>
      column === null ? repaired(ddl!.parts[position]!) : null,
    ),
    predicate: ddl === null || ddl.predicate === null ? null : repaired(ddl.predicate),
    nullsDistinct: true,
    primary: isPrimary(index),
    caseInsensitive: kept.map((part) => isNocase(part.collation)),
    silentConflict: isSilent(declared?.onConflict),
  };
}

/** Finds the constraint that an index without SQL of its own stands for. */
function findKey(
  ddl: TableDdl,
  index: FoundIndex,
  columns: readonly (string | null)[],
): TableDdl['keys'][number] | undefined {
  const wanted = foldName(columns.join('\0'));
  const isSame = (key: TableDdl['keys'][number]): boolean =>
    key.primary === isPrimary(index) && [...new Set(key.columns.map(foldName))].join('\0') === wanted;
  return ddl.keys.find(isSame);
}

function madeUpKeyName(table: string, index: FoundIndex, columns: readonly (string | null)[]): string {
  return isPrimary(index) ? `${table}_pkey` : [table, ...columns, 'key'].join('_');
}

function isSilent(onConflict: string | undefined): boolean {
  return onConflict === 'replace' || onConflict === 'ignore';
}

/** NOCASE folds A to Z and nothing else. https://www.sqlite.org/datatype3.html#collating_sequences */
function isNocase(collation: string | null): boolean {
  return collation !== null && isSameName(collation, 'NOCASE');
}

function warnAboutCollations(table: string, parts: readonly FoundPart[], warnings: CatalogWarning[]): void {
  for (const part of parts) {
    if (part.column === null || isSameName(part.collation, 'BINARY') || isNocase(part.collation)) continue;
    const message = isSameName(part.collation, 'RTRIM')
      ? 'its unique key ignores trailing spaces (RTRIM)'
      : `its unique key compares by "${part.collation}", a collation that dbsynth does not know`;
    warnings.push({ table, column: part.column, message });
  }
}

function targetsOf(uniques: readonly UniqueKey[]): Set<string> {
  const whole = uniques.filter(
    (unique) => unique.predicate === null && unique.columns.every((c) => c !== null),
  );
  return new Set(whole.map((unique) => columnSet(unique.columns as readonly string[])));
}

function columnSet(columns: readonly string[]): string {
  return columns.map(foldName).sort().join('\0');
}

function toTable(
  draft: Draft,
  found: readonly FoundForeignKey[],
  parents: ReadonlyMap<string, Draft>,
  warnings: CatalogWarning[],
): Table {
  const { object, columns, primaryKey, uniques, checks, triggers } = draft;
  const name = distinctNames();
  const foreignKeys: ForeignKey[] = [];
  for (const [position, foreignKey] of found.entries()) {
    const resolved = resolveParent(draft, foreignKey, parents, warnings);
    if (resolved === null || foreignKeys.some((known) => isSameReference(known, foreignKey, resolved)))
      continue;
    const declared = findDeclaration(draft.ddl, position, foreignKey.columns);
    foreignKeys.push({
      name: name(declared?.name ?? [object.name, ...foreignKey.columns, 'fkey'].join('_')),
      columns: foreignKey.columns,
      ...resolved,
      // SQLite reads MATCH FULL and acts as for SIMPLE. https://www.sqlite.org/foreignkeys.html#fk_unsupported
      match: 'simple',
      deferrable: declared?.deferrable ?? false,
      onDelete: foreignKey.onDelete,
      onUpdate: foreignKey.onUpdate,
    });
  }
  return {
    id: object.name,
    schema: null,
    name: object.name,
    columns,
    primaryKey,
    uniques,
    foreignKeys,
    checks,
    triggers,
  };
}

function findDeclaration(
  ddl: TableDdl,
  position: number,
  columns: readonly string[],
): TableDdl['foreignKeys'][number] | undefined {
  const declared = ddl.foreignKeys[position];
  return declared !== undefined && isSameName(declared.columns.join('\0'), columns.join('\0'))
    ? declared
    : undefined;
}

type Reference = Pick<ForeignKey, 'parent' | 'parentColumns'>;

function isSameReference(
  known: ForeignKey,
  found: FoundForeignKey,
  { parent, parentColumns }: Reference,
): boolean {
  const key = (foreignKey: Reference & { columns: readonly string[] }): string =>
    JSON.stringify([foreignKey.parent, foreignKey.columns, foreignKey.parentColumns]);
  return key(known) === key({ columns: found.columns, parent, parentColumns });
}

/**
 * Finds the parent's exact name and columns; SQLite checks neither when the table is made.
 * https://www.sqlite.org/foreignkeys.html#fk_indexes
 * @returns null for a foreign key that points nowhere, which is left out with a warning
 */
function resolveParent(
  child: Draft,
  foreignKey: FoundForeignKey,
  parents: ReadonlyMap<string, Draft>,
  warnings: CatalogWarning[],
): Reference | null {
  const warn = (message: string): void => {
    warnings.push({
      table: child.object.name,
      column: foreignKey.columns.length === 1 ? foreignKey.columns[0]! : null,
      message: `foreign key (${foreignKey.columns.join(', ')}): ${message}`,
    });
  };
  const parent = parents.get(foldName(foreignKey.parent));
  if (parent === undefined) {
    warn(`there is no table "${foreignKey.parent}"; left out`);
    return null;
  }
  const wanted = foreignKey.parentColumns ?? parent.primaryKey;
  const parentColumns = wanted.flatMap(
    (column) => parent.names.find((name) => isSameName(name, column)) ?? [],
  );
  if (
    parentColumns.length !== foreignKey.columns.length ||
    new Set(parentColumns).size !== parentColumns.length
  ) {
    warn(`its parent columns in "${parent.object.name}" do not exist or do not pair up; left out`);
    return null;
  }
  if (!parent.targets.has(columnSet(parentColumns))) {
    warn(
      `(${parentColumns.join(', ')}) of "${parent.object.name}" is not unique, so SQLite cannot enforce it`,
    );
  }
  return { parent: parent.object.name, parentColumns };
}

type NameMaker = (wanted: string) => string;

/** Gives each name once: a second one gets a number. */
function distinctNames(): NameMaker {
  const taken = new Set<string>();
  return (wanted) => {
    let name = wanted;
    for (let number = 2; taken.has(name); number++) name = `${wanted}_${number}`;
    taken.add(name);
    return name;
  };
}
