import type { LogicalType } from './catalog.js';

/** Whether two types are one, down to their lengths and limits. */
export function isSameType(a: LogicalType, b: LogicalType): boolean {
  return describe(a) === describe(b);
}

function describe(type: LogicalType): string {
  return JSON.stringify(type, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value));
}
