import {
  accessSync,
  chmodSync,
  closeSync,
  constants,
  copyFileSync,
  mkdtempSync,
  openSync,
  readSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import Sqlite from 'better-sqlite3';
import { DbsynthError } from '../../src/errors.js';
import { hashText } from '../../src/random/hash.js';
import { matchRegexp } from './match-regexp.js';
import { codeOf, translateError } from './translate-error.js';

export interface OpenOptions {
  /** How long to wait for a lock of another program; default 5 s. */
  readonly lockTimeoutMs?: number;
}

const LOCK_TIMEOUT_MS = 5000;

/**
 * Opens a database file for reading only and holds one snapshot of it until the handle is closed. A program that
 * writes to the file meanwhile is not disturbed in WAL mode; in the other modes its commits wait for us.
 * @throws {DbsynthError} E_SOURCE_MISSING, E_IS_DIRECTORY, E_NOT_A_DATABASE, E_PERMISSION, E_LOCKED
 */
export function openForReading(path: string, options: OpenOptions): Sqlite.Database {
  checkFile(path, constants.R_OK);
  try {
    return openSnapshot(path, options);
  } catch (error) {
    if (needsWritableDirectory(error, path)) return openCopy(path, options);
    throw translateError(error, labelOf(path));
  }
}

/**
 * Opens an existing database file for writing. Nothing is written yet, but SQLite repairs what an interrupted
 * program left behind.
 * @throws {DbsynthError} E_IS_DIRECTORY, E_NOT_A_DATABASE, E_PERMISSION, E_LOCKED
 */
export function openForWriting(path: string, options: OpenOptions): Sqlite.Database {
  const timeout = options.lockTimeoutMs ?? LOCK_TIMEOUT_MS;
  checkFile(path, constants.R_OK | constants.W_OK);
  let handle: Sqlite.Database | undefined;
  try {
    handle = new Sqlite(resolve(path), { fileMustExist: true, timeout });
    handle.prepare('SELECT count(*) FROM sqlite_schema').get();
    return prepareForWriting(handle);
  } catch (error) {
    handle?.close();
    throw translateError(error, labelOf(path));
  }
}

/** Opens a new file, whose name must be free, for one load that is thrown away if it fails. */
export function openNewFile(path: string): Sqlite.Database {
  const handle = new Sqlite(resolve(path), { timeout: 0 });
  // No journal file and no fsync: until the load is complete the file has a name that nobody looks for. (OFF is
  // refused by the driver's defensive mode, and no faster [measured].)
  handle.pragma('journal_mode = MEMORY');
  handle.pragma('synchronous = OFF');
  handle.pragma('locking_mode = EXCLUSIVE');
  return prepareForWriting(handle);
}

/** A database that holds nothing, in the place of a target that does not exist yet. */
export function openNothing(): Sqlite.Database {
  return addFunctions(new Sqlite(':memory:'));
}

/** The database in words that are safe to print. */
export function labelOf(path: string): string {
  return `sqlite:${path}`;
}

/** The smallest page, and so the smallest database; SQLite takes a file of one byte for an empty one. */
const LEAST_BYTES = 512;

/** Refuses what SQLite would misread (a pipe) or report in a roundabout way. */
function checkFile(path: string, access: number): void {
  if (/\s$/.test(path)) {
    throw new DbsynthError('E_URL', `${labelOf(path)}: the path ends in white space`, {
      hint: 'rename the file, or reach it through a symbolic link',
    });
  }
  try {
    const stats = statSync(path);
    if (stats.isDirectory())
      throw new DbsynthError('E_IS_DIRECTORY', `${labelOf(path)}: this is a directory`);
    if (!stats.isFile())
      throw new DbsynthError('E_NOT_A_DATABASE', `${labelOf(path)}: this is no regular file`);
    accessSync(path, access);
    if (stats.size > 0 && stats.size < LEAST_BYTES) {
      throw new DbsynthError('E_NOT_A_DATABASE', `${labelOf(path)}: this is no SQLite database`);
    }
  } catch (error) {
    throw translateError(error, labelOf(path));
  }
}

function openSnapshot(path: string, options: OpenOptions): Sqlite.Database {
  const timeout = options.lockTimeoutMs ?? LOCK_TIMEOUT_MS;
  const handle = new Sqlite(resolve(path), { readonly: true, fileMustExist: true, timeout });
  try {
    handle.exec('BEGIN');
    // A transaction sees the state at its first read, not at BEGIN.
    handle.prepare('SELECT count(*) FROM sqlite_schema').get();
    return addFunctions(handle);
  } catch (error) {
    handle.close();
    throw error;
  }
}

/**
 * Whether a database in WAL mode failed to open only because SQLite may not make its -shm file beside it.
 * https://www.sqlite.org/wal.html#read_only_databases
 */
function needsWritableDirectory(error: unknown, path: string): boolean {
  const code = codeOf(error);
  if (code !== 'SQLITE_READONLY_DIRECTORY' && code !== 'SQLITE_CANTOPEN') return false;
  return isInWalMode(path) && !hasContent(`${path}-wal`);
}

/** Bytes 18 and 19 of the header: how the file is written and read. https://www.sqlite.org/fileformat.html */
const MODE_POSITION = 18;
const ROLLBACK = 1;
const WAL = 2;

function isInWalMode(path: string): boolean {
  const mode = Buffer.alloc(2);
  const file = openSync(path, 'r');
  try {
    readSync(file, mode, 0, 2, MODE_POSITION);
    return mode[0] === WAL;
  } finally {
    closeSync(file);
  }
}

function hasContent(path: string): boolean {
  return (statSync(path, { throwIfNoEntry: false })?.size ?? 0) > 0;
}

/**
 * Opens a private copy that is out of WAL mode and so needs no file beside it. SQLite's own way (immutable=1)
 * takes a URI, which the driver is built without.
 */
function openCopy(path: string, options: OpenOptions): Sqlite.Database {
  const directory = mkdtempSync(join(tmpdir(), 'dbsynth-'));
  try {
    const copy = join(directory, basename(path));
    const before = statSync(path, { bigint: true });
    copyFileSync(path, copy, constants.COPYFILE_FICLONE);
    chmodSync(copy, 0o600);
    leaveWal(copy);
    const after = statSync(path, { bigint: true });
    if (before.mtimeNs !== after.mtimeNs || before.size !== after.size || hasContent(`${path}-wal`)) {
      throw new DbsynthError('E_LOCKED', `${labelOf(path)}: it was written to while being copied`, {
        hint: 'let dbsynth write to the directory, so that it can read a live database',
      });
    }
    return openSnapshot(copy, options);
  } catch (error) {
    throw translateError(error, labelOf(path));
  } finally {
    // The open handle keeps the copy readable; no name is left if we are killed.
    rmSync(directory, { recursive: true, force: true });
  }
}

function leaveWal(path: string): void {
  const file = openSync(path, 'r+');
  try {
    writeSync(file, Buffer.from([ROLLBACK, ROLLBACK]), 0, 2, MODE_POSITION);
  } finally {
    closeSync(file);
  }
}

function prepareForWriting(handle: Sqlite.Database): Sqlite.Database {
  // Checked as a whole before the commit instead: row by row, cycles would need their rows in an order that
  // does not exist, and emptying a table would cascade into tables that nobody named.
  handle.pragma('foreign_keys = OFF');
  handle.pragma('cache_size = -65536');
  return addFunctions(handle);
}

/** Defines what schemas use and SQLite leaves to the program, and what samples are chosen by. */
function addFunctions(handle: Sqlite.Database): Sqlite.Database {
  return handle
    .function('regexp', { deterministic: true }, matchRegexp)
    .function('dbsynth_hash', { deterministic: true, varargs: true }, hashValues);
}

function hashValues(...values: unknown[]): number {
  return hashText(values.map(String).join('\u001f')) >>> 1;
}
