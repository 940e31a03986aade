import { DbsynthError } from '../errors.js';
import { columnsToNull } from '../graph/columns-to-null.js';
import type { Catalog, ForeignKey, Table } from '../introspect/catalog.js';
import { matchTables } from '../introspect/match-tables.js';
import type { Inclusion, NulledKey, PlanWarning } from './plan.js';

export interface Selection {
  /** Table ids, in catalog order. */
  readonly included: ReadonlyMap<string, Inclusion>;
  /** Foreign keys that stay NULL, by table id; only tables that have some. */
  readonly nulled: ReadonlyMap<string, readonly NulledKey[]>;
  readonly warnings: readonly PlanWarning[];
}

/**
 * Decides which tables a run writes. A table brings every table that it refers to, through optional foreign keys
 * too, so that its rows are the same as in a run of all tables; only `exclude` cuts a parent off, and then the
 * foreign key is NULL.
 * @param wanted names or patterns: `tables` (all when absent or empty) without `exclude`
 * @throws {DbsynthError} E_UNKNOWN_TABLE; E_USAGE when nothing is left, or an excluded parent cannot be missed
 */
export function selectTables(
  catalog: Catalog,
  wanted: { readonly tables?: readonly string[]; readonly exclude?: readonly string[] },
): Selection {
  const tables = new Map(catalog.tables.map((table) => [table.id, table]));
  const named = wanted.tables ?? [];
  const excluded = new Set(
    (wanted.exclude ?? []).flatMap((pattern) => matchTables(catalog, pattern, '--exclude')),
  );
  const asked =
    named.length > 0
      ? named.flatMap((pattern) => matchTables(catalog, pattern, '--tables'))
      : [...tables.keys()];

  const included = new Map<string, Inclusion>();
  for (const id of asked) {
    if (!excluded.has(id)) included.set(id, { why: named.length > 0 ? 'asked' : 'all', by: null });
  }
  if (included.size === 0) {
    throw new DbsynthError('E_USAGE', 'no table is left to write', { hint: 'check --tables and --exclude' });
  }

  const nulled = new Map<string, NulledKey[]>();
  const warnings: PlanWarning[] = [];
  for (const id of included.keys()) {
    const table = tables.get(id)!;
    for (const key of table.foreignKeys) {
      if (excluded.has(key.parent)) {
        nulled.set(id, [...(nulled.get(id) ?? []), nullKey(table, key)]);
        warnings.push({
          table: id,
          message: `foreign key "${key.name}" stays NULL: "${key.parent}" is excluded`,
        });
      } else if (!included.has(key.parent)) {
        included.set(key.parent, { why: 'needed', by: id });
      }
    }
  }
  const inOrder = [...tables.keys()]
    .filter((id) => included.has(id))
    .map((id) => [id, included.get(id)!] as const);
  return { included: new Map(inOrder), nulled, warnings };
}

function nullKey(table: Table, key: ForeignKey): NulledKey {
  const columns = columnsToNull(table, key);
  if (columns.length > 0) return { foreignKey: key.name, parent: key.parent, columns };
  throw new DbsynthError(
    'E_USAGE',
    `table "${table.id}" cannot be written without "${key.parent}", which is excluded: its foreign key "${key.name}" cannot be NULL`,
    { hint: `exclude "${table.id}" too, or do not exclude "${key.parent}"` },
  );
}
