import { describeError } from './describe-error.js';

/** An error as `--json` prints it; `schemas/error.schema.json`. */
export interface ErrorJson {
  readonly error: { readonly code: string; readonly message: string; readonly hint: string };
}

/** What stands in the JSON of an error. */
export function errorJson(error: unknown): ErrorJson {
  const { code, message, hint } = describeError(error);
  return { error: { code, message, hint } };
}

/** Prints an error for a person, on stderr. */
export function printError(error: unknown): void {
  const { code, message, hint } = describeError(error);
  process.stderr.write(`error ${code}: ${message}\n  hint: ${hint}\n`);
}
