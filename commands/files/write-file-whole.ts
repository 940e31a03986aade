import { existsSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { DbsynthError } from '../../src/errors.js';

/**
 * Writes a file whole or not at all: under a name of its own first, then moved to its place.
 * @param path where it shall stand
 * @param bytes its content
 * @param options.replace whether a file of this name may be replaced
 * @throws {DbsynthError} E_TARGET_EXISTS when it may not and there is one
 */
export function writeFileWhole(path: string, bytes: Uint8Array, { replace }: { replace: boolean }): void {
  refuseExisting(path, replace);
  const unfinished = `${path}.${process.pid}.unfinished`;
  try {
    writeFileSync(unfinished, bytes);
    refuseExisting(path, replace);
    renameSync(unfinished, path);
  } finally {
    rmSync(unfinished, { force: true });
  }
}

/**
 * Refuses early what `writeFileWhole` would refuse at the end of a long run.
 * @throws {DbsynthError} E_TARGET_EXISTS
 */
export function refuseExisting(path: string, replace: boolean): void {
  if (replace || !existsSync(path)) return;
  throw new DbsynthError('E_TARGET_EXISTS', `the file ${path} exists`, {
    hint: 'name another file, or add --yes to replace it',
  });
}
