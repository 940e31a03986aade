import { encodeModel } from '../../src/model/encode-model.js';
import type { Model } from '../../src/model/model.js';
import { writeFileWhole } from './write-file-whole.js';

/**
 * Writes a model file, whole or not at all.
 * @returns its size in bytes
 * @throws {DbsynthError} E_TARGET_EXISTS when there is one and it may not be replaced
 */
export function writeModelFile(path: string, model: Model, options: { replace: boolean }): number {
  const bytes = encodeModel(model);
  writeFileWhole(path, bytes, options);
  return bytes.length;
}
