import type SqliteHandle from 'better-sqlite3';
import type { CatalogWarning, Check, Column, LogicalType, UniqueKey } from '../../src/introspect/catalog.js';
import { distinctNames } from '../../src/introspect/distinct-names.js';
import { isBinary, isNocase } from './collations.js';
import { enumLabels, parseCreateTable, parseCreateTrigger, type TableDdl } from './ddl.js';
import type { SchemaObject, SchemaObjects } from './find-objects.js';
import { isSameName } from './fold-name.js';
import { quoteStringsProperly } from './quote-strings.js';
import { fetchColumns, fetchIndexes, type FoundColumn, type FoundIndex } from './read-pragmas.js';
import { readUniques } from './read-uniques.js';
import { toLogicalType } from './types.js';

/** A table before its foreign keys are resolved, which takes all the others. */
export interface TableDraft {
  readonly object: SchemaObject;
  readonly ddl: TableDdl;
  /** Of its columns. */
  readonly names: readonly string[];
  readonly columns: readonly Column[];
  readonly primaryKey: readonly string[];
  readonly uniques: readonly UniqueKey[];
  readonly checks: readonly Check[];
  readonly triggers: readonly string[];
}

/**
 * Reads a table with its keys, its checks, and the triggers that new or changed rows set off.
 * @param objects what else the database holds
 * @param warnings receives what dbsynth does not understand
 */
export function readTable(
  handle: SqliteHandle.Database,
  object: SchemaObject,
  objects: SchemaObjects,
  warnings: CatalogWarning[],
): TableDraft {
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
  const table = { object, ddl, names, primaryKey, indexes, identity };
  const uniques = readUniques(handle, table, objects.indexes, warnings);
  const triggers = objects.triggers
    .filter(
      (trigger) =>
        isSameName(trigger.table, object.name) && parseCreateTrigger(trigger.sql).event !== 'delete',
    )
    .map((trigger) => trigger.name);
  return { object, ddl, names, columns, primaryKey, uniques, checks, triggers };
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

function toChecks(ddl: TableDdl, columns: readonly string[], table: string): Check[] {
  const name = distinctNames();
  return ddl.checks.map((check) => ({
    name: name(check.name ?? [table, check.column, 'check'].filter((part) => part !== null).join('_')),
    sql: quoteStringsProperly(check.expression.sql, columns),
  }));
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
      ? {
          generatedSql: quoteStringsProperly(
            written.generated.sql,
            ddl.columns.map(({ name }) => name),
          ),
        }
      : {}),
    identity: found.name === identity,
    collation: collation === null || isBinary(collation) ? null : collation,
    caseInsensitive,
  };
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
