import { sortByValue } from '../model/sort-by-value.js';
import type { PlannedKeys } from './plan-keys.js';
import type { SampledTable } from './sampled-table.js';

/**
 * Finds the moment in whose order the rows of a table are to be numbered.
 * @returns position of the variable; null where nothing was learned of it, or where something else of a row is told by its
 *   number before all rows are drawn
 */
export function findTimeToNumberBy(
  { model, table, late }: SampledTable,
  { counters, checks }: Pick<PlannedKeys, 'counters' | 'checks'>,
  isInCycle: boolean,
): number | null {
  const [number, ...others] = counters.keys();
  if (model.numberedBy === undefined || number === undefined || others.length > 0) return null;
  const isTold =
    checks.some(({ columns }) => columns.includes(number)) ||
    table.columns.some(({ generatedSql }) => generatedSql?.includes(number) === true) ||
    model.columns.some(({ template }) =>
      template?.ways.some((way) => way.some((part) => typeof part !== 'string' && part.column === number)),
    );
  // Rows of a table that refers to itself refer to rows that were drawn, and so are numbered, before them.
  const isOfItself = table.foreignKeys.some(({ parent }) => parent === table.id);
  if (isTold || isOfItself || isInCycle || late.size > 0) return null;
  return model.columns.find(({ name }) => name === model.numberedBy)?.variable ?? null;
}

/**
 * Numbers the rows of a drawn table by a moment; those without one keep to the row before.
 * @param variable position of the moment
 */
export function numberByTime(sampled: SampledTable, variable: number): void {
  const { rows } = sampled;
  const moments = sampled.values[variable]!.slice(0, rows);
  for (let row = 0, last = -Infinity; row < rows; row++) {
    if (Number.isNaN(moments[row]!)) moments[row] = last;
    else last = moments[row]!;
  }
  const order = sortByValue(
    Int32Array.from({ length: rows }, (_, row) => row),
    moments,
  );
  const numbers = new Int32Array(rows);
  order.forEach((row, number) => (numbers[row] = number));
  sampled.numbering = { order, numbers };
}
