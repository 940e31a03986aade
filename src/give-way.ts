import { DbsynthError } from './errors.js';

/**
 * Lets waiting events run, such as the signal of a Ctrl-C, which synchronous drivers would hold back, and stops
 * when the user wants to.
 * @throws {DbsynthError} E_INTERRUPTED when the signal is aborted
 */
export async function giveWay(signal?: AbortSignal): Promise<void> {
  if (signal === undefined) return;
  await new Promise((resolve) => setImmediate(resolve));
  if (signal.aborted) throw new DbsynthError('E_INTERRUPTED', 'interrupted');
}
