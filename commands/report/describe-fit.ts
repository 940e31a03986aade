import type { Model } from '../../src/model/model.js';
import { formatColumns } from './format-columns.js';

/** From here on a table's model is said to know its rows too well, in bits per column. */
const LARGE_GAP = 1;
const MOST_LISTED = 20;

/** How well a table's model tells the rows that it was learned from, and those of families held out; in bits. */
export interface TableFit {
  readonly table: string;
  /** Mean log-likelihood of a row per column (references and numbers of children count as columns). */
  readonly trainBits: number;
  readonly holdoutBits: number;
  /** What the model tells better of rows that it has seen. */
  readonly gapBits: number;
  readonly columns: number;
}

/** @returns the tables of which it was measured, those with the largest gap first */
export function describeFit(model: Model): TableFit[] {
  return model.tables
    .flatMap(({ id, likelihood }) => {
      if (likelihood === undefined) return [];
      const gapBits = Number((likelihood.trainBits - likelihood.holdoutBits).toFixed(3));
      return [{ table: id, ...likelihood, gapBits }];
    })
    .sort((a, b) => b.gapBits - a.gapBits);
}

/** @returns a sentence for each table with a large gap */
export function warnOfOverfit(fits: readonly TableFit[]): string[] {
  return fits
    .filter(({ gapBits }) => gapBits >= LARGE_GAP)
    .map(
      ({ table, gapBits, columns }) =>
        `table "${table}": rows that were learned from are told ${gapBits.toFixed(2)} bits per column better than held-out families (${columns} columns)`,
    );
}

/** @returns lines for a person, the largest gaps first */
export function formatFit(fits: readonly TableFit[]): string[] {
  if (fits.length === 0) return [];
  const bits = (value: number): string => value.toFixed(2);
  const rows = fits
    .slice(0, MOST_LISTED)
    .map((fit) => [fit.table, bits(fit.trainBits), bits(fit.holdoutBits), bits(fit.gapBits)]);
  const hidden = fits.length - rows.length;
  return [
    'Log-likelihood in bits per column, of rows learned from and of held-out families:',
    ...formatColumns(['table', 'learned', 'held out', 'gap'], rows).map((line) => `  ${line}`),
    ...(hidden > 0 ? [`  and ${hidden} tables with smaller gaps: dbsynth inspect <model file>`] : []),
  ];
}
