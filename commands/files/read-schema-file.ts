import { readFileSync } from 'node:fs';
import { DbsynthError } from '../../src/errors.js';

/** Whether a text names a file of SQL statements rather than a database. */
export function isSchemaFile(text: string): boolean {
  return /\.(sql|ddl)$/i.test(text) && !/^[a-z][a-z0-9+.-]+:\/\//i.test(text);
}

/**
 * Reads a file of SQL statements.
 * @throws {DbsynthError} E_SOURCE_MISSING when it cannot be read
 */
export function readSchemaFile(path: string): string {
  try {
    return readFileSync(path, 'utf8').replace(/^\uFEFF/, '');
  } catch (cause) {
    throw new DbsynthError('E_SOURCE_MISSING', `the file "${path}" cannot be read`, {
      hint: '--schema-from takes a file of SQL statements, or a database',
      cause,
    });
  }
}
