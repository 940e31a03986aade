import { accessSync, constants, existsSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { DbsynthError } from '../../src/errors.js';
import { readModelFile } from './read-model-file.js';

/**
 * Writes a model file whole or not at all: under a name of its own first, then moved to its place.
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
 * Refuses early what `writeFileWhole` would refuse at the end of a long run: a file that stands, without the user's word,
 * and whatever the user says if it is something else than a model, such as the source itself.
 * @throws {DbsynthError} E_TARGET_EXISTS; an error of the system where the folder is missing or may not be written
 */
export function refuseExisting(path: string, replace: boolean): void {
  if (!existsSync(path)) {
    accessSync(dirname(path), constants.W_OK);
    return;
  }
  if (replace && isReplaceable(path)) return;
  throw new DbsynthError(
    'E_TARGET_EXISTS',
    replace ? `the file ${path} exists and is no model` : `the file ${path} exists`,
    { hint: replace ? 'name another file' : 'name another file, or add --yes to replace it' },
  );
}

/** A model, be it damaged or newer, or an empty file. */
function isReplaceable(path: string): boolean {
  const file = statSync(path);
  if (!file.isFile()) return false;
  if (file.size === 0) return true;
  try {
    readModelFile(path);
    return true;
  } catch (error) {
    if (error instanceof DbsynthError) return error.code !== 'E_MODEL_FOREIGN';
    throw error;
  }
}
