import { randomUUID } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fsyncSync,
  linkSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { DbsynthError } from '../../src/errors.js';
import { codeOf } from './translate-error.js';

/** A name beside the final one, on the same file system, that tells who writes it. */
export function temporaryName(path: string): string {
  return join(dirname(path), `.${basename(path)}.dbsynth-${process.pid}-${randomUUID().slice(0, 8)}.tmp`);
}

/**
 * Removes temporary files of this target that a killed run has left. One whose process is alive, or that any
 * process holds open, stays: in two containers a process number does not say enough.
 */
export function removeAbandoned(path: string): void {
  const start = `.${basename(path)}.dbsynth-`;
  for (const name of readdirSync(dirname(path))) {
    const owner = name.startsWith(start)
      ? /^(\d+)-[0-9a-f]+\.tmp$/.exec(name.slice(start.length))?.[1]
      : undefined;
    if (owner === undefined || isRunning(Number(owner))) continue;
    const file = join(dirname(path), name);
    if (!isLocked(file)) rmSync(file, { force: true });
  }
}

function isRunning(processId: number): boolean {
  // Our own number on a file that we do not hold: a container starts its programs with the same numbers again.
  if (processId === process.pid) return false;
  try {
    process.kill(processId, 0);
    return true;
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
}

function isLocked(path: string): boolean {
  let handle: Sqlite.Database | undefined;
  try {
    handle = new Sqlite(path, { fileMustExist: true, timeout: 0 });
    handle.exec('BEGIN EXCLUSIVE');
    return false;
  } catch (error) {
    return codeOf(error).startsWith('SQLITE_BUSY');
  } finally {
    handle?.close();
  }
}

/**
 * Gives a finished file its name in one step that survives a power cut.
 * @throws {DbsynthError} E_TARGET_EXISTS when the name was taken meanwhile; nothing is overwritten
 */
export function publish(temporary: string, path: string): void {
  flush(temporary);
  try {
    // Unlike a rename, a link never replaces what is there.
    linkSync(temporary, path);
  } catch {
    if (existsSync(path)) throw nameTaken(path);
    // A file system without hard links.
    renameSync(temporary, path);
  }
  rmSync(temporary, { force: true });
  flushDirectory(dirname(path));
}

function nameTaken(path: string): DbsynthError {
  return new DbsynthError(
    'E_TARGET_EXISTS',
    `sqlite:${path}: another program made this file during the load`,
    {
      hint: 'choose another name for the target, or remove the file',
    },
  );
}

function flush(path: string): void {
  const file = openSync(path, 'r+');
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

function flushDirectory(path: string): void {
  // Windows opens no directories; there the file system's own journal must do.
  if (process.platform === 'win32') return;
  const directory = openSync(path, 'r');
  try {
    fsyncSync(directory);
  } catch {
    // Some network file systems sync no directories; the file itself is complete either way.
  } finally {
    closeSync(directory);
  }
}
