import type { GenerateReport } from '../../src/write/generate.js';
import { formatColumns } from './format-columns.js';
import { formatCount } from './format-count.js';
import { formatVerification } from './format-verification.js';

/**
 * Writes what a generation did for a person.
 * @param target label of the target
 * @returns lines
 */
export function formatGeneration(report: GenerateReport, target: string): string[] {
  const tables = report.tables.map(({ id, rows, rowsPerSecond }) => [
    id,
    formatCount(rows),
    rowsPerSecond === null ? '' : formatCount(rowsPerSecond),
  ]);
  const stages = Object.entries(report.stages).map(([stage, seconds]) => `${stage} ${seconds.toFixed(1)} s`);
  return [
    ...formatColumns(['table', 'rows', 'rows/s'], tables),
    '',
    `Wrote ${formatCount(report.rows)} rows to ${target} in ${report.seconds.toFixed(1)} s (${stages.join(', ')}).`,
    ...report.warnings.map((warning) => `warning: ${warning}`),
    ...formatVerification(report.verification),
  ];
}
