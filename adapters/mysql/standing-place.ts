import type { Place } from './load.js';
import type { Session } from './session.js';

/**
 * A schema that stands: a load is one transaction, which the server undoes when the connection breaks.
 * @param session a session of its own, in the database
 */
export function useStandingPlace(session: Session, database: string): Place {
  return {
    session,
    database,
    isShared: true,
    commit: async () => {
      await session.execute('COMMIT');
      await session.close();
    },
    rollback: async () => {
      // A statement that failed may have ended the transaction, or the connection be lost: then there is nothing to undo.
      await session.execute('ROLLBACK').catch(() => {});
      await session.close();
    },
  };
}
