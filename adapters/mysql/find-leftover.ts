import type { Leftover } from '../../src/leftover.js';
import { findShadows } from './find-shadows.js';
import { listMissing } from './list-missing.js';
import { completeMove, isMovedOut, kindOf, undoMove } from './move-out.js';
import { readMoveRecord } from './move-record.js';
import type { Session } from './session.js';

/** Finds a move into a database that was interrupted when its tables stood there already. */
export async function findLeftover(session: Session, target: string): Promise<Leftover | null> {
  for (const shadow of await findShadows(session, target)) {
    const move = (await isMovedOut(session, shadow)) ? await readMoveRecord(session, shadow) : null;
    if (move === null) continue;
    const missing = await listMissing(session, move);
    const inSession = async (step: (other: Session) => Promise<void>): Promise<void> => {
      const other = await session.openAnother(null);
      try {
        await step(other);
      } finally {
        await other.close();
      }
    };
    return {
      tables: move.moved.filter(({ kind }) => kind === 'table').map(({ name }) => name),
      missing: missing.map((statement) => `${kindOf(statement).toLowerCase()} "${statement.name}"`),
      resume: () => inSession((other) => completeMove(other, move)),
      discard: () => inSession((other) => undoMove(other, move)),
    };
  }
  return null;
}
