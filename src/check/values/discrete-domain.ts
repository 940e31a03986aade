import type { SqlValue } from '../../batch/batch.js';
import { randomRank } from './random-rank.js';
import type { DomainOptions, ValueDomain } from './domain.js';

/** The values of a list, each once. */
export function discreteDomain(
  list: readonly SqlValue[],
  { caseInsensitive = false }: DomainOptions,
): ValueDomain {
  const identity = (value: SqlValue): SqlValue =>
    caseInsensitive && typeof value === 'string' ? value.toLowerCase() : value;
  const values = [...new Map(list.map((value) => [identity(value), value])).values()];
  const size = BigInt(values.length);
  return {
    size,
    nth: (index) => values[Number(index)]!,
    draw: (seed) => (size === 0n ? undefined : values[Number(randomRank(seed, size))]),
  };
}
