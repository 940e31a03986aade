import type { LogicalType } from '../introspect/catalog.js';
import type { ColumnFacts } from './facts.js';
import type { DomainOptions } from './values/domain.js';
import { valueDomain } from './values/value-domain.js';

/**
 * Counts the values other than NULL that a column can hold.
 * @param facts from `columnBounds`; undefined when nothing is said of the column
 * @returns null when there are more than 2^63, or a selection stands for them (REAL, open dates)
 */
export function capacity(
  facts: ColumnFacts | undefined,
  type: LogicalType,
  options: DomainOptions = {},
): bigint | null {
  return valueDomain(facts, type, options).size;
}
