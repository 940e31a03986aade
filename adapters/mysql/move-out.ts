import { DbsynthError } from '../../src/errors.js';
import type { SchemaStatement } from '../../src/introspect/catalog.js';
import { listMissing } from './list-missing.js';
import { makeObject } from './load.js';
import { markDatabase } from './mark.js';
import { readMoveRecord, writeMoveRecord, type Move } from './move-record.js';
import { quote, quoteText } from './quote.js';
import type { Session } from './session.js';

/**
 * Moves all tables of a shadow to its target in one RENAME TABLE, which is atomic, then makes what cannot be moved:
 * routines, views and triggers. Each of these commits by itself; if one fails, all that was moved is dropped again.
 * @throws {DbsynthError} E_SCHEMA_MISMATCH, E_PERMISSION, E_CONNECTION: the target is as it was; E_UNFINISHED: it is
 *   not, because the server cannot be reached to undo the move
 */
export async function moveOut(session: Session, move: Move): Promise<void> {
  const { shadow, target, isNew, moved, late } = move;
  // A table with triggers cannot be moved.
  for (const { name } of late.filter(({ kind }) => kind === 'trigger'))
    await session.execute(`DROP TRIGGER ${quote(name)}`);
  await writeMoveRecord(session, move);
  if (isNew) await session.execute(`CREATE DATABASE ${quote(target)}`);
  const names = moved.map(({ name }) => `${quote(shadow)}.${quote(name)} TO ${quote(target)}.${quote(name)}`);
  try {
    if (names.length > 0) await session.execute(`RENAME TABLE ${names.join(', ')}`);
    await completeMove(session, move);
  } catch (error) {
    await undo(session, move, error);
    throw error;
  }
}

/** Makes what of a move is missing in the target, and drops the shadow. */
export async function completeMove(session: Session, move: Move): Promise<void> {
  const { shadow, target } = move;
  await session.use(target);
  await repairDefaults(session, shadow, target);
  for (const statement of await listMissing(session, move)) await makeObject(session, statement);
  await markDatabase(session, target);
  await session.execute(`DROP DATABASE ${quote(shadow)}`);
}

/** Drops what was moved and made, which the target did not hold before, and the shadow. */
export async function undoMove(session: Session, move: Move): Promise<void> {
  const { shadow, target, isNew, moved, late } = move;
  await session.execute('SET SESSION foreign_key_checks = 0');
  if (await isMovedOut(session, shadow)) {
    for (const statement of [...moved, ...late].reverse())
      await session.execute(`DROP ${kindOf(statement)} IF EXISTS ${quote(target)}.${quote(statement.name)}`);
  }
  const others = await session.query(
    `SELECT 1 FROM information_schema.tables WHERE table_schema = ${quoteText(target)}`,
  );
  if (isNew && others.length === 0) await session.execute(`DROP DATABASE IF EXISTS ${quote(target)}`);
  await session.execute(`DROP DATABASE ${quote(shadow)}`);
}

/** Whether the tables of a shadow are in its target already: a RENAME TABLE takes all or none. */
export async function isMovedOut(session: Session, shadow: string): Promise<boolean> {
  const move = await readMoveRecord(session, shadow);
  if (move === null) return false;
  const rows = await session.query(
    `SELECT table_name FROM information_schema.tables WHERE table_schema = ${quoteText(shadow)}`,
  );
  const left = new Set(rows.map(([name]) => String(name).toLowerCase()));
  return !move.moved.some(({ name }) => left.has(name.toLowerCase()));
}

/** What DROP and SHOW call an object. */
export function kindOf({ kind, sql }: SchemaStatement): string {
  if (kind !== 'other') return kind.toUpperCase();
  return /\bPROCEDURE\b/i.test(sql.slice(0, sql.indexOf('('))) ? 'PROCEDURE' : 'FUNCTION';
}

/** By a connection of its own: the one that moved may be lost. */
async function undo(session: Session, move: Move, cause: unknown): Promise<void> {
  try {
    const other = await session.openAnother(null);
    await undoMove(other, move);
    await other.close();
  } catch {
    const sentence = cause instanceof Error ? cause.message : 'it was interrupted';
    throw new DbsynthError(
      'E_UNFINISHED',
      `${sentence}; all tables may stand in ${move.target} with all rows, but perhaps without ${describe(move.late)}`,
      {
        hint: 'dbsynth recover <target> tells what stands; add --resume to complete it, or --discard to drop it',
        cause,
      },
    );
  }
}

function describe(late: readonly SchemaStatement[]): string {
  const names = late.map((statement) => `${kindOf(statement).toLowerCase()} "${statement.name}"`);
  return names.length === 0 ? 'their mark' : names.join(', ');
}

/** MariaDB writes the database of a sequence into the defaults that use it. https://mariadb.com/kb/en/sequence-overview/ */
async function repairDefaults(session: Session, shadow: string, target: string): Promise<void> {
  const rows = await session.query(
    `SELECT table_name, column_name, column_default FROM information_schema.columns
     WHERE table_schema = ${quoteText(target)} AND column_default LIKE '%nextval(%'`,
  );
  for (const [table, column, value] of rows) {
    const repaired = String(value).replaceAll(`${quote(shadow)}.`, `${quote(target)}.`);
    await session.execute(
      `ALTER TABLE ${quote(String(table))} ALTER COLUMN ${quote(String(column))} SET DEFAULT (${repaired})`,
    );
  }
}
