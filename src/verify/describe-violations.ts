import type { Answer, VerifyReport } from './verify.js';

/**
 * Says in sentences what a verification found wrong; names and numbers only, no values.
 * @returns a sentence per failed question, in the order of the report
 */
export function describeViolations(report: VerifyReport): string[] {
  const rows = new Map(report.tables.map((table) => [table.id, table]));
  return report.answers
    .filter(({ status }) => status === 'failed')
    .map((answer) => describeViolation(answer, rows.get(answer.table)!));
}

function describeViolation(answer: Answer, { rows, expectedRows }: VerifyReport['tables'][number]): string {
  const table = `table "${answer.table}"`;
  const columns = answer.columns.join(', ');
  const count = counted(answer.violations ?? 0);
  switch (answer.kind) {
    case 'rows':
      return rows === null
        ? `${table} cannot be read: ${answer.reason}`
        : `${table} has ${counted(rows)}, ${(expectedRows ?? 0).toLocaleString('en')} expected`;
    case 'not-null':
      return `${table}: ${count} with NULL in "${answer.name}"`;
    case 'foreign-key':
      return `${table}: ${count} without the parent of foreign key "${answer.name}" (${columns})`;
    case 'unique':
      return `${table}: ${count} too many for unique key "${answer.name}" (${columns})`;
    case 'check':
      return `${table}: ${count} against CHECK "${answer.name}"`;
  }
}

function counted(rows: number): string {
  return `${rows.toLocaleString('en')} ${rows === 1 ? 'row' : 'rows'}`;
}
