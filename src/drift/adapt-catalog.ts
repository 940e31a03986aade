import type { Catalog, Column, ForeignKey, Table } from '../introspect/catalog.js';
import { createCatalog } from '../introspect/create-catalog.js';
import { isSameName } from '../write/is-same-name.js';

/**
 * The catalog that rows of a model are made for when they go to a database whose schema has drifted: tables that both
 * have, with the database's columns and constraints, in the spelling of the model. Foreign keys of the model stay even
 * where they are gone, because what was learned follows them; columns that only such a key needs are not written.
 * @param learned catalog of the model
 * @param found catalog of the database
 */
export function adaptCatalog(learned: Catalog, found: Catalog): Catalog {
  const pairs = learned.tables.map((table) => ({
    table,
    other: found.tables.find(({ id }) => isSameName(id, table.id)),
  }));
  const keys = new Map(
    pairs.map(({ table, other }) => [table.id, other ? joinKeys(table, other, learned) : table.foreignKeys]),
  );
  const needed = new Set(
    [...keys].flatMap(([id, each]) =>
      each.flatMap(({ columns, parent, parentColumns, when = [] }) => [
        ...columns.map((name) => nameOf(id, name)),
        ...when.map(({ column }) => nameOf(id, column)),
        ...parentColumns.map((name) => nameOf(parent, name)),
      ]),
    ),
  );
  return createCatalog({
    ...learned,
    tables: pairs.map(({ table, other }) =>
      other === undefined
        ? table
        : joinTables(table, withoutStrangers(other, learned), keys.get(table.id)!, needed),
    ),
  });
}

function joinTables(
  table: Table,
  other: Table,
  foreignKeys: readonly ForeignKey[],
  needed: ReadonlySet<string>,
): Table {
  const spell = spellingOf(table);
  const columns = other.columns.map((column) => ({ ...column, name: spell(column.name) }));
  const unwritten = table.columns
    .filter(
      ({ name }) => !columns.some((column) => column.name === name) && needed.has(nameOf(table.id, name)),
    )
    .map((column): Column => ({ ...column, generated: 'virtual' }));
  return {
    ...other,
    id: table.id,
    columns: [...columns, ...unwritten],
    primaryKey: other.primaryKey.map(spell),
    uniques: other.uniques.map((key) => ({
      ...key,
      columns: key.columns.map((name) => (name === null ? null : spell(name))),
    })),
    foreignKeys,
  };
}

/** A table without the columns that could only refer to a table the model does not know; they stay NULL. */
function withoutStrangers(table: Table, learned: Catalog): Table {
  const strange = new Set(
    table.foreignKeys
      .filter(({ parent }) => !learned.tables.some(({ id }) => isSameName(id, parent)))
      .flatMap((key) => key.columns)
      .filter((name) => table.columns.some((column) => column.name === name && column.nullable)),
  );
  const isKnown = (name: string | null): boolean => name === null || !strange.has(name);
  return {
    ...table,
    columns: table.columns.filter(({ name }) => isKnown(name)),
    uniques: table.uniques.filter(({ columns }) => columns.every(isKnown)),
  };
}

/** The model's foreign keys in their order, then those that are new and lead to tables of the model. */
function joinKeys(table: Table, other: Table, learned: Catalog): ForeignKey[] {
  const spell = spellingOf(table);
  const standing = other.foreignKeys.flatMap((key) => {
    const parent = learned.tables.find(({ id }) => isSameName(id, key.parent));
    if (parent === undefined) return [];
    return [
      {
        ...key,
        columns: key.columns.map(spell),
        parent: parent.id,
        parentColumns: key.parentColumns.map(spellingOf(parent)),
      },
    ];
  });
  const isOver = (a: ForeignKey, b: ForeignKey): boolean =>
    a.when === undefined &&
    b.when === undefined &&
    a.parent === b.parent &&
    a.columns.join('\0') === b.columns.join('\0');
  const kept = table.foreignKeys.map((key) => {
    const match = standing.find((each) => isOver(each, key));
    return match === undefined ? key : { ...match, name: key.name };
  });
  const added = standing.filter((key) => !table.foreignKeys.some((each) => isOver(each, key)));
  const names = new Set(kept.map(({ name }) => name));
  return [
    ...kept,
    ...added.map((key) => ({ ...key, name: names.has(key.name) ? `${key.name} (new)` : key.name })),
  ];
}

/** The model's spelling of a column's name. */
function spellingOf(table: Table): (name: string) => string {
  return (name) => table.columns.find((column) => isSameName(column.name, name))?.name ?? name;
}

function nameOf(table: string, column: string): string {
  return `${table}\0${column}`;
}
