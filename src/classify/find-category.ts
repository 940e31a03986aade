import type { CategoryValue } from './column-class.js';
import type { ColumnSample } from './column-sample.js';
import type { Census } from '../privacy/census.js';

/** Share of rows that the kept values must cover. */
const COVERAGE = 0.8;
const MOST_VALUES = 1000;

export interface FoundCategory {
  readonly values: readonly CategoryValue[];
  readonly rareShare: number;
  readonly why: string;
}

/**
 * Finds the values of a column that enough entities hold; null when they cover too few rows, or are so many
 * that the column is no category.
 */
export function findCategory<T extends string | number>(
  { minEntities }: ColumnSample,
  census: Census<T>,
  coverage = COVERAGE,
): FoundCategory | null {
  const values = census.heldBy(minEntities);
  const kept = values.reduce((sum, { rows }) => sum + rows, 0);
  if (values.length === 0 || values.length > MOST_VALUES || kept < coverage * census.rows) return null;
  const rareShare = Math.round((1 - kept / census.rows) * 10_000) / 10_000;
  const covers =
    rareShare === 0 ? 'all rows' : `${Math.min(99, Math.round((1 - rareShare) * 100))} % of the rows`;
  const count = values.length === 1 ? '1 value' : `${values.length} values`;
  return { values, rareShare, why: `${count}, each held by ${minEntities} entities or more, in ${covers}` };
}
