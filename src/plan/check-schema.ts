import { DbsynthError } from '../errors.js';
import type { Catalog, Table } from '../introspect/catalog.js';
import type { Plan } from './plan.js';

/** So many differences are named in the message. */
const NAMED = 5;

/**
 * Refuses a target whose tables cannot take the rows of a plan: a table or column that is not there, or a column that
 * must have a value and would get none. Names are compared without case.
 * @param catalog of the model
 * @param target catalog of the target as it stands
 * @throws {DbsynthError} E_SCHEMA_MISMATCH
 */
export function checkSchema(plan: Plan, catalog: Catalog, target: Catalog): void {
  const known = new Map(target.tables.map((table) => [table.id.toLowerCase(), table]));
  const planned = new Set(plan.tables.map(({ id }) => id));
  const differences = catalog.tables
    .filter(({ id }) => planned.has(id))
    .flatMap((table) => compareTables(table, known.get(table.id.toLowerCase())));
  if (differences.length === 0) return;
  const rest = differences.length > NAMED ? `, and ${differences.length - NAMED} more` : '';
  throw new DbsynthError(
    'E_SCHEMA_MISMATCH',
    `the target's tables are not those of the model: ${differences.slice(0, NAMED).join(', ')}${rest}`,
    { hint: 'name an empty or new target, or learn again from a source with the schema of this one' },
  );
}

function compareTables(table: Table, found: Table | undefined): string[] {
  if (found === undefined) return [`there is no table "${table.id}"`];
  const columns = new Map(found.columns.map((column) => [column.name.toLowerCase(), column]));
  const given = new Set(table.columns.map(({ name }) => name.toLowerCase()));
  const isWritten = (column: Table['columns'][number]) => column.generated === false;
  return [
    ...table.columns
      .filter((column) => isWritten(column) && columns.get(column.name.toLowerCase())?.generated !== false)
      .map(({ name }) => `"${table.id}" has no column "${name}" to write`),
    ...found.columns
      .filter((column) => isWritten(column) && !given.has(column.name.toLowerCase()))
      .filter(({ nullable, defaultSql, identity }) => !nullable && defaultSql === null && !identity)
      .map(({ name }) => `"${table.id}" has a column "${name}" that must have a value`),
  ];
}
