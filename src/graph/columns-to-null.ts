import type { Check, ForeignKey, Table } from '../introspect/catalog.js';

/**
 * Names the columns that are set to NULL so that a row can stand without the parent of a foreign key: as few as
 * its MATCH type allows, and if possible none that another foreign key needs.
 * @returns column names; empty when the row cannot do without the parent
 */
export function columnsToNull(table: Table, foreignKey: ForeignKey): string[] {
  const free = foreignKey.columns.filter((column) => canBeNull(table, column));
  if (foreignKey.match === 'full') return free.length === foreignKey.columns.length ? free : [];
  const own = free.filter((column) => !isShared(table, foreignKey, column));
  return own.length > 0 ? own : free;
}

function canBeNull(table: Table, name: string): boolean {
  const column = table.columns.find((column) => column.name === name)!;
  return (
    column.nullable &&
    column.generated === false &&
    !column.identity &&
    !table.primaryKey.includes(name) &&
    !table.uniques.some((key) => !key.nullsDistinct && key.columns.includes(name)) &&
    !table.checks.some((check) => mayForbidNull(check, name))
  );
}

function isShared(table: Table, foreignKey: ForeignKey, column: string): boolean {
  return table.foreignKeys.some((other) => other.name !== foreignKey.name && other.columns.includes(column));
}

/** A CHECK is satisfied by an unknown result, so only one that asks for NULL itself can refuse a NULL. */
function mayForbidNull(check: Check, column: string): boolean {
  const words = check.sql.toLowerCase().match(/[\p{L}\p{N}_$]+/gu) ?? [];
  const asksForNull = words.some((word) =>
    ['null', 'isnull', 'notnull', 'coalesce', 'ifnull'].includes(word),
  );
  return asksForNull && check.sql.toLowerCase().includes(column.toLowerCase());
}
