import type { RowSelection, Source } from '../../database.js';
import { isOptional } from '../../graph/is-optional.js';
import type { Catalog, Column, ForeignKey, Table } from '../../introspect/catalog.js';
import { hashText } from '../../random/hash.js';
import type { Thinning } from './plan-sample.js';

const HASHES = 2 ** 31;

/** A thinning as the table sees it: the foreign keys to follow to the ancestor. */
export interface Way {
  readonly path: readonly ForeignKey[];
  readonly share: number;
}

/**
 * Writes thinnings as SQL, with joins along the foreign keys to the ancestors. A row without a parent on the way
 * stands for itself: its own key is hashed.
 * @param table the table to read, called `t`
 * @param ways how the ancestors are reached, see `waysOf`
 */
export function sampleSql(
  source: Pick<Source, 'quote' | 'qualify' | 'hash'>,
  catalog: Catalog,
  table: Table,
  ways: readonly Way[],
): RowSelection {
  const joins = new Map<string, { readonly alias: string; readonly sql: string }>();
  const column = (alias: string, name: string): string => `${alias}.${source.quote(name)}`;
  const tableOf = (id: string): Table => catalog.tables.find((other) => other.id === id)!;
  const hashOf = (id: string, expressions: readonly string[]): string =>
    source.hash([String(hashText(id)), ...expressions]);
  const keyHash = (alias: string, { id }: Table): string =>
    hashOf(
      id,
      keyColumns(tableOf(id)).map((name) => column(alias, name)),
    );

  function join(from: string, key: ForeignKey): string {
    const name = JSON.stringify([from, key.name]);
    const known = joins.get(name);
    if (known !== undefined) return known.alias;
    const alias = `t${joins.size + 1}`;
    const on = key.columns.map((own, i) => `${column(alias, key.parentColumns[i]!)} = ${column(from, own)}`);
    const sql = `LEFT JOIN ${source.qualify(tableOf(key.parent))} AS ${alias} ON ${on.join(' AND ')}`;
    joins.set(name, { alias, sql });
    return alias;
  }

  const conditions = ways.map(({ path, share }) => {
    let here = table;
    let alias = 't';
    const withoutParent: string[] = [];
    let hash: string | null = null;
    path.forEach((key, step) => {
      const parent = tableOf(key.parent);
      if (isOptional(here, key)) {
        const isMissing = key.columns.map((name) => `${column(alias, name)} IS NULL`).join(' OR ');
        withoutParent.push(`WHEN ${isMissing} THEN ${keyHash(alias, here)}`);
      }
      if (step === path.length - 1 && tellsKey(here, key, parent))
        hash = hashOf(
          parent.id,
          keyColumns(parent).map((name) => column(alias, key.columns[key.parentColumns.indexOf(name)]!)),
        );
      else alias = join(alias, key);
      here = parent;
    });
    hash ??= keyHash(alias, here);
    const value = withoutParent.length === 0 ? hash : `CASE ${withoutParent.join(' ')} ELSE ${hash} END`;
    return `${value} < ${Math.ceil(share * HASHES)}`;
  });
  return {
    join: [...joins.values()].map(({ sql }) => sql).join(' '),
    where: conditions.join(' AND '),
  };
}

/**
 * Finds the way from a table to the ancestors of its thinnings.
 * @param ownerOf the owning foreign key of a table
 */
export function waysOf(
  table: string,
  thinnings: readonly Thinning[],
  ownerOf: (table: string) => ForeignKey | null,
): Way[] {
  return thinnings.map(({ ancestor, share }) => {
    const path: ForeignKey[] = [];
    for (let at = table; at !== ancestor;) {
      const key = ownerOf(at)!;
      path.push(key);
      at = key.parent;
    }
    return { path, share };
  });
}

/** What tells a row from others: its primary key, a unique key without nulls, or all it has. */
function keyColumns(table: Table): readonly string[] {
  if (table.primaryKey.length > 0) return table.primaryKey;
  const isPlain = (name: string | null): name is string =>
    name !== null && table.columns.some((column) => column.name === name && !column.nullable);
  const unique = table.uniques.find(({ columns, predicate }) => predicate === null && columns.every(isPlain));
  if (unique !== undefined) return unique.columns as readonly string[];
  return table.columns.filter(({ generated }) => generated === false).map(({ name }) => name);
}

/** Whether a foreign key holds the parent's key in the same form, so that hashing it needs no join. */
function tellsKey(table: Table, key: ForeignKey, parent: Table): boolean {
  return keyColumns(parent).every((name) => {
    const at = key.parentColumns.indexOf(name);
    if (at < 0) return false;
    const own = columnOf(table, key.columns[at]!);
    const theirs = columnOf(parent, name);
    const isInteger = own.type.name === 'integer' && theirs.type.name === 'integer';
    return isInteger || (own.declaredType === theirs.declaredType && !theirs.caseInsensitive);
  });
}

function columnOf(table: Table, name: string): Column {
  return table.columns.find((column) => column.name === name)!;
}
