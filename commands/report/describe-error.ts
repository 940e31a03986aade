import { DbsynthError, ERROR_EXITS, EXIT } from '../../src/errors.js';
import type { ErrorCode, ExitCode } from '../../src/errors.js';
import { USUAL_HINTS } from './usual-hints.js';

/** An error as it is shown, in text or as JSON. */
export interface DescribedError {
  readonly code: ErrorCode;
  readonly message: string;
  readonly hint: string;
  readonly exitCode: ExitCode;
}

/** What the operating system calls a refusal, and what dbsynth calls it. */
const SYSTEM_ERRORS: Record<string, { code: ErrorCode; message: string; hint: string }> = {
  ENOENT: {
    code: 'E_SOURCE_MISSING',
    message: 'there is no such file or folder',
    hint: 'check the path; the folder of a new file must exist',
  },
  EISDIR: { code: 'E_IS_DIRECTORY', message: 'this is a folder, not a file', hint: 'name a file' },
  ENOTDIR: {
    code: 'E_SOURCE_MISSING',
    message: 'a part of the path is not a folder',
    hint: 'check the path',
  },
  EACCES: {
    code: 'E_PERMISSION',
    message: 'access is not permitted',
    hint: 'check who may read and write it',
  },
  EPERM: {
    code: 'E_PERMISSION',
    message: 'access is not permitted',
    hint: 'check who may read and write it',
  },
  EROFS: { code: 'E_PERMISSION', message: 'the file system is read-only', hint: 'choose another place' },
  ENOSPC: {
    code: 'E_DISK_FULL',
    message: 'the disk is full',
    hint: 'free some space or choose another place',
  },
  EDQUOT: { code: 'E_DISK_FULL', message: 'your disk quota is used up', hint: 'free some space' },
};

/**
 * Turns whatever was thrown into what a user reads. A user's mistake becomes its sentence; an unknown error becomes a
 * request to report it, without its message, which may hold a value of the source.
 */
export function describeError(error: unknown): DescribedError {
  if (error instanceof DbsynthError) return describe(error.code, error.message, error.hint);
  if (isUsageError(error)) return describe('E_USAGE', inOneLine(error.message));
  const system = error instanceof Error && 'code' in error ? SYSTEM_ERRORS[String(error.code)] : undefined;
  if (system !== undefined) return describe(system.code, withPath(system.message, error), system.hint);
  return describe(
    'E_INTERNAL',
    `dbsynth met an error that it did not expect (${error instanceof Error ? error.name : typeof error})`,
    'please report it with the lines on stderr; DBSYNTH_DEBUG=1 prints the whole error, which may hold values of the source',
  );
}

/**
 * The places in the code that an unexpected error passed, without its message.
 * @returns lines to print, none for an error that a user can act on
 */
export function traceOf(error: unknown): string[] {
  if (describeError(error).code !== 'E_INTERNAL' || !(error instanceof Error)) return [];
  return (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
}

function describe(code: ErrorCode, message: string, hint?: string): DescribedError {
  return { code, message, hint: hint ?? USUAL_HINTS[code], exitCode: ERROR_EXITS[code] };
}

/** oclif's own errors about flags and arguments end in 2. */
function isUsageError(error: unknown): error is Error {
  if (!(error instanceof Error) || !('oclif' in error)) return false;
  return (error.oclif as { exit?: unknown } | undefined)?.exit === EXIT.usage;
}

/** oclif lists what is missing on lines of their own, and adds notes that our hint and --help make needless. */
function inOneLine(message: string): string {
  const [complaint] = message.split(/^(?:Note:|See more help)/m);
  return complaint!
    .replace(/^The following errors? occurred:/, '')
    .replace(/\s+/g, ' ')
    .trim();
}

function withPath(message: string, error: unknown): string {
  const path = (error as { path?: unknown }).path;
  return typeof path === 'string' ? `${message}: ${path}` : message;
}
