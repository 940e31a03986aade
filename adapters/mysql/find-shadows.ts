import { quoteText } from './quote.js';
import type { Session } from './session.js';

/** https://dev.mysql.com/doc/refman/8.4/en/identifier-length.html */
const NAME_CHARACTERS = 64;
const KEY_CHARACTERS = 8;
const SHADOW = /^(.*)_dbsynth_([0-9a-f]{8})$/s;

/**
 * Names the shadow of a target.
 * @param key eight hexadecimal digits; its maker holds the lock `dbsynth_<key>` as long as it lives
 */
export function nameShadow(target: string, key: string): string {
  return `${stemOf(target)}_dbsynth_${key}`;
}

/** Finds the shadows of a target whose programs are gone: the server frees a lock when its connection ends. */
export async function findShadows(session: Session, target: string): Promise<string[]> {
  const rows = await session.query(
    `SELECT schema_name FROM information_schema.schemata WHERE schema_name LIKE '%\\_dbsynth\\_%'`,
  );
  const abandoned: string[] = [];
  for (const [name] of rows) {
    const [, stem, key] = SHADOW.exec(String(name)) ?? [];
    if (stem?.toLowerCase() !== stemOf(target).toLowerCase()) continue;
    const [row] = await session.query(`SELECT IS_FREE_LOCK(${quoteText(`dbsynth_${key!}`)})`);
    if (Number(row![0]) === 1) abandoned.push(String(name));
  }
  return abandoned;
}

function stemOf(target: string): string {
  return target.slice(0, NAME_CHARACTERS - '_dbsynth_'.length - KEY_CHARACTERS);
}
