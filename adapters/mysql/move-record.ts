import type { SchemaStatement } from '../../src/introspect/catalog.js';
import { quote, quoteText } from './quote.js';
import type { Session } from './session.js';

/** What a move takes from a shadow to a target, and what it makes there afterwards. */
export interface Move {
  readonly shadow: string;
  readonly target: string;
  /** Whether the move makes the target itself. */
  readonly isNew: boolean;
  /** Tables and sequences. */
  readonly moved: readonly SchemaStatement[];
  /** Routines, views and triggers. */
  readonly late: readonly SchemaStatement[];
}

const RECORD = 'dbsynth_move_record';

/** Writes down in the shadow what is about to be moved, so that a move that is interrupted can be completed or undone. */
export async function writeMoveRecord(session: Session, move: Move): Promise<void> {
  const name = `${quote(move.shadow)}.${quote(RECORD)}`;
  const moved = move.moved.map((statement) => ({ ...statement, sql: '' }));
  await session.execute(`CREATE TABLE ${name} (record LONGTEXT NOT NULL) CHARACTER SET utf8mb4`);
  await session.execute(`INSERT INTO ${name} VALUES (${quoteText(JSON.stringify({ ...move, moved }))})`);
  await session.execute('COMMIT');
}

/** @returns null when no move out of this shadow has begun */
export async function readMoveRecord(session: Session, shadow: string): Promise<Move | null> {
  const found = await session.query(
    `SELECT 1 FROM information_schema.tables WHERE table_schema = ${quoteText(shadow)} AND table_name = ${quoteText(RECORD)}`,
  );
  if (found.length === 0) return null;
  const rows = await session.query(`SELECT record FROM ${quote(shadow)}.${quote(RECORD)}`);
  return rows.length === 0 ? null : (JSON.parse(String(rows[0]![0])) as Move);
}
