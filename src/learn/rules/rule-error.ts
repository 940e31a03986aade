import { DbsynthError } from '../../errors.js';
import { nearestNames } from '../../introspect/nearest-names.js';
import type { Table } from '../../introspect/catalog.js';

const MOST_LISTED = 20;

/** What is wrong with a rule of the config, and what to do about it. */
export function ruleError(text: string, what: string, hint: string): DbsynthError {
  return new DbsynthError('E_RULE', `the rule "${text}" cannot be kept: ${what}`, { hint });
}

/** A rule names a column that its table does not have. */
export function unknownColumn(text: string, table: Table, name: string): DbsynthError {
  const known = table.columns.map((column) => column.name);
  const near = nearestNames(name, known);
  const hint =
    near.length > 0
      ? `did you mean ${near.map((column) => `${table.name}.${column}`).join(', ')}?`
      : `columns: ${known.slice(0, MOST_LISTED).join(', ')}`;
  return new DbsynthError('E_RULE', `the rule "${text}": table "${table.id}" has no column "${name}"`, {
    hint,
  });
}
