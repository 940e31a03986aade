import type { CompiledCheck } from './compile-check.js';
import type { DerivedColumn } from './facts.js';
import { findFacts } from './find-facts.js';

/**
 * Columns that the checks set to a value worked out of others of the row: `total = price * quantity`.
 * @returns each column once, in an order in which each comes after the columns that it needs; of several that need
 * one another in a ring, the last is left out
 */
export function derivedColumns(checks: readonly CompiledCheck[]): DerivedColumn[] {
  const waiting = new Map<string, DerivedColumn>();
  for (const check of checks) {
    for (const finding of findFacts(check)) {
      if (finding.kind === 'derived' && !waiting.has(finding.derived.column)) {
        waiting.set(finding.derived.column, finding.derived);
      }
    }
  }
  const ordered: DerivedColumn[] = [];
  for (const derived of waiting.values()) place(derived, waiting, ordered, new Set());
  return ordered;
}

function place(
  derived: DerivedColumn,
  all: ReadonlyMap<string, DerivedColumn>,
  ordered: DerivedColumn[],
  path: Set<string>,
): boolean {
  if (ordered.includes(derived)) return true;
  if (path.has(derived.column)) return false;
  path.add(derived.column);
  const areReady = derived.columns.every((name) => {
    const needed = all.get(name);
    return needed === undefined || place(needed, all, ordered, path);
  });
  path.delete(derived.column);
  if (areReady) ordered.push(derived);
  return areReady;
}
