import { DbsynthError } from '../errors.js';
import type { Catalog, Column, ForeignKey, Table, UniqueKey } from './catalog.js';

/**
 * Makes a catalog that cannot be wrong: every name it mentions exists, nothing has the same name twice, and no
 * one can change it afterwards. Later stages do not check again.
 * @param parts what an adapter found, or what a model file holds
 * @returns the same values, frozen
 * @throws {DbsynthError} E_INTERNAL when the parts contradict each other
 */
export function createCatalog(parts: Catalog): Catalog {
  const tables = new Map<string, Table>();
  for (const table of parts.tables) {
    if (tables.has(table.id)) refuse(`two tables are called "${table.id}"`);
    tables.set(table.id, table);
  }
  for (const table of parts.tables) checkTable(table, tables);
  for (const statement of [...parts.script.tables, ...parts.script.afterLoad]) {
    if (statement.table !== null && !tables.has(statement.table)) {
      refuse(`the ${statement.kind} "${statement.name}" belongs to the unknown table "${statement.table}"`);
    }
  }
  return deepFreeze(parts);
}

function checkTable(table: Table, tables: ReadonlyMap<string, Table>): void {
  const where = `table "${table.id}"`;
  if (table.columns.length === 0) refuse(`${where} has no columns`);
  checkDistinct(
    table.columns.map((column) => column.name),
    `${where}, columns`,
  );
  for (const column of table.columns) checkColumn(column, where);
  checkColumnsExist(table, table.primaryKey, `${where}, primary key`);
  checkDistinct(table.primaryKey, `${where}, primary key`);
  checkDistinct(
    table.uniques.map((unique) => unique.name),
    `${where}, unique keys`,
  );
  for (const unique of table.uniques) checkUnique(table, unique, `${where}, unique key "${unique.name}"`);
  checkPrimary(table, where);
  checkDistinct(
    table.foreignKeys.map((foreignKey) => foreignKey.name),
    `${where}, foreign keys`,
  );
  for (const foreignKey of table.foreignKeys) checkForeignKey(table, foreignKey, tables);
  checkDistinct(
    table.checks.map((check) => check.name),
    `${where}, checks`,
  );
}

function checkColumn(column: Column, where: string): void {
  if (column.type.name === 'enum' && column.type.labels.length === 0) {
    refuse(`${where}, column "${column.name}": an enum without labels`);
  }
}

function checkUnique(table: Table, unique: UniqueKey, where: string): void {
  const parts = unique.columns.length;
  if (parts === 0 || unique.expressions.length !== parts || unique.caseInsensitive.length !== parts) {
    refuse(`${where}: its lists differ in length or are empty`);
  }
  unique.columns.forEach((column, position) => {
    const isExpression = unique.expressions[position] !== null;
    if ((column === null) !== isExpression)
      refuse(`${where}: part ${position + 1} is no column or no expression`);
  });
  const plain = unique.columns.filter((column) => column !== null);
  checkColumnsExist(table, plain, where);
  checkDistinct(plain, where);
}

function checkPrimary(table: Table, where: string): void {
  const primaries = table.uniques.filter((unique) => unique.primary);
  const expected = table.primaryKey.length === 0 ? 0 : 1;
  if (primaries.length !== expected) refuse(`${where}: ${primaries.length} unique keys claim to be primary`);
  const [primary] = primaries;
  if (primary === undefined) return;
  if (table.uniques[0] !== primary) refuse(`${where}: the primary key is not the first of its unique keys`);
  if (primary.columns.join('\0') !== table.primaryKey.join('\0')) {
    refuse(`${where}: the primary key is listed with two sets of columns`);
  }
}

function checkForeignKey(table: Table, foreignKey: ForeignKey, tables: ReadonlyMap<string, Table>): void {
  const where = `table "${table.id}", foreign key "${foreignKey.name}"`;
  if (foreignKey.columns.length === 0 || foreignKey.columns.length !== foreignKey.parentColumns.length) {
    refuse(`${where}: columns and parent columns do not pair up`);
  }
  checkColumnsExist(table, foreignKey.columns, where);
  checkColumnsExist(
    table,
    (foreignKey.when ?? []).map(({ column }) => column),
    where,
  );
  const parent = tables.get(foreignKey.parent);
  if (parent === undefined) return refuse(`${where} refers to the unknown table "${foreignKey.parent}"`);
  checkColumnsExist(parent, foreignKey.parentColumns, where);
  checkDistinct(foreignKey.parentColumns, where);
}

function checkColumnsExist(table: Table, names: readonly string[], where: string): void {
  const known = new Set(table.columns.map((column) => column.name));
  for (const name of names) {
    if (!known.has(name)) refuse(`${where}: there is no column "${name}" in "${table.id}"`);
  }
}

function checkDistinct(names: readonly string[], where: string): void {
  const seen = new Set<string>();
  for (const name of names) {
    if (seen.has(name)) refuse(`${where}: "${name}" stands there twice`);
    seen.add(name);
  }
}

function refuse(sentence: string): never {
  throw new DbsynthError('E_INTERNAL', `the catalog is not whole: ${sentence}`, {
    hint: 'this is a bug of the adapter or a damaged model file; please report it with the schema',
  });
}

function deepFreeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  Object.freeze(value);
  for (const part of Object.values(value)) deepFreeze(part);
  return value;
}
