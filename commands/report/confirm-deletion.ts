import { createInterface } from 'node:readline/promises';
import { DbsynthError } from '../../src/errors.js';

/**
 * Asks before something is deleted; where nobody can be asked, refuses.
 * @param loss what it is, as a sentence may begin
 * @throws {DbsynthError} E_NOT_CONFIRMED unless the answer is yes
 */
export async function confirmDeletion(loss: string): Promise<void> {
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
