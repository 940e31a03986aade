import type { Table, UniqueKey } from '../introspect/catalog.js';
import type { Product } from '../product.js';
import type { ExpressionScope } from './expression-scope.js';
import { columnKey } from './find-column-types.js';
import { rewriteCondition, rewriteExpression } from './rewrite-sql.js';
import { warner, type Kept, type TranslationContext } from './translation-context.js';

/**
 * Translates unique keys, leaving out those that the target has no words for.
 * @param lost columns that are no longer computed
 * @param scope what expressions of the table may read
 */
export function translateUniques(
  table: Table,
  lost: ReadonlySet<string>,
  scope: ExpressionScope,
  context: TranslationContext,
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
    const predicate = unique.predicate === null ? null : rewriteCondition(unique.predicate, scope);
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
  { product, names, types }: TranslationContext,
): KeyPart | null {
  const column = unique.columns[index]!;
  if (column === null) {
    const expression = rewriteExpression(unique.expressions[index]!, scope);
    return expression === null ? null : { column: null, expression };
  }
  const folds = unique.caseInsensitive[index]! && !product.can.ignoreCase && !unique.primary;
  const name = names.column(column);
  const { type } = types.get(columnKey(table.id, column))!.target;
  return folds && ['text', 'enum', 'other'].includes(type.name)
    ? { column: null, expression: `lower(${product.quote(name)})` }
    : { column: name, expression: null };
}
