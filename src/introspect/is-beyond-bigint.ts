import type { LogicalType } from './catalog.js';

const MAX_BIGINT = 2n ** 63n - 1n;

/** Whether an integer type holds numbers that do not fit in 64 bits with a sign; these travel as texts. */
export function isBeyondBigint(type: LogicalType): boolean {
  return type.name === 'integer' && type.max > MAX_BIGINT;
}
