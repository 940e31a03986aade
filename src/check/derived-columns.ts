import type { CompiledCheck } from './compile-check.js';
import type { DerivedColumn } from './facts.js';
import { findFacts } from './find-facts.js';

/**
 * Columns that the checks set to a value worked out of others of the row: `total = price * quantity`.
 * @returns each column once, in an order in which each comes after the columns that it needs; of columns that need
 * one another in a ring, one stays free
 */
export function derivedColumns(checks: readonly CompiledCheck[]): DerivedColumn[] {
  const taken = new Map<string, DerivedColumn>();
  for (const check of checks) {
    for (const finding of findFacts(check)) {
      if (finding.kind !== 'derived') continue;
      const { derived } = finding;
      if (!taken.has(derived.column) && !needs(derived, derived.column, taken))
        taken.set(derived.column, derived);
    }
  }
  const ordered = new Set<DerivedColumn>();
  for (const derived of taken.values()) place(derived, taken, ordered);
  return [...ordered];
}

type Derivations = ReadonlyMap<string, DerivedColumn>;

/** Whether a column has to be known before another can be worked out. */
function needs(derived: DerivedColumn, column: string, taken: Derivations): boolean {
  return derived.columns.some((name) => {
    const source = taken.get(name);
    return name === column || (source !== undefined && needs(source, column, taken));
  });
}

function place(derived: DerivedColumn, taken: Derivations, ordered: Set<DerivedColumn>): void {
  for (const name of derived.columns) {
    const source = taken.get(name);
    if (source) place(source, taken, ordered);
  }
  ordered.add(derived);
}
