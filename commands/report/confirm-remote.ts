import { createInterface } from 'node:readline/promises';
import type { Target } from '../../src/database.js';
import { DbsynthError } from '../../src/errors.js';

/**
 * Lets nobody write to another machine by mistake: `--yes` must have been said and, on a terminal, the name of the
 * database is to be typed.
 * @param isConfirmed whether `--yes` was said
 * @throws {DbsynthError} E_NOT_CONFIRMED
 */
export async function confirmRemote(
  target: Pick<Target, 'label' | 'name' | 'isLocal'>,
  isConfirmed: boolean,
): Promise<void> {
  if (target.isLocal) return;
  if (!isConfirmed) {
    throw new DbsynthError(
      'E_NOT_CONFIRMED',
      `${target.label} is on another machine, and nobody confirmed it`,
      {
        hint: 'look whether it is the database you mean, then add --yes',
      },
    );
  }
  if (!process.stdin.isTTY || !process.stderr.isTTY) return;
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const question = `${target.label} is on another machine. Type its name (${target.name}) to write to it: `;
    if ((await terminal.question(question)).trim() === target.name) return;
  } finally {
    terminal.close();
  }
  throw new DbsynthError('E_NOT_CONFIRMED', `another name than that of ${target.label} was typed`);
}
