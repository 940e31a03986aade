import type { TargetState } from '../database.js';
import { DbsynthError } from '../errors.js';
import type { LoadMode } from './plan.js';

/** What the user said about rows that stand in the target. */
export interface Permission {
  readonly truncate: boolean;
  readonly append: boolean;
}

/**
 * Chooses what a load does to the target. Rows that stand in it are touched, or added to, only by permission.
 * @param state what stands in the target
 * @param label the target, safe to print
 * @throws {DbsynthError} E_TARGET_NOT_EMPTY when it holds rows and nothing was said about them
 */
export function chooseMode(state: TargetState, label: string, { truncate, append }: Permission): LoadMode {
  if (state.tables.length === 0) return 'create';
  const filled = state.tables.filter(({ rows }) => rows > 0);
  if (filled.length === 0) return 'fill';
  if (truncate) return 'truncate';
  if (append) return 'append';
  const rows = filled.reduce((sum, table) => sum + table.rows, 0);
  const tables = filled.length === 1 ? `table "${filled[0]!.id}"` : `${filled.length} tables`;
  throw new DbsynthError(
    'E_TARGET_NOT_EMPTY',
    `${label} holds ${rows.toLocaleString('en')} rows in ${tables}`,
    {
      hint: 'name an empty or new target, or say --truncate to delete them or --append to keep them',
    },
  );
}
