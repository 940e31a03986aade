import type { Catalog, Column, Table } from '../introspect/catalog.js';
import type { ColumnModel, Model } from '../model/model.js';
import type { Product, TargetType } from '../product.js';
import { findColumnType, type ColumnType, type Conversion } from './find-column-type.js';

export interface NeededType {
  readonly target: TargetType;
  readonly conversion: Conversion | null;
  /** The type is the parent's, whose rule holds here too. */
  readonly isInherited: boolean;
}

/** The entry of a column among those of all tables. */
export function columnKey(table: string, column: string): string {
  return `${table}\0${column}`;
}

/**
 * Finds the target's type of every column. Columns that are tied by foreign keys get one type, that of the columns at
 * the top, where their values come from: strict products want it, and SQLite does not care.
 * @param nameOf the target's name of a column
 */
export function findColumnTypes(
  catalog: Catalog,
  model: Pick<Model, 'tables'> | null,
  product: Product,
  nameOf: (column: string) => string,
): Map<string, NeededType> {
  const types = new Map<string, NeededType>();
  for (const group of groupColumns(catalog)) {
    const tops = group.filter(({ isTop }) => isTop);
    const found = (tops.length > 0 ? tops : group.slice(0, 1)).map(({ table, column }) => ({
      column,
      ...findColumnType(column, learnedColumn(model, table, column)),
    }));
    const { column, type, conversion, decimals } = found.reduce(wider);
    const keyParts = Math.max(...group.map((member) => widestKey(member.table, member.column)));
    for (const member of group) {
      const name = nameOf(member.column.name);
      const { caseInsensitive } = column;
      const target = product.typeOf({ name, type, caseInsensitive, keyParts, decimals });
      const isInherited = !member.isTop && tops.length > 0;
      types.set(columnKey(member.table.id, member.column.name), { target, conversion, isInherited });
    }
  }
  return types;
}

function learnedColumn(
  model: Pick<Model, 'tables'> | null,
  table: Table,
  column: Column,
): ColumnModel | null {
  const learned = model?.tables.find(({ id }) => id === table.id);
  return learned?.columns.find(({ name }) => name === column.name) ?? null;
}

interface Member {
  readonly table: Table;
  readonly column: Column;
  /** It refers to no other column. */
  readonly isTop: boolean;
}

/** Columns that foreign keys tie to one another, in the order of the catalog. */
function groupColumns(catalog: Catalog): Member[][] {
  const leaders = new Map<string, string>();
  const leaderOf = (key: string): string => {
    let leader = key;
    for (let up = leaders.get(leader); up !== undefined; up = leaders.get(leader)) leader = up;
    return leader;
  };
  const children = new Set<string>();
  for (const { id, foreignKeys } of catalog.tables)
    for (const { columns, parent, parentColumns } of foreignKeys)
      columns.forEach((column, index) => {
        const [child, up] = [columnKey(id, column), columnKey(parent, parentColumns[index]!)];
        if (child === up) return;
        children.add(child);
        const [one, other] = [leaderOf(child), leaderOf(up)];
        if (one !== other) leaders.set(one, other);
      });
  const groups = new Map<string, Member[]>();
  for (const table of catalog.tables)
    for (const column of table.columns) {
      const key = columnKey(table.id, column.name);
      const leader = leaderOf(key);
      const group = groups.get(leader) ?? [];
      groups.set(leader, group);
      group.push({ table, column, isTop: !children.has(key) });
    }
  return [...groups.values()];
}

type Found = ColumnType & { readonly column: Column };

/** Of two types for the same values the one that takes more of them. */
function wider(a: Found, b: Found): Found {
  if (a.type.name === 'integer' && b.type.name === 'integer')
    return b.type.max > a.type.max || b.type.min < a.type.min ? b : a;
  if (a.type.name === 'text' && b.type.name === 'text')
    return (b.type.maxLength ?? Infinity) > (a.type.maxLength ?? Infinity) ? b : a;
  if (a.type.name === b.type.name) return a;
  return b.type.name === 'text' || (a.type.name === 'integer' && ['decimal', 'real'].includes(b.type.name))
    ? b
    : a;
}

/** Columns of the widest key or foreign key that holds it; what a key's expressions read is not looked into. */
function widestKey({ uniques, foreignKeys }: Table, { name }: Column): number {
  const widths = [...uniques, ...foreignKeys]
    .filter(({ columns }) => columns.includes(name))
    .map(({ columns }) => columns.length);
  return Math.max(0, ...widths);
}
