import type SqliteHandle from 'better-sqlite3';
import type { CatalogWarning, UniqueKey } from '../../src/introspect/catalog.js';
import { distinctNames, type NameMaker } from '../../src/introspect/distinct-names.js';
import { isBinary, isNocase } from './collations.js';
import { parseCreateIndex, type Expression, type IndexDdl, type KeyDdl, type TableDdl } from './ddl.js';
import type { SchemaObject } from './find-objects.js';
import { foldName, isSameName } from './fold-name.js';
import { quoteStringsProperly } from './quote-strings.js';
import { fetchIndexParts, type FoundIndex, type FoundPart } from './read-pragmas.js';

/** What is known of a table before its keys are read. */
interface KeylessTable {
  readonly object: SchemaObject;
  readonly ddl: TableDdl;
  /** Of its columns. */
  readonly names: readonly string[];
  readonly primaryKey: readonly string[];
  readonly indexes: readonly FoundIndex[];
  /** The column that is the rowid under another name. */
  readonly identity: string | null;
}

/**
 * Reads the primary key, then the other unique keys, as constraints or CREATE UNIQUE INDEX declare them.
 * @param created statements that make indexes, of any table
 * @param warnings receives collations by which dbsynth cannot compare
 */
export function readUniques(
  handle: SqliteHandle.Database,
  table: KeylessTable,
  created: readonly SchemaObject[],
  warnings: CatalogWarning[],
): UniqueKey[] {
  const name = distinctNames();
  const uniques: UniqueKey[] = [];
  if (table.identity !== null) uniques.push(aliasKey(table, name));
  const unique = table.indexes.filter((index) => index.unique);
  for (const index of [...unique.filter(isPrimary), ...unique.filter((found) => !isPrimary(found))]) {
    const found = fetchIndexParts(handle, index.name);
    const sql = created.find((candidate) => candidate.name === index.name)?.sql;
    const ddl = sql === undefined ? null : parseCreateIndex(sql);
    uniques.push(toUnique(table, index, found, ddl, name));
    warnAboutCollations(table.object.name, found, warnings);
  }
  return uniques;
}

function isPrimary(index: FoundIndex): boolean {
  return index.origin === 'pk';
}

/** The primary key that is the rowid itself has no index to read it from. */
function aliasKey({ object, ddl, primaryKey }: KeylessTable, name: NameMaker): UniqueKey {
  const declared = ddl.keys.find((key) => key.primary);
  return {
    name: name(declared?.name ?? `${object.name}_pkey`),
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
  table: KeylessTable,
  index: FoundIndex,
  found: readonly FoundPart[],
  ddl: IndexDdl | null,
  name: NameMaker,
): UniqueKey {
  const repaired = (expression: Expression): string => quoteStringsProperly(expression.sql, table.names);
  const kept = found
    .map((part, position) => ({ ...part, position }))
    .filter(
      (part, position) =>
        part.column === null || position === found.findIndex((p) => p.column === part.column),
    );
  const columns = kept.map((part) => part.column);
  const declared = index.origin === 'c' ? undefined : findKey(table.ddl, index, columns);
  return {
    name: name(declared?.name ?? unnamedKey(table.object.name, index, columns)),
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
function findKey(ddl: TableDdl, index: FoundIndex, columns: readonly (string | null)[]): KeyDdl | undefined {
  const wanted = foldName(columns.join('\0'));
  const isSame = (key: KeyDdl): boolean =>
    key.primary === isPrimary(index) && [...new Set(key.columns.map(foldName))].join('\0') === wanted;
  return ddl.keys.find(isSame);
}

/** Name of a key that no constraint gives one. */
function unnamedKey(table: string, index: FoundIndex, columns: readonly (string | null)[]): string {
  if (index.origin === 'c') return index.name;
  return isPrimary(index) ? `${table}_pkey` : [table, ...columns, 'key'].join('_');
}

function isSilent(onConflict: string | undefined): boolean {
  return onConflict === 'replace' || onConflict === 'ignore';
}

function warnAboutCollations(table: string, parts: readonly FoundPart[], warnings: CatalogWarning[]): void {
  for (const part of parts) {
    if (part.column === null || isBinary(part.collation) || isNocase(part.collation)) continue;
    const message = isSameName(part.collation, 'RTRIM')
      ? 'its unique key ignores trailing spaces (RTRIM)'
      : `its unique key compares by "${part.collation}", a collation that dbsynth does not know`;
    warnings.push({ table, column: part.column, message });
  }
}
