import type { Catalog, Column, ForeignKey, Table, UniqueKey } from '../introspect/catalog.js';
import { isSameType } from '../introspect/is-same-type.js';
import { takesValuesOf } from '../introspect/takes-values-of.js';

/** What dbsynth does about a difference when it writes rows of a model into the database. */
export type DriftHandling =
  /** Rows do not need it. */
  | 'ignored'
  /** Left out of the rows: the database fills it from its default, or with NULL. */
  | 'default'
  /** Made up from the schema, as `dbsynth seed` does. */
  | 'made up'
  /** Rows are drawn so that it holds. */
  | 'kept'
  /** Rows of this model cannot be written here. */
  | 'refused';

/** One difference between the schema that a model was learned from and a database. */
export interface Drift {
  readonly table: string;
  /** Null where the table itself, or a rule over several columns, differs. */
  readonly column: string | null;
  readonly what: 'table' | 'column' | 'type' | 'null' | 'foreign key' | 'unique key' | 'check';
  readonly change: 'added' | 'dropped' | 'changed';
  readonly handling: DriftHandling;
  /** A sentence without its subject: `is new, may be NULL`. */
  readonly message: string;
}

/**
 * Finds how a database's schema differs from the one that a model was learned from, and what becomes of each
 * difference when rows of the model are written into it. Names are compared without case.
 * @param learned catalog of the model
 * @param found catalog of a database of the same product
 */
export function findDrift(learned: Catalog, found: Catalog): Drift[] {
  const known = byName(learned.tables, ({ id }) => id);
  const standing = byName(found.tables, ({ id }) => id);
  return [
    ...learned.tables.flatMap((table) => {
      const other = standing.get(table.id.toLowerCase());
      return other === undefined ? [droppedTable(table)] : compareTables(table, other, known);
    }),
    ...found.tables.filter(({ id }) => !known.has(id.toLowerCase())).map(addedTable),
  ];
}

function droppedTable({ id }: Table): Drift {
  const message = 'is not there any more; leave it out with --exclude';
  return { table: id, column: null, what: 'table', change: 'dropped', handling: 'refused', message };
}

function addedTable({ id }: Table): Drift {
  const message = 'is new and gets no rows';
  return { table: id, column: null, what: 'table', change: 'added', handling: 'ignored', message };
}

type Tables = ReadonlyMap<string, Table>;

/** @param known tables of the model, by name in lower case */
function compareTables(table: Table, other: Table, known: Tables): Drift[] {
  const theirs = byName(other.columns, ({ name }) => name);
  const ours = byName(table.columns, ({ name }) => name);
  return [
    ...table.columns.flatMap((column) => {
      const match = theirs.get(column.name.toLowerCase());
      if (match !== undefined) return compareColumns(table.id, column, match);
      const message = 'is not there any more';
      return [
        {
          table: table.id,
          column: column.name,
          what: 'column',
          change: 'dropped',
          handling: 'ignored',
          message,
        },
      ] as const;
    }),
    ...other.columns
      .filter(({ name }) => !ours.has(name.toLowerCase()))
      .map((column) => addedColumn(table.id, column, other, known)),
    ...compareRules(table, other, known),
  ];
}

function addedColumn(table: string, column: Column, { foreignKeys }: Table, known: Tables): Drift {
  const drift = { table, column: column.name, what: 'column', change: 'added' } as const;
  if (column.generated !== false) return { ...drift, handling: 'ignored', message: 'is new and computed' };
  const key = foreignKeys.find(({ columns }) => columns.includes(column.name));
  if (key !== undefined && known.has(key.parent.toLowerCase()))
    return { ...drift, handling: 'kept', message: `is new and refers to rows of "${key.parent}"` };
  if (fillsItself(column)) {
    const value = column.defaultSql === null && !column.identity ? 'NULL' : 'its default';
    return { ...drift, handling: 'default', message: `is new and gets ${value}` };
  }
  return { ...drift, handling: 'made up', message: 'is new, must have a value and has no default' };
}

/** Whether a database fills the column where a row does not bring it. */
export function fillsItself({ nullable, defaultSql, identity }: Column): boolean {
  return nullable || defaultSql !== null || identity;
}

function compareColumns(table: string, column: Column, other: Column): Drift[] {
  const drift = { table, column: column.name, change: 'changed' } as const;
  if (other.generated !== false || column.generated !== false) {
    if (other.generated !== false && column.generated !== false) return [];
    const isNow = other.generated === false ? 'no more computed' : 'now computed by the database';
    const handling = other.generated !== false ? 'ignored' : fillsItself(other) ? 'default' : 'made up';
    return [{ ...drift, what: 'type', handling, message: `is ${isNow}` }];
  }
  const found: Drift[] = [];
  if (!isSameType(column.type, other.type)) {
    const message = `is ${other.declaredType}, was ${column.declaredType}`;
    found.push({
      ...drift,
      what: 'type',
      handling: takesValuesOf(other.type, column.type) ? 'kept' : 'made up',
      message,
    });
  }
  if (column.nullable !== other.nullable) {
    const message = other.nullable ? 'may be NULL now' : 'must not be NULL any more';
    found.push({ ...drift, what: 'null', handling: other.nullable ? 'ignored' : 'kept', message });
  }
  return found;
}

function compareRules(table: Table, other: Table, known: Tables): Drift[] {
  const drift = { table: table.id, column: null } as const;
  const compare = <T>(
    what: Drift['what'],
    [ours, theirs]: readonly [readonly T[], readonly T[]],
    nameOf: (rule: T) => string,
    tell: (rule: T) => string,
  ): Drift[] => {
    const before = new Set(ours.map(nameOf));
    const standing = new Set(theirs.map(nameOf));
    return [
      ...theirs
        .filter((rule) => !before.has(nameOf(rule)))
        .map(
          (rule) =>
            ({ ...drift, what, change: 'added', handling: 'kept', message: `has ${tell(rule)}` }) as const,
        ),
      ...ours
        .filter((rule) => !standing.has(nameOf(rule)))
        .map(
          (rule) =>
            ({
              ...drift,
              what,
              change: 'dropped',
              handling: 'ignored',
              message: `has no more ${tell(rule)}`,
            }) as const,
        ),
    ];
  };
  // No database knows those that the user declared.
  const ours = table.foreignKeys.filter(({ declared }) => declared !== true);
  const keys = compare('foreign key', [ours, other.foreignKeys], sayForeignKey, tellForeignKey);
  return [
    ...keys.map((drift) => {
      // Rows of a table that the model does not know cannot be referred to.
      const key = other.foreignKeys.find((each) => drift.message.endsWith(tellForeignKey(each)));
      if (drift.change === 'dropped' || key === undefined || known.has(key.parent.toLowerCase()))
        return drift;
      const isOptional = key.columns.some((name) =>
        other.columns.some((each) => each.name === name && each.nullable),
      );
      const message = `${drift.message}, which the model does not know`;
      return { ...drift, message, handling: isOptional ? ('ignored' as const) : ('refused' as const) };
    }),
    ...compare('unique key', [table.uniques, other.uniques], sayUnique, tellUnique),
    ...compare(
      'check',
      [table.checks, other.checks],
      ({ sql }) => sql,
      ({ name }) => `the check "${name}"`,
    ),
  ];
}

/** What makes two foreign keys the same, whatever they are called. */
export function sayForeignKey({ columns, parent, parentColumns }: ForeignKey): string {
  return JSON.stringify([columns, parent, parentColumns]).toLowerCase();
}

function tellForeignKey({ columns, parent }: ForeignKey): string {
  return `the foreign key (${columns.join(', ')}) to "${parent}"`;
}

function sayUnique({ columns, expressions, predicate, nullsDistinct, caseInsensitive }: UniqueKey): string {
  return JSON.stringify([columns, expressions, predicate, nullsDistinct, caseInsensitive]).toLowerCase();
}

function tellUnique({ name, columns }: UniqueKey): string {
  return `the unique key "${name}" (${columns.map((column) => column ?? 'expression').join(', ')})`;
}

function byName<T>(items: readonly T[], nameOf: (item: T) => string): Map<string, T> {
  return new Map(items.map((item) => [nameOf(item).toLowerCase(), item]));
}
