import { DbsynthError } from '../errors.js';
import { describeViolations } from '../verify/describe-violations.js';
import type { VerifyReport } from '../verify/verify.js';

/** So many violations are named in the message; the report has all. */
const NAMED = 5;

/** A database breaks its own rules. */
export class VerificationError extends DbsynthError {
  /**
   * @param violations a sentence each, without values
   * @param report null when the database itself found the violation
   */
  constructor(
    readonly violations: readonly string[],
    readonly report: VerifyReport | null,
    cause?: unknown,
  ) {
    const rest = violations.length - NAMED;
    const sentences = [...violations.slice(0, NAMED), ...(rest > 0 ? [`and ${rest} more`] : [])];
    super('E_VERIFICATION', `the rows break the rules of the schema: ${sentences.join('; ')}`, {
      hint: 'nothing of it was kept; this is a bug of dbsynth, please report it with the schema of these tables',
      cause,
    });
    this.name = 'VerificationError';
  }

  static of(report: VerifyReport): VerificationError {
    return new VerificationError(describeViolations(report), report);
  }
}
