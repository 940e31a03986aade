import { readFileSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** Who asks for a password, and where. */
export interface PasswordWanted {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string;
}

/**
 * Looks into libpq's password file: PGPASSFILE, or .pgpass in the home directory. A file that others may read is
 * passed over, as libpq does.
 * https://www.postgresql.org/docs/current/libpq-pgpass.html
 * @returns null when there is no file or no line for this user
 */
export function findPassword(
  wanted: PasswordWanted,
  path: string = process.env['PGPASSFILE'] ?? join(homedir(), '.pgpass'),
): string | null {
  const text = readPrivateFile(path);
  if (text === null) return null;
  const host = wanted.host.startsWith('/') ? 'localhost' : wanted.host;
  const values = [host, String(wanted.port), wanted.database, wanted.user];
  for (const line of text.split(/\r?\n/)) {
    if (line.startsWith('#')) continue;
    const fields = splitLine(line);
    const isMeant = values.every((value, field) => fields[field] === '*' || fields[field] === value);
    if (fields.length >= 5 && isMeant) return fields[4]!;
  }
  return null;
}

function readPrivateFile(path: string): string | null {
  try {
    const isPrivate = process.platform === 'win32' || (statSync(path).mode & 0o077) === 0;
    return isPrivate ? readFileSync(path, 'utf8') : null;
  } catch {
    return null;
  }
}

/** A backslash lets a colon or a backslash stand in a field. */
function splitLine(line: string): string[] {
  const fields = [''];
  for (let at = 0; at < line.length; at++) {
    const character = line[at]!;
    if (character === ':') fields.push('');
    else if (character === '\\') fields[fields.length - 1] += line[++at] ?? '';
    else fields[fields.length - 1] += character;
  }
  return fields;
}
