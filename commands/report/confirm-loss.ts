import type { TargetState } from '../../src/database.js';
import type { Plan } from '../../src/plan/plan.js';
import { confirmDeletion } from './confirm-deletion.js';
import { formatCount } from './format-count.js';

/**
 * Asks before a load deletes rows; where nobody can be asked, refuses. What dbsynth made itself may go unasked.
 * @param state what stands in the target
 * @param label the target, safe to print
 * @throws {DbsynthError} E_NOT_CONFIRMED unless the answer is yes, or nothing would be lost
 */
export async function confirmLoss(plan: Plan, state: TargetState, label: string): Promise<void> {
  const lost = state.tables.filter(({ id, rows }) => rows > 0 && plan.target.truncate.includes(id));
  if (lost.length === 0 || state.madeByDbsynth) return;
  const rows = formatCount(lost.reduce((sum, table) => sum + table.rows, 0));
  await confirmDeletion(`${rows} rows of ${lost.map(({ id }) => id).join(', ')} in ${label}`);
}
