import type { CompiledCheck } from './compile-check.js';
import type { ColumnFacts } from './facts.js';
import { findFacts } from './find-facts.js';
import { mergeFacts } from './merge-facts.js';

/**
 * What the checks of a table say of single columns: bounds, lists, lengths, patterns. A value drawn within its
 * column's facts needs no evaluation of the checks that `remainingChecks` leaves out.
 * @returns facts by column name; columns of which nothing is said are missing
 */
export function columnBounds(checks: readonly CompiledCheck[]): Map<string, ColumnFacts> {
  const bounds = new Map<string, ColumnFacts>();
  for (const check of checks) {
    for (const finding of findFacts(check)) {
      if (finding.kind !== 'column') continue;
      bounds.set(finding.column, mergeFacts(bounds.get(finding.column), finding.facts, check.name));
    }
  }
  return bounds;
}
