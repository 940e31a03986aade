import type { Drift } from '../../src/drift/find-drift.js';
import { formatColumns } from './format-columns.js';

const DOES: Readonly<Record<Drift['handling'], string>> = {
  ignored: 'nothing to do',
  default: 'left to the database',
  'made up': 'made up from the schema',
  kept: 'kept',
  refused: 'refused',
};

/** Lines that tell people how a schema differs and what becomes of each difference. */
export function formatDrift(differences: readonly Drift[], label: string): string[] {
  if (differences.length === 0) return [`${label} has the schema that the model was learned from.`];
  return formatColumns(
    ['where', 'differs', 'generate'],
    differences.map(({ table, column, message, handling }) => [
      column === null ? table : `${table}.${column}`,
      message,
      DOES[handling],
    ]),
  );
}
