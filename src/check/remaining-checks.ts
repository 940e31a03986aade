import type { CompiledCheck } from './compile-check.js';
import { findFacts } from './find-facts.js';

/**
 * The checks that `columnBounds` and `columnOrders` do not fully cover: a row must be tried against them, and
 * drawn again (or its derived columns worked out) where one is violated. A check that was not understood is among
 * them; it evaluates to 'unknown'.
 */
export function remainingChecks(checks: readonly CompiledCheck[]): CompiledCheck[] {
  return checks.filter((check) => {
    const findings = findFacts(check);
    return findings.length === 0 || findings.some((finding) => !finding.covers);
  });
}
