import { createInterface } from 'node:readline/promises';
import type { TargetState } from '../../src/database.js';
import { DbsynthError } from '../../src/errors.js';
import type { Plan } from '../../src/plan/plan.js';
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
  const loss = `${rows} rows of ${lost.map(({ id }) => id).join(', ')} in ${label}`;
  if (process.stdin.isTTY && process.stderr.isTTY && (await ask(`Delete ${loss}? [y/N] `))) return;
  throw new DbsynthError('E_NOT_CONFIRMED', `${loss} would be deleted, and nobody confirmed it`, {
    hint: 'add --yes to delete them without being asked',
  });
}

async function ask(question: string): Promise<boolean> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return /^y(es)?$/i.test((await terminal.question(question)).trim());
  } finally {
    terminal.close();
  }
}
