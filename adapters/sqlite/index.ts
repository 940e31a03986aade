import type { Source, Target } from '../../src/database.js';
import type { Diagnosis } from '../../src/diagnosis.js';
import type { OpenOptions } from './connect.js';
import { diagnose } from './diagnose.js';
import { SqliteSource } from './source.js';
import { SqliteTarget } from './target.js';

/**
 * Opens a SQLite file for reading only; what it holds now is what is read until it is closed.
 * @param path of the file, symbolic links and relative paths included
 * @throws {DbsynthError} E_SOURCE_MISSING, E_IS_DIRECTORY, E_NOT_A_DATABASE, E_PERMISSION, E_LOCKED
 */
export async function openSqliteSource(path: string, options: OpenOptions = {}): Promise<Source> {
  return new SqliteSource(path, options);
}

/**
 * Opens a SQLite file for writing; nothing is changed before a load begins, and a file that does not exist appears
 * only when a load is complete.
 * @param path of the file, which may be missing, but not its directory
 * @throws {DbsynthError} E_IS_DIRECTORY, E_NOT_A_DATABASE, E_PERMISSION, E_LOCKED, E_CONNECTION
 */
export async function openSqliteTarget(path: string, options: OpenOptions = {}): Promise<Target> {
  return new SqliteTarget(path, options);
}

/**
 * Tells what a SQLite file is and what this user may do with it; nothing is changed.
 * @param path of the file, which may be missing
 * @throws {DbsynthError} E_IS_DIRECTORY, E_NOT_A_DATABASE, E_PERMISSION, E_LOCKED
 */
export async function diagnoseSqlite(path: string, options: OpenOptions = {}): Promise<Diagnosis> {
  return diagnose(path, options);
}
