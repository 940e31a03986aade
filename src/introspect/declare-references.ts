import { DbsynthError } from '../errors.js';
import type { Catalog, Column, ForeignKey, Selector, Table } from './catalog.js';
import { createCatalog } from './create-catalog.js';
import { matchTable } from './match-tables.js';
import { nearestNames } from './nearest-names.js';

/** A reference that no constraint of the database states, as the user writes it. */
export interface ReferenceDeclaration {
  /** `table.column` of the child, or several of one table. */
  readonly from: string | readonly string[];
  /** As many columns of the parent, over which it has a unique key. */
  readonly to: string | readonly string[];
  /** Only rows with these values refer to the parent (`{ "commentable_type": "Post" }`). */
  readonly when?: Readonly<Record<string, string | number>>;
}

/**
 * Adds declared references to a catalog, behind the foreign keys that the database has, so that all later stages take
 * them for such. One that the database has itself by now is passed over.
 * @throws {DbsynthError} E_UNKNOWN_TABLE; E_REFERENCE for unknown columns, types that do not agree, and a parent without
 *   a unique key over the columns
 */
export function declareReferences(catalog: Catalog, declared: readonly ReferenceDeclaration[]): Catalog {
  if (declared.length === 0) return catalog;
  const added = new Map<string, ForeignKey[]>();
  for (const declaration of declared) {
    const { table, key } = resolve(catalog, declaration);
    const known = added.get(table.id) ?? [];
    const others = [...table.foreignKeys, ...known];
    if (others.some((other) => isSame(other, key))) continue;
    const taken = new Set(others.map(({ name }) => name));
    added.set(table.id, [...known, { ...key, name: freeName(key.name, taken) }]);
  }
  const tables = catalog.tables.map((table) => {
    // A reference may say which rows a polymorphic one concerns, so these come last.
    const keys = [...table.foreignKeys, ...(added.get(table.id) ?? [])];
    const isPolymorphic = ({ when }: ForeignKey): boolean => when !== undefined;
    const foreignKeys = [...keys.filter((key) => !isPolymorphic(key)), ...keys.filter(isPolymorphic)];
    for (const key of foreignKeys) checkSelectors(table, key, foreignKeys);
    return { ...table, foreignKeys };
  });
  return createCatalog({ ...catalog, tables });
}

function resolve(
  catalog: Catalog,
  { from, to, when }: ReferenceDeclaration,
): { table: Table; key: ForeignKey } {
  const label = `${listOf(from)} → ${listOf(to)}`;
  const child = findColumns(catalog, from, label);
  const parent = findColumns(catalog, to, label);
  if (child.columns.length !== parent.columns.length)
    throw refuse(label, `it pairs ${child.columns.length} columns with ${parent.columns.length}`, {
      hint: 'name as many columns of the parent as of the child',
    });
  checkWritten(child.columns, label);
  child.columns.forEach((column, i) => checkTypes(column, parent.columns[i]!, label));
  const parentColumns = parent.columns.map(({ name }) => name);
  checkUnique(parent.table, parentColumns, label);
  const columns = child.columns.map(({ name }) => name);
  return {
    table: child.table,
    key: {
      name: `${columns.join('_')}_${parent.table.name}`,
      columns,
      parent: parent.table.id,
      parentColumns,
      match: 'simple',
      deferrable: false,
      onDelete: 'NO ACTION',
      onUpdate: 'NO ACTION',
      declared: true,
      ...(when === undefined ? {} : { when: resolveSelectors(child.table, columns, when, label) }),
    },
  };
}

/** The columns behind `table.column`, in any case; either name may hold dots. */
function findColumns(
  catalog: Catalog,
  written: string | readonly string[],
  label: string,
): { table: Table; columns: Column[] } {
  const found = [written].flat().map((name) => findColumn(catalog, name, label));
  const [first] = found;
  if (first === undefined) throw refuse(label, 'it names no column');
  if (found.some(({ table }) => table !== first.table))
    throw refuse(label, 'its columns are of several tables', { hint: 'list columns of one table' });
  const columns = found.map(({ column }) => column);
  if (new Set(columns).size < columns.length) throw refuse(label, 'it names a column twice');
  return { table: first.table, columns };
}

function findColumn(catalog: Catalog, written: string, label: string): { table: Table; column: Column } {
  const dots = [...written.matchAll(/\./g)].map(({ index }) => index);
  for (const at of dots) {
    const table = findTable(catalog, written.slice(0, at));
    const column = table === null ? null : columnOf(table, written.slice(at + 1));
    if (table !== null && column !== null) return { table, column };
  }
  const last = dots.at(-1);
  if (last === undefined)
    throw refuse(label, `"${written}" names no column`, {
      hint: 'write table.column, as orders.customer_ref',
    });
  const table = matchTable(catalog, written.slice(0, last), 'references');
  throw unknownColumn(table, written.slice(last + 1), label);
}

function findTable(catalog: Catalog, name: string): Table | null {
  try {
    return matchTable(catalog, name, 'references');
  } catch {
    return null;
  }
}

function columnOf({ columns }: Table, name: string): Column | null {
  const lower = name.toLowerCase();
  return (
    columns.find((column) => column.name === name) ??
    columns.find((column) => column.name.toLowerCase() === lower) ??
    null
  );
}

function unknownColumn(table: Table, name: string, label: string): DbsynthError {
  const names = table.columns.map((column) => column.name);
  const near = nearestNames(name, names);
  return refuse(label, `table "${table.id}" has no column "${name}"`, {
    hint: near.length > 0 ? `did you mean ${near.join(', ')}?` : `columns: ${names.join(', ')}`,
  });
}

function checkWritten(columns: readonly Column[], label: string): void {
  const computed = columns.find(({ generated }) => generated !== false);
  if (computed === undefined) return;
  throw refuse(label, `column "${computed.name}" is computed by the database`, {
    hint: 'declare the reference over the columns that it is computed from',
  });
}

/** Whether values of two columns can be equal: they are of one kind, whatever their sizes. */
export function areComparable(child: Column, parent: Column): boolean {
  const isByName = child.type.name === 'enum' || child.type.name === 'other';
  return child.type.name === parent.type.name && (!isByName || child.declaredType === parent.declaredType);
}

function checkTypes(child: Column, parent: Column, label: string): void {
  if (areComparable(child, parent)) return;
  throw refuse(
    label,
    `"${child.name}" is ${child.declaredType}, "${parent.name}" is ${parent.declaredType}: they cannot be equal`,
    { hint: 'refer to a unique column of the same type' },
  );
}

function checkUnique(parent: Table, columns: readonly string[], label: string): void {
  const wanted = [...columns].sort().join('\0');
  const whole = parent.uniques.filter(
    ({ predicate, columns: own }) => predicate === null && !own.includes(null),
  );
  if (whole.some(({ columns: own }) => [...own].sort().join('\0') === wanted)) return;
  const keys = whole.map(({ columns: own }) => `(${own.join(', ')})`).join(', ');
  throw refuse(label, `"${parent.id}" has no unique key over (${columns.join(', ')})`, {
    hint: keys === '' ? `"${parent.id}" has no unique key at all` : `unique there: ${keys}`,
  });
}

function resolveSelectors(
  table: Table,
  keyColumns: readonly string[],
  when: Readonly<Record<string, string | number>>,
  label: string,
): Selector[] {
  return Object.entries(when).map(([name, value]) => {
    const column = columnOf(table, name);
    if (column === null) throw unknownColumn(table, name, label);
    checkWritten([column], label);
    if (keyColumns.includes(column.name))
      throw refuse(label, `column "${column.name}" of "when" is itself part of it`, {
        hint: 'name the column that says which table a row refers to; its values must be plain texts or numbers',
      });
    if (!takes(column, value))
      throw refuse(
        label,
        `column "${column.name}" is ${column.declaredType}, and "when" asks for another value`,
        {
          hint: 'write a text for a column of texts or labels, a number for one of whole numbers',
        },
      );
    return { column: column.name, value };
  });
}

/** What says which table a row refers to must be known before its row is drawn. */
function checkSelectors(table: Table, key: ForeignKey, all: readonly ForeignKey[]): void {
  for (const { column } of key.when ?? []) {
    const unknown = all.find(
      ({ columns, when, parent }) => columns.includes(column) && (when !== undefined || parent === table.id),
    );
    if (unknown === undefined) continue;
    const label = `${key.columns.join(', ')} → ${key.parent}.${key.parentColumns.join(', ')}`;
    const what = unknown.when === undefined ? 'to the same table' : 'that is polymorphic itself';
    throw refuse(label, `column "${column}" of "when" is part of a reference ${what}`, {
      hint: 'name a column of plain texts or numbers, or one that refers to another table in all rows',
    });
  }
}

function takes({ type }: Column, value: string | number): boolean {
  if (type.name === 'enum') return typeof value === 'string' && type.labels.includes(value);
  if (type.name === 'text') return typeof value === 'string';
  return type.name === 'integer' && typeof value === 'number' && Number.isSafeInteger(value);
}

function isSame(a: ForeignKey, b: ForeignKey): boolean {
  const say = ({ columns, parent, parentColumns, when = [] }: ForeignKey): string =>
    JSON.stringify([parent, columns.map((name, i) => [name, parentColumns[i]]).sort(), when]);
  return say(a) === say(b);
}

function freeName(name: string, taken: ReadonlySet<string>): string {
  for (let number = 1; ; number++) {
    const candidate = number === 1 ? name : `${name}_${number}`;
    if (!taken.has(candidate)) return candidate;
  }
}

function listOf(written: string | readonly string[]): string {
  return [written].flat().join(', ');
}

function refuse(label: string, why: string, options: { hint?: string } = {}): DbsynthError {
  return new DbsynthError('E_REFERENCE', `the reference ${label} cannot be kept: ${why}`, options);
}
