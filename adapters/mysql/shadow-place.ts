import { randomBytes } from 'node:crypto';
import { DbsynthError } from '../../src/errors.js';
import type { SchemaScript, SchemaStatement } from '../../src/introspect/catalog.js';
import { makeObject, type Place } from './load.js';
import { markDatabase } from './mark.js';
import { quote, quoteText } from './quote.js';
import type { Session } from './session.js';

/** https://dev.mysql.com/doc/refman/8.4/en/identifier-length.html */
const NAME_CHARACTERS = 64;
const SUFFIX = /^(.*)_dbsynth_([0-9a-f]{8})$/s;

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
  await removeAbandoned(session, target);
  const key = randomBytes(4).toString('hex');
  const shadow = `${target.slice(0, NAME_CHARACTERS - '_dbsynth_'.length - key.length)}_dbsynth_${key}`;
  await session.query(`SELECT GET_LOCK('dbsynth_${key}', 0)`);
  await session.execute(`CREATE DATABASE ${quote(shadow)}${await charsetOf(session, target)}`);
  await session.use(shadow);
  return {
    session,
    database: shadow,
    isShared: false,
    commit: async () => {
      await session.execute('COMMIT');
      await moveTo(session, shadow, target, script);
      await session.execute(`DROP DATABASE ${quote(shadow)}`);
      await session.close();
    },
    rollback: async () => {
      await session.execute('ROLLBACK').catch(() => {});
      await session.close();
      await discard(session, shadow);
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

/** Drops the shadows of this target whose programs are gone: the server frees a lock when its connection ends. */
async function removeAbandoned(session: Session, target: string): Promise<void> {
  const rows = await session.query(
    `SELECT schema_name FROM information_schema.schemata WHERE schema_name LIKE '%\\_dbsynth\\_%'`,
  );
  for (const [name] of rows) {
    const [, stem, key] = SUFFIX.exec(String(name)) ?? [];
    if (stem === undefined || !isStemOf(stem, target)) continue;
    const [row] = await session.query(`SELECT IS_FREE_LOCK('dbsynth_${key}')`);
    if (Number(row![0]) === 1) await session.execute(`DROP DATABASE ${quote(String(name))}`);
  }
}

function isStemOf(stem: string, target: string): boolean {
  const cut = NAME_CHARACTERS - '_dbsynth_'.length - 8;
  return stem.toLowerCase() === target.slice(0, cut).toLowerCase();
}

/** So that tables which name no character set get the target's. */
async function charsetOf(session: Session, database: string): Promise<string> {
  const [row] = await session.query(
    `SELECT default_character_set_name, default_collation_name FROM information_schema.schemata
     WHERE schema_name = ${quoteText(database)}`,
  );
  return row === undefined ? '' : ` CHARACTER SET ${String(row[0])} COLLATE ${String(row[1])}`;
}

async function moveTo(session: Session, shadow: string, target: string, script: SchemaScript): Promise<void> {
  const isNew = await makeDatabase(session, target);
  const late = script.afterLoad.filter(({ kind, sql }) => kind !== 'other' || !/^ALTER TABLE/i.test(sql));
  // A table with triggers cannot be moved.
  for (const { name } of late.filter(({ kind }) => kind === 'trigger')) {
    await session.execute(`DROP TRIGGER ${quote(name)}`);
  }
  const names = script.tables.map(({ name }) => name);
  const moves = names.map((name) => `${quote(shadow)}.${quote(name)} TO ${quote(target)}.${quote(name)}`);
  try {
    if (moves.length > 0) await session.execute(`RENAME TABLE ${moves.join(', ')}`);
  } catch (error) {
    if (isNew) await session.execute(`DROP DATABASE ${quote(target)}`).catch(() => {});
    throw error;
  }
  try {
    await session.use(target);
    await repairDefaults(session, shadow, target);
    for (const statement of late) await makeObject(session, statement);
    await markDatabase(session, target);
  } catch (error) {
    await takeBack(session, target, isNew, [...script.tables, ...late]);
    throw error;
  }
}

/** @returns whether there was none of this name */
async function makeDatabase(session: Session, name: string): Promise<boolean> {
  const found = await session.query(
    `SELECT 1 FROM information_schema.schemata WHERE schema_name = ${quoteText(name)}`,
  );
  if (found.length > 0) return false;
  await session.execute(`CREATE DATABASE ${quote(name)}`);
  return true;
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

/** Removes what was moved and made, which the target did not hold before. */
async function takeBack(
  session: Session,
  target: string,
  isNew: boolean,
  made: readonly SchemaStatement[],
): Promise<void> {
  if (isNew) return void (await session.execute(`DROP DATABASE ${quote(target)}`));
  await session.execute('SET SESSION foreign_key_checks = 0');
  for (const { kind, name, sql } of [...made].reverse()) {
    const word = kind === 'other' ? /^CREATE (FUNCTION|PROCEDURE)/i.exec(sql)?.[1] : kind;
    if (word !== undefined) await session.execute(`DROP ${word} IF EXISTS ${quote(name)}`);
  }
}
