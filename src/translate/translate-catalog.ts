import { parseExpression } from '../check/parse-expression.js';
import type {
  Catalog,
  CatalogWarning,
  Check,
  Column,
  ForeignKey,
  Table,
  UniqueKey,
} from '../introspect/catalog.js';
import { createCatalog } from '../introspect/create-catalog.js';
import type { Model } from '../model/model.js';
import type { Product, TargetType } from '../product.js';
import type { ColumnChange } from './convert-batch.js';
import type { ExpressionScope } from './expression-scope.js';
import { columnKey, findColumnTypes, type NeededType } from './find-column-types.js';
import { NameSpace } from './name-objects.js';
import { translateDefault } from './translate-default.js';
import { writeCondition, writeExpression } from './write-expression.js';
import { writeSchema, type TableDraft } from './write-schema.js';

/** A schema as another product has it, and how rows of the one become rows of the other. */
export interface Translation {
  /** Of the target: its names, types and rules, and the script that makes them. */
  readonly catalog: Catalog;
  /** The target's table by the id of the source's. */
  readonly tables: ReadonlyMap<string, Table>;
  /** What becomes of columns, by the id of the source's table and the column's name. */
  readonly changes: ReadonlyMap<string, ReadonlyMap<string, ColumnChange>>;
  /** Columns' names in the target where they are others; a name of the source becomes the same in all tables. */
  readonly renamed: ReadonlyMap<string, string>;
  /** What the target cannot hold as it was; by the ids of the source's tables. */
  readonly warnings: readonly CatalogWarning[];
}

/**
 * Translates a schema to another product: types by the product's own map, rules as far as they can be said there.
 * A rule that the product cannot keep stays in the catalog if a query can tell whether rows break it, so that they
 * are verified by it; either way a warning names it.
 * @param model what was learned, which tells what a column of a product with loose types holds; null before learning
 */
export async function translateCatalog(
  source: Catalog,
  product: Product,
  model: Pick<Model, 'tables'> | null,
): Promise<Translation> {
  const warnings: CatalogWarning[] = [];
  const names = nameAll(source, product, warnings);
  const types = findColumnTypes(source, model, product, (column) => names.column(column));
  const context: Context = { source, product, names, types, warnings, constraints: new NameSpace(product) };
  for (const table of source.tables) context.constraints.name(names.table(table.id));
  const drafts = source.tables.map((table) => translateTable(table, context));
  warnOfScript(source, warnings);
  const tables = drafts.map(({ table }) => table);
  const catalog = createCatalog({
    dialect: product.dialect,
    serverVersion: '',
    tables,
    script: await writeSchema(drafts, product),
    skipped: [],
    warnings: [],
  });
  return {
    catalog,
    tables: new Map(source.tables.map(({ id }, index) => [id, catalog.tables[index]!])),
    changes: new Map(source.tables.map((table) => [table.id, changesOf(table, context)])),
    renamed: names.renamed,
    warnings,
  };
}

interface Names {
  table(id: string): string;
  column(name: string): string;
  readonly renamed: ReadonlyMap<string, string>;
}

interface Context {
  readonly source: Catalog;
  readonly product: Product;
  readonly names: Names;
  readonly types: ReadonlyMap<string, NeededType>;
  readonly warnings: CatalogWarning[];
  /** Names of keys, checks and indexes. */
  readonly constraints: NameSpace;
}

function nameAll(source: Catalog, product: Product, warnings: CatalogWarning[]): Names {
  const space = new NameSpace(product);
  const tables = new Map<string, string>();
  // A table of the default schema keeps its name.
  const inOrder = [...source.tables].sort((a, b) => Number(a.id !== a.name) - Number(b.id !== b.name));
  for (const table of inOrder) {
    const name = space.name(table.name, table.schema === null ? table.name : `${table.schema}_${table.name}`);
    tables.set(table.id, name);
    if (name !== table.name)
      warnings.push({ table: table.id, column: null, message: `is called "${name}" in the target` });
  }
  const renamed = nameColumns(source, product, warnings);
  return { table: (id) => tables.get(id)!, column: (name) => renamed.get(name) ?? name, renamed };
}

/**
 * A column's name is changed where it does not fit, or where a table has two that the product takes for one: then the
 * one that more tables have keeps it.
 */
function nameColumns(source: Catalog, product: Product, warnings: CatalogWarning[]): Map<string, string> {
  const renamed = new Map<string, string>();
  const uses = new Map<string, number>();
  for (const { columns } of source.tables)
    for (const { name } of columns) uses.set(name, (uses.get(name) ?? 0) + 1);
  const rank = (name: string): number => (renamed.has(name) ? 0 : uses.get(name)!);
  for (const table of source.tables) {
    const space = new NameSpace(product);
    const inOrder = table.columns.map(({ name }) => name).sort((a, b) => rank(b) - rank(a));
    for (const name of inOrder) {
      const given = space.name(renamed.get(name) ?? name);
      if (given === name) continue;
      renamed.set(name, given);
      warnings.push({ table: table.id, column: name, message: `is called "${given}" in the target` });
    }
  }
  return renamed;
}

function translateTable(table: Table, context: Context): TableDraft {
  const { product, names, types } = context;
  const scope = scopeOf(table, context);
  const warn = warner(table, context);
  const found = table.columns.map((column) => types.get(columnKey(table.id, column.name))!);
  const lost = new Set<string>();
  const columns = table.columns.map((column, index) => {
    const translated = translateColumn(table, column, found[index]!.target, scope, context);
    if (column.generated !== false && translated.generated === false) lost.add(column.name);
    return translated;
  });
  const uniques = translateUniques(table, lost, scope, context);
  const foreignKeys = table.foreignKeys.map((key) => translateForeignKey(table, key, context));
  const typeChecks = found.flatMap(({ target, isInherited }) =>
    target.check === null || isInherited ? [] : [target.check],
  );
  const ownChecks = translateChecks(table, scope, context);
  // SQLite's enums are checks to begin with.
  const newChecks = typeChecks.filter((sql) => !ownChecks.some(({ check }) => check.sql === `(${sql})`));
  const checks = [...ownChecks, ...nameTypeChecks(table, newChecks, context)];
  warnOfCase(table, context);
  for (const name of table.triggers) warn(null, `its trigger "${name}" is left out`);
  const primary = uniques.find(({ key }) => key.primary);
  return {
    table: {
      id: names.table(table.id),
      schema: product.schema,
      name: names.table(table.id),
      columns,
      primaryKey: primary === undefined ? [] : (primary.key.columns as string[]),
      uniques: uniques.map(({ key }) => key),
      foreignKeys: foreignKeys.map(({ key }) => key),
      checks: checks.map(({ check }) => check),
      triggers: [],
    },
    types: found.map(({ target }) => target.declared),
    keys: uniques.filter(({ isKept }) => isKept).map(({ key }) => key),
    foreignKeys: foreignKeys.filter(({ isKept }) => isKept).map(({ key }) => key),
    checks: checks.filter(({ isKept }) => isKept).map(({ check }) => check),
  };
}

function warnOfCase(table: Table, context: Context): void {
  const folded = table.columns.filter(({ caseInsensitive }) => caseInsensitive).map(({ name }) => name);
  if (folded.length === 0 || context.product.can.ignoreCase) return;
  const message = `texts are compared with case in the target, and were not in ${folded.join(', ')}; unique keys are kept by lower()`;
  warner(table, context)(null, message);
}

function warner(table: Table, { warnings }: Context): (column: string | null, message: string) => void {
  return (column, message) => void warnings.push({ table: table.id, column, message });
}

/** What expressions of a table may read. */
function scopeOf(table: Table, { source, product, names, types }: Context): ExpressionScope {
  return {
    dialect: source.dialect,
    product,
    isDefault: false,
    columns: table.columns.filter(isReadable).map(({ name, caseInsensitive }) => ({
      name,
      sql: product.quote(names.column(name)),
      type: typeOf(name).type,
      caseInsensitive,
    })),
  };

  function typeOf(name: string): TargetType {
    return types.get(columnKey(table.id, name))!.target;
  }

  function isReadable(column: Column): boolean {
    return product.can.readNumberedColumns || !canNumber(table, column, typeOf(column.name), product);
  }
}

function translateColumn(
  table: Table,
  column: Column,
  target: TargetType,
  scope: ExpressionScope,
  context: Context,
): Column {
  const { product, names } = context;
  const warn = warner(table, context);
  if (target.warning !== null) warn(column.name, `type ${column.declaredType}: ${target.warning}`);
  const generatedSql = column.generated === false ? null : generatedAs(column, target, scope);
  if (column.generated !== false && generatedSql === null)
    warn(
      column.name,
      'is computed by the database, which the target cannot say; it becomes a plain column of nulls',
    );
  const isNumbered = canNumber(table, column, target, product);
  if (column.identity && !isNumbered && !isReference(table, column.name))
    warn(column.name, 'numbers new rows, which the target cannot do for this column');
  const defaultSql =
    column.defaultSql === null || column.identity || column.generated !== false
      ? null
      : translateDefault(column.defaultSql, target.type, scope);
  if (column.defaultSql !== null && !column.identity && column.generated === false && defaultSql === null)
    warn(column.name, 'has a default that the target cannot say; left out');
  return {
    name: names.column(column.name),
    declaredType: target.declared,
    type: target.type,
    nullable: column.nullable || (column.generated !== false && generatedSql === null),
    defaultSql: defaultSql === 'NULL' ? null : defaultSql,
    generated:
      generatedSql === null
        ? false
        : column.generated === 'virtual' && product.can.virtualColumns
          ? 'virtual'
          : 'stored',
    ...(generatedSql === null ? {} : { generatedSql }),
    identity: isNumbered,
    collation: null,
    caseInsensitive: column.caseInsensitive && product.can.ignoreCase,
  };
}

function generatedAs(column: Column, { type }: TargetType, scope: ExpressionScope): string | null {
  if (column.generatedSql === undefined) return null;
  const parsed = parseExpression(column.generatedSql, scope.dialect);
  if (!parsed.ok) return null;
  return type.name === 'boolean'
    ? writeCondition(parsed.expression, scope)
    : writeExpression(parsed.expression, scope);
}

/** Whether the target numbers new rows by this column; never by one that takes its numbers from a parent. */
function canNumber(table: Table, column: Column, { type }: TargetType, product: Product): boolean {
  if (!column.identity || column.generated !== false) return false;
  if (type.name !== 'integer' || isReference(table, column.name)) return false;
  if (product.can.numberPrimaryKeyOnly)
    return table.primaryKey.length === 1 && table.primaryKey[0] === column.name;
  const isOnly = table.columns.filter(({ identity }) => identity).length === 1;
  return (
    !product.can.numberKeysOnly || (isOnly && table.uniques.some(({ columns }) => columns[0] === column.name))
  );
}

function isReference(table: Table, column: string): boolean {
  return table.foreignKeys.some(({ columns }) => columns.includes(column));
}

/** A rule as the target's catalog has it, and whether the target keeps it itself. */
interface Kept {
  readonly isKept: boolean;
}

function translateUniques(
  table: Table,
  lost: ReadonlySet<string>,
  scope: ExpressionScope,
  context: Context,
): (Kept & { readonly key: UniqueKey })[] {
  const { product, names, constraints } = context;
  const warn = warner(table, context);
  return table.uniques.flatMap((unique) => {
    const label = `its unique key "${unique.name}"`;
    if (unique.columns.some((column) => column !== null && lost.has(column))) {
      warn(null, `${label} is left out: one of its columns is no longer computed`);
      return [];
    }
    const parts = unique.columns.map((_, index) => keyPart(table, unique, index, scope, context));
    const predicate = unique.predicate === null ? null : rewrite(unique.predicate, scope, true);
    if (parts.includes(null) || (unique.predicate !== null && predicate === null)) {
      warn(null, `${label} is left out: the target cannot say its expressions`);
      return [];
    }
    const wanted = unique.primary ? `${names.table(table.id)}_pkey` : unique.name;
    const key: UniqueKey = {
      name: constraints.name(wanted, `${names.table(table.id)}_${unique.name}`),
      columns: parts.map((part) => part!.column),
      expressions: parts.map((part) => part!.expression),
      predicate,
      nullsDistinct: unique.nullsDistinct,
      primary: unique.primary,
      caseInsensitive: unique.caseInsensitive.map((flag) => flag && product.can.ignoreCase),
      silentConflict: false,
    };
    const missing = lacks(key, product);
    if (missing !== null)
      warn(null, `${label} is not kept by the target, which has no ${missing}; the rows keep it`);
    return [{ key, isKept: missing === null }];
  });
}

function lacks(key: UniqueKey, { can }: Product): string | null {
  if (key.predicate !== null && !can.partialKeys) return 'partial indexes';
  if (key.columns.includes(null) && !can.expressionKeys) return 'indexes over expressions';
  return !key.nullsDistinct && !can.nullsNotDistinct ? 'keys in which nulls are equal' : null;
}

interface KeyPart {
  readonly column: string | null;
  readonly expression: string | null;
}

function keyPart(
  table: Table,
  unique: UniqueKey,
  index: number,
  scope: ExpressionScope,
  { product, names, types }: Context,
): KeyPart | null {
  const column = unique.columns[index]!;
  if (column === null) {
    const expression = rewrite(unique.expressions[index]!, scope, false);
    return expression === null ? null : { column: null, expression };
  }
  const folds = unique.caseInsensitive[index]! && !product.can.ignoreCase && !unique.primary;
  const name = names.column(column);
  const { type } = types.get(columnKey(table.id, column))!.target;
  return folds && ['text', 'enum', 'other'].includes(type.name)
    ? { column: null, expression: `lower(${product.quote(name)})` }
    : { column: name, expression: null };
}

function rewrite(sql: string, scope: ExpressionScope, isCondition: boolean): string | null {
  const parsed = parseExpression(sql, scope.dialect);
  if (!parsed.ok) return null;
  return isCondition ? writeCondition(parsed.expression, scope) : writeExpression(parsed.expression, scope);
}

function translateForeignKey(
  table: Table,
  key: ForeignKey,
  context: Context,
): Kept & { readonly key: ForeignKey } {
  const { source, product, names, constraints } = context;
  const warn = warner(table, context);
  const label = `its foreign key "${key.name}"`;
  const action = (wanted: string, when: string): string => {
    if (wanted !== 'SET DEFAULT' || product.can.setDefault) return wanted;
    warn(null, `${label}: ${when} SET DEFAULT becomes NO ACTION`);
    return 'NO ACTION';
  };
  const parent = source.tables.find(({ id }) => id === key.parent)!;
  const isUnique = hasKey(parent, key.parentColumns);
  if (!isUnique && key.declared !== true)
    warn(
      null,
      `${label} is not kept by the target: (${key.parentColumns.join(', ')}) of "${parent.id}" is not unique; the rows keep it`,
    );
  if (key.match === 'full' && !product.can.matchFull && key.columns.length > 1)
    warn(null, `${label}: MATCH FULL becomes MATCH SIMPLE`);
  if (key.deferrable && !product.can.deferForeignKeys) warn(null, `${label} is no longer deferrable`);
  return {
    isKept: isUnique && key.declared !== true,
    key: {
      name: constraints.name(key.name, `${names.table(table.id)}_${key.name}`),
      columns: key.columns.map((column) => names.column(column)),
      parent: names.table(key.parent),
      parentColumns: key.parentColumns.map((column) => names.column(column)),
      match: product.can.matchFull ? key.match : 'simple',
      deferrable: key.deferrable && product.can.deferForeignKeys,
      onDelete: action(key.onDelete, 'ON DELETE'),
      onUpdate: action(key.onUpdate, 'ON UPDATE'),
      ...(key.declared === true ? { declared: true } : {}),
      ...(key.when === undefined
        ? {}
        : { when: key.when.map(({ column, value }) => ({ column: names.column(column), value })) }),
    },
  };
}

/** Strict products want a key over exactly these columns, and a whole one. */
function hasKey(parent: Table, columns: readonly string[]): boolean {
  const wanted = [...columns].sort().join('\0');
  return parent.uniques.some(
    ({ columns: own, predicate, caseInsensitive, primary }) =>
      predicate === null &&
      !own.includes(null) &&
      (primary || !caseInsensitive.includes(true)) &&
      [...own].sort().join('\0') === wanted,
  );
}

function translateChecks(
  table: Table,
  scope: ExpressionScope,
  context: Context,
): (Kept & { readonly check: Check })[] {
  const warn = warner(table, context);
  return table.checks.flatMap(({ name, sql }) => {
    const written = rewrite(sql, scope, true);
    if (written === null) {
      warn(null, `its check "${name}" is not kept by the target, which cannot say it; the rows keep it`);
      return [];
    }
    const own = context.constraints.name(name, `${context.names.table(table.id)}_${name}`);
    return [{ isKept: true, check: { name: own, sql: written } }];
  });
}

function nameTypeChecks(
  table: Table,
  checks: readonly string[],
  { names, constraints }: Context,
): (Kept & { readonly check: Check })[] {
  return checks.map((sql) => ({
    isKept: true,
    check: { name: constraints.name(`${names.table(table.id)}_type_check`), sql },
  }));
}

function changesOf(table: Table, { names, types }: Context): Map<string, ColumnChange> {
  return new Map(
    table.columns.map(({ name }) => [
      name,
      { name: names.column(name), conversion: types.get(columnKey(table.id, name))!.conversion },
    ]),
  );
}

/** What has no rows of its own is left out; unique indexes and triggers are told with their tables. */
function warnOfScript({ tables, script }: Catalog, warnings: CatalogWarning[]): void {
  const told = new Set(
    tables.flatMap(({ uniques, triggers }) => [...uniques.map(({ name }) => name), ...triggers]),
  );
  const statements = [...script.tables, ...script.afterLoad].filter(({ name }) => !told.has(name));
  for (const { id } of tables) {
    const indexes = statements.filter(({ kind, table }) => kind === 'index' && table === id);
    if (indexes.length === 0) continue;
    const names = indexes.map(({ name }) => `"${name}"`).join(', ');
    const message = `indexes are made for its keys only; left out: ${names}`;
    warnings.push({ table: id, column: null, message });
  }
  for (const { kind, name } of statements) {
    if (kind !== 'view' && kind !== 'trigger' && kind !== 'virtual') continue;
    const word = kind === 'virtual' ? 'virtual table' : kind;
    warnings.push({ table: null, column: null, message: `the ${word} "${name}" is left out` });
  }
}
