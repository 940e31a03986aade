import type { Check, Column, Table } from '../introspect/catalog.js';
import type { TargetType } from '../product.js';
import type { ExpressionScope } from './expression-scope.js';
import { columnKey } from './find-column-types.js';
import { rewriteCondition } from './rewrite-sql.js';
import { canNumber, translateColumn } from './translate-column.js';
import { translateForeignKey } from './translate-foreign-key.js';
import { translateUniques } from './translate-uniques.js';
import { warner, type Kept, type TranslationContext } from './translation-context.js';
import type { TableDraft } from './write-schema.js';

/** Translates a table with its rules; a warning names each that the target cannot keep. */
export function translateTable(table: Table, context: TranslationContext): TableDraft {
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

/** What expressions of a table may read. */
function scopeOf(table: Table, { source, product, names, types }: TranslationContext): ExpressionScope {
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

function translateChecks(
  table: Table,
  scope: ExpressionScope,
  context: TranslationContext,
): (Kept & { readonly check: Check })[] {
  const warn = warner(table, context);
  return table.checks.flatMap(({ name, sql }) => {
    const written = rewriteCondition(sql, scope);
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
  { names, constraints }: TranslationContext,
): (Kept & { readonly check: Check })[] {
  return checks.map((sql) => ({
    isKept: true,
    check: { name: constraints.name(`${names.table(table.id)}_type_check`), sql },
  }));
}

function warnOfCase(table: Table, context: TranslationContext): void {
  const folded = table.columns.filter(({ caseInsensitive }) => caseInsensitive).map(({ name }) => name);
  if (folded.length === 0 || context.product.can.ignoreCase) return;
  const message = `texts are compared with case in the target, and were not in ${folded.join(', ')}; unique keys are kept by lower()`;
  warner(table, context)(null, message);
}
