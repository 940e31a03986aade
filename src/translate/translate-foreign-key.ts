import type { ForeignKey, Table } from '../introspect/catalog.js';
import { warner, type Kept, type TranslationContext } from './translation-context.js';

/** Translates a foreign key, with a warning for what the target keeps otherwise or not at all. */
export function translateForeignKey(
  table: Table,
  key: ForeignKey,
  context: TranslationContext,
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
