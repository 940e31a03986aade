import type { SqlValue } from '../batch/batch.js';
import type { LogicalType } from '../introspect/catalog.js';
import type { ColumnFacts } from './facts.js';
import { valueDomain } from './values/value-domain.js';

/**
 * Makes up a value that keeps to a column's facts: where nothing was learned, or what was drawn breaks a check.
 * Costs an automaton for texts; for many values of one column take `valueDomain` once.
 * @param facts from `columnBounds`; undefined when nothing is said of the column
 * @param seed 32 bits, such as the hash of (seed, table, column, row)
 * @returns the same value for the same seed; undefined when no value but NULL is left
 */
export function findSatisfying(
  facts: ColumnFacts | undefined,
  type: LogicalType,
  seed: number,
): SqlValue | undefined {
  return valueDomain(facts, type).draw(seed);
}
