import type { SqlValue } from '../../batch/batch.js';
import type { LogicalType } from '../../introspect/catalog.js';
import type { ColumnFacts } from '../facts.js';
import type { DomainOptions, ValueDomain } from './domain.js';
import { discreteDomain } from './discrete-domain.js';
import { fitsFacts } from './fits-facts.js';
import { momentDomain } from './moment-domain.js';
import { numberDomain } from './number-domain.js';
import { textDomain } from './text-domain.js';
import { uuidDomain } from './uuid-domain.js';

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
