/** Exit codes of every command; documented in docs/errors.md. */
export const EXIT = {
  ok: 0,
  unexpected: 1,
  usage: 2,
  connection: 3,
  unsatisfiable: 4,
  verification: 5,
  refused: 6,
  drift: 7,
  interrupted: 130,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** Every error code that a user can meet, with the exit code it ends in. */
export const ERROR_EXITS = {
  E_USAGE: EXIT.usage,
  E_CONFIG: EXIT.usage,
  E_CONNECTION_NAME: EXIT.usage,
  E_URL: EXIT.usage,
  E_UNKNOWN_TABLE: EXIT.usage,
  E_SCALE: EXIT.usage,
  E_ROWS: EXIT.usage,
  E_KEEP: EXIT.usage,
  E_RULE: EXIT.usage,
  E_MODEL_UNREADABLE: EXIT.usage,
  E_MODEL_FOREIGN: EXIT.usage,
  E_MODEL_NEWER: EXIT.usage,
  E_MODEL_DAMAGED: EXIT.usage,
  E_REFERENCE: EXIT.usage,
  E_SOURCE_MISSING: EXIT.connection,
  E_NOT_A_DATABASE: EXIT.connection,
  E_IS_DIRECTORY: EXIT.connection,
  E_PERMISSION: EXIT.connection,
  E_LOCKED: EXIT.connection,
  E_CONNECTION: EXIT.connection,
  E_DISK_FULL: EXIT.connection,
  E_EMPTY_SOURCE: EXIT.unsatisfiable,
  E_CAPACITY: EXIT.unsatisfiable,
  E_CYCLE: EXIT.unsatisfiable,
  E_CONSTRAINT: EXIT.unsatisfiable,
  E_UNSUPPORTED: EXIT.unsatisfiable,
  E_SCHEMA_MISMATCH: EXIT.unsatisfiable,
  E_VERIFICATION: EXIT.verification,
  E_DRIFT: EXIT.drift,
  E_TARGET_NOT_EMPTY: EXIT.refused,
  E_TARGET_EXISTS: EXIT.refused,
  E_TARGET_IS_SOURCE: EXIT.refused,
  E_CASCADE: EXIT.refused,
  E_NOT_CONFIRMED: EXIT.refused,
  E_UNFINISHED: EXIT.refused,
  E_INTERRUPTED: EXIT.interrupted,
  E_INTERNAL: EXIT.unexpected,
} as const satisfies Record<string, ExitCode>;

export type ErrorCode = keyof typeof ERROR_EXITS;

/**
 * An error that a user can act on: a code, a sentence, and what to do next.
 * The message never holds a source value or a secret.
 */
export class DbsynthError extends Error {
  readonly code: ErrorCode;
  readonly hint: string | undefined;
  /** oclif prints these below the message. */
  readonly suggestions: string[] | undefined;

  constructor(code: ErrorCode, message: string, options: { hint?: string; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'DbsynthError';
    this.code = code;
    this.hint = options.hint;
    this.suggestions = options.hint === undefined ? undefined : [options.hint];
  }

  get exitCode(): ExitCode {
    return ERROR_EXITS[this.code];
  }
}
