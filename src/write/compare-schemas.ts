import type { Catalog, Column, ForeignKey, LogicalType, Table, UniqueKey } from '../introspect/catalog.js';
import { isSameName } from './is-same-name.js';

/** Something about a table that keeps rows of the expected schema from being written into it. */
export interface SchemaDifference {
  readonly table: string;
  readonly column: string | null;
  /** Continues the name of the table or column: `is missing`. */
  readonly message: string;
}

/**
 * Finds what keeps rows made for one schema from fitting into another that stands already: missing tables and
 * columns, other types, and rules that the rows were not made for. What the other schema allows beyond the expected
 * one is no difference; its CHECKs are left to the database.
 * @param expected the catalog that rows are made for
 * @param found the catalog of the database that shall take them
 * @param tables ids of the expected tables to compare
 */
export function compareSchemas(
  expected: Catalog,
  found: Catalog,
  tables: readonly string[],
): SchemaDifference[] {
  const sameDialect = expected.dialect === found.dialect;
  return expected.tables
    .filter(({ id }) => tables.includes(id))
    .flatMap((table) => {
      const counterpart = found.tables.find(({ id }) => isSameName(id, table.id));
      return counterpart
        ? [
            ...table.columns.flatMap((column) => compareColumn(table, column, counterpart, sameDialect)),
            ...counterpart.columns.flatMap((column) => findDemand(table, column)),
            ...findUnknownRules(table, counterpart),
          ]
        : [{ table: table.id, column: null, message: 'is missing' }];
    });
}

function compareColumn(
  table: Table,
  column: Column,
  counterpart: Table,
  sameDialect: boolean,
): SchemaDifference[] {
  if (column.generated !== false) return [];
  const differs = (message: string) => [{ table: table.id, column: column.name, message }];
  const other = counterpart.columns.find(({ name }) => isSameName(name, column.name));
  if (!other) return differs('is missing');
  if (other.generated !== false) return differs('is computed by the database');
  // Between products types carry over as far as the writer can bring them.
  if (sameDialect && isOtherType(column.type, other.type))
    return differs(`is ${other.type.name}, not ${column.type.name}`);
  if (column.nullable && !other.nullable) return differs('must not be NULL, but was NULL or could be');
  return [];
}

/** A column that rows do not bring and that cannot do without. */
function findDemand(table: Table, column: Column): SchemaDifference[] {
  const isKnown = table.columns.some(({ name }) => isSameName(name, column.name));
  const fillsItself =
    column.nullable || column.defaultSql !== null || column.generated !== false || column.identity;
  if (isKnown || fillsItself) return [];
  return [
    { table: table.id, column: column.name, message: 'is unknown, must not be NULL and has no default' },
  ];
}

function findUnknownRules(table: Table, counterpart: Table): SchemaDifference[] {
  const differs = (message: string) => ({ table: table.id, column: null, message });
  const keys = counterpart.foreignKeys.filter(
    (key) => isWritten(table, key) && !table.foreignKeys.some((known) => isSameKey(known, key)),
  );
  const uniques = counterpart.uniques.filter((key) => !table.uniques.some((known) => implies(known, key)));
  return [
    ...keys.map(({ columns, parent }) =>
      differs(`has an unknown foreign key (${columns.join(', ')}) to "${parent}"`),
    ),
    ...uniques.map(({ name, columns }) =>
      differs(
        `has an unknown unique key "${name}" (${columns.map((column) => column ?? 'expression').join(', ')})`,
      ),
    ),
  ];
}

/** A foreign key refers to nothing where rows do not bring one of its columns. */
function isWritten({ columns }: Table, key: ForeignKey): boolean {
  return key.columns.every((name) => columns.some((column) => isSameName(column.name, name)));
}

function isSameKey(a: ForeignKey, b: ForeignKey): boolean {
  const describe = ({ columns, parent, parentColumns }: ForeignKey) =>
    JSON.stringify([parent, columns, parentColumns]).toLowerCase();
  return describe(a) === describe(b);
}

/** Whether rows that are unique by the one key are unique by the other. */
function implies(known: UniqueKey, key: UniqueKey): boolean {
  if (key.columns.includes(null) || known.columns.includes(null) || known.predicate !== null) {
    return describeKey(known) === describeKey(key);
  }
  const names = key.columns.map((name) => name!.toLowerCase());
  const isInside = known.columns.every((name) => names.includes(name!.toLowerCase()));
  const ignoresCase = (name: string): boolean => key.caseInsensitive[names.indexOf(name)] ?? false;
  const isAsStrict = known.columns.every(
    (name, at) => known.caseInsensitive[at] === true || !ignoresCase(name!.toLowerCase()),
  );
  return isInside && isAsStrict && (key.nullsDistinct || !known.nullsDistinct);
}

function describeKey({ columns, expressions, predicate, nullsDistinct, caseInsensitive }: UniqueKey): string {
  return JSON.stringify([columns, expressions, predicate, nullsDistinct, caseInsensitive]).toLowerCase();
}

/** Types of one family take each other's values; a database of loose types takes anything as `other`. */
const FAMILIES: Partial<Record<LogicalType['name'], string>> = {
  integer: 'number',
  decimal: 'number',
  real: 'number',
  boolean: 'number',
  text: 'text',
  uuid: 'text',
  json: 'text',
  enum: 'text',
  date: 'moment',
  timestamp: 'moment',
  time: 'time',
  bytes: 'bytes',
};

function isOtherType(a: LogicalType, b: LogicalType): boolean {
  const [one, other] = [FAMILIES[a.name], FAMILIES[b.name]];
  return one !== undefined && other !== undefined && one !== other;
}
