import { isOptional } from '../graph/is-optional.js';
import type { ForeignKey, Table, UniqueKey } from '../introspect/catalog.js';

/** What the rows of other tables ask of a table whose rows they cannot do without. */
export interface Demand {
  /** At least so many rows differ in these columns from each other. */
  readonly rows: number;
  readonly columns: readonly string[];
  /** And are not NULL in these, the others among them. */
  readonly present: readonly string[];
  /** The unique key that asks for it: what holds it already does not count. */
  readonly unique: { readonly table: string; readonly key: UniqueKey } | null;
}

/**
 * Lists what other tables demand of a table by their foreign keys: a row to refer to, or as many different values as they
 * have rows where a unique key lies within the foreign key. What is demanded of a table it demands of its parents.
 * @param rowsOf rows that a table has, or is to get
 */
export function listDemands(
  id: string,
  tables: readonly Table[],
  rowsOf: (table: string) => number,
): Demand[] {
  return list(id, null, new Set());

  /** @param within columns of which one is referred to; null for any */
  function list(parent: string, within: readonly string[] | null, seen: ReadonlySet<ForeignKey>): Demand[] {
    return tables.flatMap((child) =>
      child.foreignKeys
        .filter((key) => key.parent === parent && child.id !== parent && !seen.has(key))
        .filter(({ parentColumns }) => within === null || parentColumns.some((name) => within.includes(name)))
        .flatMap((key) => demandsOf(child, key, seen)),
    );
  }

  function demandsOf(child: Table, key: ForeignKey, seen: ReadonlySet<ForeignKey>): Demand[] {
    const rows = rowsOf(child.id);
    if (rows === 0) return [];
    const isNeeded = !isOptional(child, key);
    const own = isNeeded ? [{ rows: 1, columns: [], unique: null }, ...uniquesWithin(child, key, rows)] : [];
    const passedOn = list(child.id, key.columns, new Set([...seen, key])).filter(
      ({ columns, present }) =>
        columns.every((name) => key.columns.includes(name)) &&
        (isNeeded || key.columns.every((name) => present.includes(name))),
    );
    return [...own, ...passedOn].map(({ rows, columns, unique }) => ({
      rows,
      columns: columns.map((name) => key.parentColumns[key.columns.indexOf(name)]!),
      present: key.parentColumns,
      unique,
    }));
  }
}

function uniquesWithin(
  { id, uniques }: Table,
  { columns: allowed }: ForeignKey,
  rows: number,
): Pick<Demand, 'rows' | 'columns' | 'unique'>[] {
  return uniques
    .filter(({ predicate }) => predicate === null)
    .filter(({ columns }) => columns.every((name) => name !== null && allowed.includes(name)))
    .map((key) => ({ rows, columns: key.columns as string[], unique: { table: id, key } }));
}
