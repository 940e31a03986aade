import { DbsynthError, type ErrorCode } from '../../src/errors.js';

/**
 * Turns what the driver or the file system threw into an error that a user can act on. SQLite names tables,
 * columns and constraints in its messages, but no values; a trigger's own message may hold some, so it is not
 * passed on.
 * @param error anything thrown
 * @param subject what was being done or with what, as a sentence may begin: `table "orders"`
 */
export function translateError(error: unknown, subject: string): DbsynthError {
  if (error instanceof DbsynthError) return error;
  const code = codeOf(error);
  const message = error instanceof Error ? error.message : 'unknown failure';
  if (code === 'SQLITE_CONSTRAINT_TRIGGER') {
    return new DbsynthError('E_CONSTRAINT', `${subject}: a trigger of the database refused a row`, {
      hint: 'look at the triggers that `dbsynth inspect` lists for this table',
    });
  }
  if (code.startsWith('SQLITE_CONSTRAINT') || code === 'SQLITE_MISMATCH') {
    return new DbsynthError('E_CONSTRAINT', `${subject}: ${message}`, { cause: error });
  }
  for (const [prefix, target, sentence, hint] of TRANSLATIONS) {
    if (code === prefix || code.startsWith(`${prefix}_`)) {
      return new DbsynthError(target, `${subject}: ${sentence}`, { hint, cause: error });
    }
  }
  if (/^no such (function|module|collation sequence)/.test(message)) {
    return new DbsynthError('E_SCHEMA_MISMATCH', `${subject}: ${message}`, {
      hint: FOREIGN_SCHEMA,
      cause: error,
    });
  }
  return new DbsynthError('E_INTERNAL', `${subject}: ${message}`, { cause: error });
}

const FOREIGN_SCHEMA =
  'the schema uses what only its own program brings along; leave that table or column out';

/** The code of a driver's or the file system's error, '' without one. */
export function codeOf(error: unknown): string {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === 'string' ? code : '';
}

/** By the first prefix that fits. https://www.sqlite.org/rescode.html */
const TRANSLATIONS: readonly (readonly [
  prefix: string,
  target: ErrorCode,
  sentence: string,
  hint?: string,
])[] = [
  [
    'SQLITE_READONLY_ROLLBACK',
    'E_LOCKED',
    'a program was interrupted while writing to it',
    'open it once with write access (sqlite3 FILE "PRAGMA schema_version") and SQLite will repair it',
  ],
  [
    'SQLITE_READONLY_RECOVERY',
    'E_LOCKED',
    'its write-ahead log must be recovered first',
    'open it once with write access (sqlite3 FILE "PRAGMA schema_version") and SQLite will repair it',
  ],
  [
    'SQLITE_READONLY_CANTLOCK',
    'E_PERMISSION',
    'its write-ahead log cannot be opened for reading',
    'let dbsynth write to the directory, or copy the file together with its -wal to another one',
  ],
  ['SQLITE_READONLY', 'E_PERMISSION', 'no permission to write'],
  ['SQLITE_PERM', 'E_PERMISSION', 'no permission'],
  ['SQLITE_AUTH', 'E_PERMISSION', 'no permission'],
  ['SQLITE_CANTOPEN', 'E_PERMISSION', 'it or a file beside it (-journal, -wal, -shm) cannot be opened'],
  ['SQLITE_BUSY', 'E_LOCKED', 'another program holds a lock on it', 'try again when that program is done'],
  ['SQLITE_LOCKED', 'E_LOCKED', 'another program holds a lock on it', 'try again when that program is done'],
  ['SQLITE_FULL', 'E_DISK_FULL', 'no space left', 'free some space, or choose another place for the target'],
  [
    'SQLITE_NOTADB',
    'E_NOT_A_DATABASE',
    'this is no SQLite database',
    'check the path; an encrypted database must be decrypted first',
  ],
  [
    'SQLITE_CORRUPT',
    'E_NOT_A_DATABASE',
    'the database is damaged',
    'run PRAGMA integrity_check; the `.recover` command of the sqlite3 shell may save it',
  ],
  ['SQLITE_IOERR', 'E_CONNECTION', 'reading or writing the file failed'],
  ['SQLITE_TOOBIG', 'E_CONSTRAINT', 'a value is longer than SQLite allows'],
  ['SQLITE_NOLFS', 'E_DISK_FULL', 'the file system does not take a file of this size'],
  ['ENOENT', 'E_SOURCE_MISSING', 'there is no such file'],
  ['ENOTDIR', 'E_SOURCE_MISSING', 'there is no such file'],
  ['ELOOP', 'E_SOURCE_MISSING', 'its symbolic links lead in a circle'],
  ['ENAMETOOLONG', 'E_SOURCE_MISSING', 'the name is too long for a file'],
  ['EISDIR', 'E_IS_DIRECTORY', 'this is a directory'],
  ['EACCES', 'E_PERMISSION', 'no permission'],
  ['EPERM', 'E_PERMISSION', 'no permission'],
  ['EROFS', 'E_PERMISSION', 'the file system is read-only'],
  ['ENOSPC', 'E_DISK_FULL', 'no space left', 'free some space, or choose another place for the target'],
  [
    'EDQUOT',
    'E_DISK_FULL',
    'the disk quota is used up',
    'free some space, or choose another place for the target',
  ],
  ['EEXIST', 'E_TARGET_EXISTS', 'another program made a file of this name meanwhile'],
];
