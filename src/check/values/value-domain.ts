import type { SqlValue } from '../../batch/batch.js';
import type { LogicalType } from '../../introspect/catalog.js';
import type { ColumnFacts } from '../facts.js';
import { discreteDomain } from './discrete-domain.js';
import { fitsFacts } from './fits-facts.js';
import { momentDomain } from './moment-domain.js';
import { numberDomain } from './number-domain.js';
import { textDomain } from './text-domain.js';
import { uuidDomain } from './uuid-domain.js';

/** The values other than NULL that a column may hold. */
export interface ValueDomain {
  /** How many there are; null = more than 2^63, or not counted. */
  readonly size: bigint | null;
  /**
   * The n-th value, plain ones first; different for every index.
   * @param index 0n .. size - 1n
   */
  nth(index: bigint): SqlValue;
  /**
   * Any value, the same for the same seed.
   * @param seed 32 bits
   * @returns undefined when there is none
   */
  draw(seed: number): SqlValue | undefined;
}

export interface DomainOptions {
  /** Texts that differ only in case count as one. */
  readonly caseInsensitive?: boolean;
}

const NO_FACTS: ColumnFacts = { from: [] };

/**
 * The values that a column may hold, by its type and what the checks say of it.
 * @param facts from `columnBounds`; undefined when nothing is said
 */
export function valueDomain(
  facts: ColumnFacts = NO_FACTS,
  type: LogicalType,
  options: DomainOptions = {},
): ValueDomain {
  const listed = facts.in ?? labelsOf(type);
  if (listed)
    return discreteDomain(
      listed.filter((value) => fitsFacts(value, facts, type)),
      options,
    );
  switch (type.name) {
    case 'integer':
    case 'decimal':
    case 'real':
      return numberDomain(facts, type);
    case 'date':
    case 'time':
    case 'timestamp':
      // SQLite may keep moments as numbers.
      return typeof (facts.min ?? facts.max) === 'number'
        ? numberDomain(facts, ANY_INTEGER)
        : momentDomain(facts, type.name);
    case 'uuid':
      return uuidDomain(facts);
    default:
      return textDomain(facts, type, options);
  }
}

const ANY_INTEGER: LogicalType = { name: 'integer', min: -(2n ** 63n), max: 2n ** 63n - 1n };

function labelsOf(type: LogicalType): readonly SqlValue[] | null {
  if (type.name === 'boolean') return [0, 1];
  return type.name === 'enum' ? type.labels : null;
}
