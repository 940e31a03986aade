import type { Column, Table } from '../introspect/catalog.js';
import type { Product, TargetType } from '../product.js';
import type { ExpressionScope } from './expression-scope.js';
import { rewriteCondition, rewriteExpression } from './rewrite-sql.js';
import { translateDefault } from './translate-default.js';
import { warner, type TranslationContext } from './translation-context.js';

/**
 * Translates a column: its type, its default, how it is computed, whether it numbers the rows.
 * @param scope what its expressions may read
 */
export function translateColumn(
  table: Table,
  column: Column,
  target: TargetType,
  scope: ExpressionScope,
  context: TranslationContext,
): Column {
  const { product, names } = context;
  const warn = warner(table, context);
  if (target.warning !== null) warn(column.name, `type ${column.declaredType}: ${target.warning}`);
  const isComputed = column.generated !== false;
  const generatedSql = isComputed ? generatedAs(column, target, scope) : null;
  if (isComputed && generatedSql === null)
    warn(
      column.name,
      'is computed by the database, which the target cannot say; it becomes a plain column of nulls',
    );
  const isNumbered = canNumber(table, column, target, product);
  if (column.identity && !isNumbered && !isReference(table, column.name))
    warn(column.name, 'numbers new rows, which the target cannot do for this column');
  const wantedDefault = isComputed || column.identity ? null : column.defaultSql;
  const defaultSql = wantedDefault === null ? null : translateDefault(wantedDefault, target.type, scope);
  if (wantedDefault !== null && defaultSql === null)
    warn(column.name, 'has a default that the target cannot say; left out');
  return {
    name: names.column(column.name),
    declaredType: target.declared,
    type: target.type,
    nullable: column.nullable || (isComputed && generatedSql === null),
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
  const rewrite = type.name === 'boolean' ? rewriteCondition : rewriteExpression;
  return rewrite(column.generatedSql, scope);
}

/** Whether the target numbers new rows by this column; never by one that takes its numbers from a parent. */
export function canNumber(table: Table, column: Column, { type }: TargetType, product: Product): boolean {
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
