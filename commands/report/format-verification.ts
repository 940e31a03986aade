import { describeViolations } from '../../src/verify/describe-violations.js';
import type { VerifyReport } from '../../src/verify/verify.js';
import { DbsynthError } from '../../src/errors.js';
import { formatCount } from './format-count.js';

/**
 * Writes a verification for a person: what was checked, what failed, what could not be checked.
 * @returns lines
 */
export function formatVerification(report: VerifyReport): string[] {
  const rows = report.tables.reduce((sum, table) => sum + (table.rows ?? 0), 0);
  return [
    `Checked ${formatCount(rows)} rows of ${formatCount(report.tables.length)} tables: ` +
      `${formatCount(report.passed)} checks passed, ${formatCount(report.failed)} failed.`,
    ...describeViolations(report).map((sentence) => `  failed: ${sentence}`),
    ...report.answers
      .filter(({ status }) => status === 'not-checked')
      .map(({ table, kind, name, reason }) => `  not checked: ${table}: ${kind} "${name}": ${reason}`),
  ];
}

/**
 * The error that a failed verification ends in.
 * @returns null when nothing failed
 */
export function verificationError(report: VerifyReport, label: string): DbsynthError | null {
  if (report.ok) return null;
  const checks = report.failed === 1 ? '1 check' : `${formatCount(report.failed)} checks`;
  return new DbsynthError('E_VERIFICATION', `${label} is not intact: ${checks} failed`, {
    hint: 'the lines above say which tables and keys; --json lists every check',
  });
}
