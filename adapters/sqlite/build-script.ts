import type SqliteHandle from 'better-sqlite3';
import type { CatalogWarning, SchemaScript, SchemaStatement } from '../../src/introspect/catalog.js';
import { findExpressions } from './find-expressions.js';
import type { SchemaObject, SchemaObjects, VirtualTable } from './find-objects.js';
import { quote } from './quote.js';
import { quoteStringsProperly } from './quote-strings.js';

/**
 * Writes down how to make the schema again: each object as stored, tables before the rows, then what is faster or
 * safer to make afterwards (indexes; triggers, so that they do not fire for rows that already show their work).
 * @param columnsOf the columns of each table, by its name
 * @param warnings receives what had to be changed
 */
export function buildScript(
  handle: SqliteHandle.Database,
  objects: SchemaObjects,
  columnsOf: ReadonlyMap<string, readonly string[]>,
  warnings: CatalogWarning[],
): SchemaScript {
  const repaired = (object: SchemaObject): string => {
    const columns = columnsOf.get(object.table) ?? [];
    const sql = quoteStringsProperly(object.sql, columns, findExpressions(object.sql));
    if (sql !== object.sql) warnings.push(repairWarning(object));
    return sql;
  };
  const isKnown = (table: string): boolean => columnsOf.has(table);
  const tables = objects.tables.map((object) => statement('table', object, object.name, repaired(object)));
  const indexes = objects.indexes
    .filter((object) => isPossible(handle, object, warnings))
    .map((object) => statement('index', object, object.table, repaired(object)));
  return {
    tables: [...fetchHeader(handle), ...tables],
    afterLoad: [
      ...indexes,
      ...objects.views.map((object) => statement('view', object, null, object.sql)),
      ...objects.virtualTables.map((object) => statement('virtual', object, null, object.sql)),
      ...objects.virtualTables.filter((object) => object.content !== null).map(rebuild),
      ...objects.triggers.map((object) =>
        statement('trigger', object, isKnown(object.table) ? object.table : null, object.sql),
      ),
    ],
  };
}

/**
 * What programs keep in the file's header: the version of their schema, their mark, and the encoding, which
 * decides how text sorts.
 * https://www.sqlite.org/pragma.html#pragma_user_version
 */
function fetchHeader(handle: SqliteHandle.Database): SchemaStatement[] {
  const { encoding, userVersion, applicationId } = handle
    .prepare<[], { encoding: string; userVersion: number; applicationId: number }>(
      `SELECT encoding, user_version AS userVersion, application_id AS applicationId
       FROM pragma_encoding, pragma_user_version, pragma_application_id`,
    )
    .get()!;
  const header: SchemaStatement[] = [];
  const set = (name: string, value: string | number): void => {
    header.push({ kind: 'other', name, table: null, sql: `PRAGMA ${name} = ${value}` });
  };
  if (encoding !== 'UTF-8') set('encoding', `'${encoding}'`);
  if (userVersion !== 0) set('user_version', userVersion);
  if (applicationId !== 0 && applicationId !== DBSYNTH_APPLICATION_ID) set('application_id', applicationId);
  return header;
}

/** "dbsy": marks a file that dbsynth made. https://www.sqlite.org/pragma.html#pragma_application_id */
export const DBSYNTH_APPLICATION_ID = 0x64627379;

function statement(
  kind: SchemaStatement['kind'],
  object: SchemaObject,
  table: string | null,
  sql: string,
): SchemaStatement {
  return { kind, name: object.name, table, sql };
}

/** https://www.sqlite.org/fts5.html#the_rebuild_command */
function rebuild(object: VirtualTable): SchemaStatement {
  const name = quote(object.name);
  return statement('other', object, null, `INSERT INTO ${name}(${name}) VALUES ('rebuild')`);
}

/**
 * Whether an index can be made here: a program may bring collations of its own.
 * https://www.sqlite.org/pragma.html#pragma_collation_list
 */
function isPossible(handle: SqliteHandle.Database, index: SchemaObject, warnings: CatalogWarning[]): boolean {
  const unknown = handle
    .prepare<[string], string>(
      `SELECT coll FROM pragma_index_xinfo(?, 'main')
       WHERE key = 1 AND upper(coll) NOT IN (SELECT upper(name) FROM pragma_collation_list)`,
    )
    .pluck()
    .get(index.name);
  if (unknown === undefined) return true;
  const message = `the index "${index.name}" needs the collation ${unknown}, which this SQLite lacks; left out of the target`;
  warnings.push({ table: index.table, column: null, message });
  return false;
}

function repairWarning(object: SchemaObject): CatalogWarning {
  return {
    table: object.table,
    column: null,
    message: `"${object.name}" writes strings in double quotes; the target gets them in single quotes`,
  };
}
