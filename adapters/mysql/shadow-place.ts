import { randomBytes } from 'node:crypto';
import { DbsynthError } from '../../src/errors.js';
import type { SchemaScript } from '../../src/introspect/catalog.js';
import { findShadows, nameShadow } from './find-shadows.js';
import type { Place } from './load.js';
import { moveOut } from './move-out.js';
import type { Move } from './move-record.js';
import { quote, quoteText } from './quote.js';
import type { Session } from './session.js';

/**
 * A database beside the target's, in which a load makes its schema. Statements that make tables commit by themselves in
 * MySQL, so that no transaction could undo them; here nobody looks for them until they are complete. The commit moves
 * all tables to the target in one RENAME TABLE, which is atomic, and then makes what cannot be moved: routines, views
 * and triggers.
 * https://dev.mysql.com/doc/refman/8.4/en/rename-table.html
 * @param session a session of its own; it is in the shadow afterwards
 * @param target name of the database to move to, which is made if it does not exist
 * @throws {DbsynthError} E_PERMISSION
 */
export async function makeShadowPlace(
  session: Session,
  target: string,
  script: SchemaScript,
): Promise<Place> {
  for (const abandoned of await findShadows(session, target))
    await session.execute(`DROP DATABASE ${quote(abandoned)}`);
  const key = randomBytes(4).toString('hex');
  const shadow = nameShadow(target, key);
  await session.query(`SELECT GET_LOCK('dbsynth_${key}', 0)`);
  await session.execute(`CREATE DATABASE ${quote(shadow)}${await charsetOf(session, target)}`);
  await session.use(shadow);
  let isUnfinished = false;
  return {
    session,
    database: shadow,
    isShared: false,
    commit: async () => {
      await session.execute('COMMIT');
      try {
        await moveOut(session, await planMove(session, shadow, target, script));
      } catch (error) {
        isUnfinished = error instanceof DbsynthError && error.code === 'E_UNFINISHED';
        throw error;
      }
      await session.close();
    },
    rollback: async () => {
      await session.execute('ROLLBACK').catch(() => {});
      await session.close();
      if (!isUnfinished) await discard(session, shadow);
    },
  };
}

/** Drops a shadow by a connection of its own: the one that filled it may be lost. */
async function discard(session: Session, shadow: string): Promise<void> {
  try {
    const other = await session.openAnother(null);
    await other.execute(`DROP DATABASE IF EXISTS ${quote(shadow)}`);
    await other.close();
  } catch (cause) {
    throw new DbsynthError(
      'E_CONNECTION',
      `${session.label}: the load is undone, but the database "${shadow}" that it was made in could not be dropped`,
      { hint: `the next run drops it, or do it yourself: DROP DATABASE ${quote(shadow)}`, cause },
    );
  }
}

/** So that tables which name no character set get the target's. */
async function charsetOf(session: Session, database: string): Promise<string> {
  const [row] = await session.query(
    `SELECT default_character_set_name, default_collation_name FROM information_schema.schemata
     WHERE schema_name = ${quoteText(database)}`,
  );
  return row === undefined ? '' : ` CHARACTER SET ${String(row[0])} COLLATE ${String(row[1])}`;
}

async function planMove(
  session: Session,
  shadow: string,
  target: string,
  script: SchemaScript,
): Promise<Move> {
  const found = await session.query(
    `SELECT 1 FROM information_schema.schemata WHERE schema_name = ${quoteText(target)}`,
  );
  const late = script.afterLoad.filter(({ kind, sql }) => kind !== 'other' || !/^ALTER TABLE/i.test(sql));
  return { shadow, target, isNew: found.length === 0, moved: script.tables, late };
}
