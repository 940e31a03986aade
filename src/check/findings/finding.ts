import type { ColumnFacts, ColumnOrder, DerivedColumn, JointCondition } from '../facts.js';
import type { CheckColumn } from '../semantics.js';

/** Facts of a column before it is told which check they come from. */
export type Facts = Omit<ColumnFacts, 'from'>;

/** What a condition says of one column. */
export interface ColumnFinding {
  readonly kind: 'column';
  readonly column: string;
  readonly facts: Facts;
  readonly covers: boolean;
}

/** What one condition of a check says. `covers`: who keeps to it satisfies the condition. */
export type Finding =
  | ColumnFinding
  | { readonly kind: 'order'; readonly order: ColumnOrder; readonly covers: boolean }
  | { readonly kind: 'joint'; readonly joint: JointCondition; readonly covers: false }
  | { readonly kind: 'derived'; readonly derived: DerivedColumn; readonly covers: false }
  | { readonly kind: 'always'; readonly covers: true };

/** A condition that no row can break. */
export const ALWAYS: Finding = { kind: 'always', covers: true };

export function columnFinding(column: CheckColumn, facts: Facts, covers = true): ColumnFinding {
  return { kind: 'column', column: column.name, facts, covers };
}
