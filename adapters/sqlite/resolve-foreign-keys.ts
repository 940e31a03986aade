import type { CatalogWarning, ForeignKey, UniqueKey } from '../../src/introspect/catalog.js';
import { distinctNames } from '../../src/introspect/distinct-names.js';
import type { ForeignKeyDdl, TableDdl } from './ddl.js';
import { foldName, isSameName } from './fold-name.js';
import type { FoundForeignKey } from './read-pragmas.js';
import type { TableDraft } from './read-table.js';

/**
 * Gives the foreign keys of a table the exact names of their parents and columns, each key once. One that points
 * nowhere is left out with a warning.
 * @param found what SQLite tells of them, in the order of the DDL
 * @param parents all tables, by their folded names
 */
export function resolveForeignKeys(
  child: TableDraft,
  found: readonly FoundForeignKey[],
  parents: ReadonlyMap<string, TableDraft>,
  warnings: CatalogWarning[],
): ForeignKey[] {
  const name = distinctNames();
  const foreignKeys: ForeignKey[] = [];
  for (const [position, foreignKey] of found.entries()) {
    const reference = resolveParent(child, foreignKey, parents, warnings);
    if (reference === null || foreignKeys.some((known) => isSameReference(known, foreignKey, reference)))
      continue;
    const declared = findDeclaration(child.ddl, position, foreignKey.columns);
    foreignKeys.push({
      name: name(declared?.name ?? [child.object.name, ...foreignKey.columns, 'fkey'].join('_')),
      columns: foreignKey.columns,
      ...reference,
      // SQLite reads MATCH FULL and acts as for SIMPLE. https://www.sqlite.org/foreignkeys.html#fk_unsupported
      match: 'simple',
      deferrable: declared?.deferrable ?? false,
      onDelete: foreignKey.onDelete,
      onUpdate: foreignKey.onUpdate,
    });
  }
  return foreignKeys;
}

/** The same foreign key in the DDL, which alone tells its name. */
function findDeclaration(
  ddl: TableDdl,
  position: number,
  columns: readonly string[],
): ForeignKeyDdl | undefined {
  const declared = ddl.foreignKeys[position];
  return declared !== undefined && isSameName(declared.columns.join('\0'), columns.join('\0'))
    ? declared
    : undefined;
}

type Reference = Pick<ForeignKey, 'parent' | 'parentColumns'>;

function isSameReference(
  known: ForeignKey,
  found: FoundForeignKey,
  { parent, parentColumns }: Reference,
): boolean {
  const key = (foreignKey: Reference & { columns: readonly string[] }): string =>
    JSON.stringify([foreignKey.parent, foreignKey.columns, foreignKey.parentColumns]);
  return key(known) === key({ columns: found.columns, parent, parentColumns });
}

/**
 * Finds the parent's exact name and columns; SQLite checks neither when the table is made.
 * https://www.sqlite.org/foreignkeys.html#fk_indexes
 * @returns null for a foreign key that points nowhere, which is left out with a warning
 */
function resolveParent(
  child: TableDraft,
  foreignKey: FoundForeignKey,
  parents: ReadonlyMap<string, TableDraft>,
  warnings: CatalogWarning[],
): Reference | null {
  const warn = (message: string): void => {
    warnings.push({
      table: child.object.name,
      column: foreignKey.columns.length === 1 ? foreignKey.columns[0]! : null,
      message: `foreign key (${foreignKey.columns.join(', ')}): ${message}`,
    });
  };
  const parent = parents.get(foldName(foreignKey.parent));
  if (parent === undefined) {
    warn(`there is no table "${foreignKey.parent}"; left out`);
    return null;
  }
  const wanted = foreignKey.parentColumns ?? parent.primaryKey;
  const parentColumns = wanted.flatMap(
    (column) => parent.names.find((name) => isSameName(name, column)) ?? [],
  );
  if (
    parentColumns.length !== foreignKey.columns.length ||
    new Set(parentColumns).size !== parentColumns.length
  ) {
    warn(`its parent columns in "${parent.object.name}" do not exist or do not pair up; left out`);
    return null;
  }
  if (!isUnique(parent, parentColumns)) {
    warn(
      `(${parentColumns.join(', ')}) of "${parent.object.name}" is not unique, so SQLite cannot enforce it`,
    );
  }
  return { parent: parent.object.name, parentColumns };
}

/** Whether the parent has a whole key of exactly these columns, in any order. */
function isUnique({ uniques }: TableDraft, columns: readonly string[]): boolean {
  const wanted = columnSet(columns);
  return uniques.some(
    (unique) => unique.predicate === null && isOfColumns(unique) && columnSet(unique.columns) === wanted,
  );
}

function isOfColumns(key: UniqueKey): key is UniqueKey & { readonly columns: readonly string[] } {
  return !key.columns.includes(null);
}

function columnSet(columns: readonly string[]): string {
  return columns.map(foldName).sort().join('\0');
}
