import { closeSync, openSync, readFileSync, readSync } from 'node:fs';
import { DbsynthError } from '../../src/errors.js';
import { decodeModel } from '../../src/model/decode-model.js';
import type { Model } from '../../src/model/model.js';

const MODEL_NAME = /\.(json|gz)$/i;

/**
 * Reads a model file.
 * @throws {DbsynthError} E_MODEL_UNREADABLE when there is no such file, and what `decodeModel` throws when it is damaged,
 *   newer or something else; an error of the system when it may not be read
 */
export function readModelFile(path: string): Model {
  return decodeModel(readBytes(path));
}

/**
 * Tells a model file from a database, by its name or by its first bytes.
 * @param path a path as the user wrote it; need not exist
 */
export function isModelFile(path: string): boolean {
  return MODEL_NAME.test(path) || startsLikeGzip(path);
}

function readBytes(path: string): Uint8Array {
  try {
    return readFileSync(path);
  } catch (cause) {
    if (['EACCES', 'EPERM'].includes((cause as { code?: string }).code ?? '')) throw cause;
    throw new DbsynthError('E_MODEL_UNREADABLE', `the model file ${path} cannot be read`, {
      hint: 'check the path; `dbsynth learn <source> -o model.dbsynth.json.gz` makes a model file',
      cause,
    });
  }
}

function startsLikeGzip(path: string): boolean {
  let file: number;
  try {
    file = openSync(path, 'r');
  } catch {
    return false;
  }
  try {
    const start = new Uint8Array(2);
    return readSync(file, start) === 2 && start[0] === 0x1f && start[1] === 0x8b;
  } catch {
    return false;
  } finally {
    closeSync(file);
  }
}
