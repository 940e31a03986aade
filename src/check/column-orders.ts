import type { CompiledCheck } from './compile-check.js';
import type { ColumnOrder } from './facts.js';
import { findFacts } from './find-facts.js';

/**
 * Pairs of columns of a row that the checks put in order, such as `starts_at <= ends_at`. Rows where one of them
 * is NULL are free.
 * @returns each pair once, strict if any check says so
 */
export function columnOrders(checks: readonly CompiledCheck[]): ColumnOrder[] {
  const orders = new Map<string, ColumnOrder>();
  for (const check of checks) {
    for (const finding of findFacts(check)) {
      if (finding.kind !== 'order') continue;
      const { order } = finding;
      const key = JSON.stringify([order.low, order.high]);
      if (orders.get(key)?.strict !== true) orders.set(key, order);
    }
  }
  return [...orders.values()];
}
