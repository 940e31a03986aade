import { lstatSync, readlinkSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { DbsynthError } from '../../src/errors.js';
import { labelOf } from './connect.js';
import { codeOf, translateError } from './translate-error.js';

/**
 * Tells the same file by whatever path it is reached: relative, through symbolic links, or by a second hard
 * link. A file that does not exist yet is told by the place where it would be made.
 */
export function fileIdentity(path: string): string {
  try {
    const stats = statSync(path, { bigint: true, throwIfNoEntry: false });
    return stats === undefined ? `sqlite:${realPlace(path)}` : `sqlite:${stats.dev}:${stats.ino}`;
  } catch (error) {
    throw translateError(error, labelOf(path));
  }
}

/**
 * Resolves all symbolic links of a path whose file may be missing, a dangling link included.
 * @throws {DbsynthError} E_CONNECTION when the directory is missing too
 */
export function realPlace(path: string): string {
  const absolute = resolve(path);
  try {
    // Fails on links that lead in a circle, which would never end below.
    statSync(absolute, { throwIfNoEntry: false });
    if (lstatSync(absolute, { throwIfNoEntry: false })?.isSymbolicLink() !== true) {
      return join(realpathSync(dirname(absolute)), basename(absolute));
    }
    return realPlace(resolve(dirname(absolute), readlinkSync(absolute)));
  } catch (error) {
    if (codeOf(error) !== 'ENOENT' && codeOf(error) !== 'ENOTDIR') throw translateError(error, labelOf(path));
    throw new DbsynthError('E_CONNECTION', `${labelOf(path)}: its directory does not exist`, {
      hint: `make the directory "${dirname(absolute)}" first`,
    });
  }
}
