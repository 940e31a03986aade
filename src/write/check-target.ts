import type { TargetState } from '../database.js';
import { DbsynthError } from '../errors.js';
import type { Catalog } from '../introspect/catalog.js';
import type { Plan } from '../plan/plan.js';
import { compareSchemas } from './compare-schemas.js';
import { isSameName } from './is-same-name.js';

/** What stands where a plan is to be carried out. */
export interface FoundTarget {
  /** Safe to print. */
  readonly label: string;
  readonly state: TargetState;
  /** The target's own catalog; empty when the target is new. */
  readonly catalog: Catalog;
  /** The target is the database that was learned from. */
  readonly isSource: boolean;
}

/**
 * Refuses a target before anything in it is touched.
 * @param catalog the catalog that the rows are made for
 * @throws {DbsynthError} E_TARGET_IS_SOURCE; E_TARGET_NOT_EMPTY or E_TARGET_EXISTS when something stands where
 *   nothing should; E_SCHEMA_MISMATCH when the rows do not fit; E_CASCADE when emptying tables would leave rows of
 *   other tables without their parents
 */
export function checkTarget(plan: Plan, catalog: Catalog, found: FoundTarget): void {
  if (found.isSource) {
    throw new DbsynthError('E_TARGET_IS_SOURCE', `${found.label} is the source itself`, {
      hint: 'name another database as the target',
    });
  }
  if (plan.mode === 'create') return refuseTables(found);
  const ids = plan.tables.map(({ id }) => id);
  refuseMismatch(catalog, found, ids);
  if (plan.mode === 'fill') refuseRows(found, ids);
  if (plan.mode === 'truncate') refuseCascade(found, plan.target.truncate);
}

function refuseTables({ label, state }: FoundTarget): void {
  if (state.tables.length === 0) return;
  const rows = state.tables.reduce((sum, table) => sum + table.rows, 0);
  const sentence = `${label} already holds ${state.tables.length} tables, with ${rows.toLocaleString('en')} rows`;
  throw new DbsynthError(rows > 0 ? 'E_TARGET_NOT_EMPTY' : 'E_TARGET_EXISTS', sentence, {
    hint: 'name a new or empty database, or use the tables that are there with --truncate or --append',
  });
}

function refuseRows({ label, state }: FoundTarget, ids: readonly string[]): void {
  const filled = state.tables.filter(
    ({ id, rows }) => rows > 0 && ids.some((planned) => isSameName(planned, id)),
  );
  if (filled.length === 0) return;
  const tables = filled.map(({ id, rows }) => `"${id}" (${rows.toLocaleString('en')} rows)`).join(', ');
  throw new DbsynthError('E_TARGET_NOT_EMPTY', `${label} already holds rows: ${tables}`, {
    hint: 'say --truncate to delete them first, or --append to keep them',
  });
}

function refuseMismatch(
  catalog: Catalog,
  { label, catalog: found }: FoundTarget,
  ids: readonly string[],
): void {
  const differences = compareSchemas(catalog, found, ids);
  if (differences.length === 0) return;
  const named = differences.slice(0, 3).map(({ table, column, message }) => {
    return `table "${table}"${column === null ? '' : `, column "${column}"`} ${message}`;
  });
  const rest = differences.length > 3 ? `; and ${differences.length - 3} more` : '';
  throw new DbsynthError(
    'E_SCHEMA_MISMATCH',
    `${label} has another schema than the model: ${named.join('; ')}${rest}`,
    {
      hint: 'write into a new database, or learn again from a source of the same schema',
    },
  );
}

/** Rows of tables that stay may refer to rows that go. */
function refuseCascade({ catalog, state }: FoundTarget, truncated: readonly string[]): void {
  const isTruncated = (id: string) => truncated.some((other) => isSameName(other, id));
  const rowsOf = new Map(state.tables.map(({ id, rows }) => [id, rows]));
  for (const { id, foreignKeys } of catalog.tables) {
    const key = foreignKeys.find(({ parent }) => isTruncated(parent));
    const rows = rowsOf.get(id) ?? 0;
    if (!key || isTruncated(id) || rows === 0) continue;
    throw new DbsynthError(
      'E_CASCADE',
      `emptying "${key.parent}" would leave ${rows.toLocaleString('en')} rows of "${id}" without their parents; it is not among the tables to write`,
      { hint: `add it with --tables ${id}, or empty it yourself first` },
    );
  }
}
