import type { ColumnOrder } from '../facts.js';
import type { Expression } from '../expression.js';
import type { CheckColumn } from '../semantics.js';
import { haveOneOrder } from './column-types.js';
import { MOMENT_FUNCTIONS } from './moment-functions.js';
import type { Operands } from './operands.js';

/** Two columns of which a condition compares the values, or their days or moments. */
export interface FoundOrder {
  readonly order: Omit<ColumnOrder, 'from'>;
  /** Whether the columns themselves are compared. */
  readonly isPlain: boolean;
  /** Whether who keeps to the order satisfies the condition. */
  readonly covers: boolean;
}

/** Reads which of two columns is not above the other; null for other conditions. */
export function findOrder(condition: Expression, operands: Operands): FoundOrder | null {
  if (condition.kind !== 'compare' || condition.operator === '=' || condition.operator === '<>') return null;
  const { operator } = condition;
  const left = sideOf(condition.left, operands);
  const right = sideOf(condition.right, operands);
  if (!left || !right || left.column.name === right.column.name) return null;
  const isAscending = operator === '<' || operator === '<=';
  const strict = operator === '<' || operator === '>';
  const [low, high] = isAscending ? [left, right] : [right, left];
  const isPlain = left.isPlain && right.isPlain;
  return {
    order: { low: low.column.name, high: high.column.name, strict },
    isPlain,
    covers: isPlain && haveOneOrder(left.column, right.column),
  };
}

/** A column, or its day or moment: date(a) <= date(b) follows from a <= b. */
function sideOf(side: Expression, operands: Operands): { column: CheckColumn; isPlain: boolean } | null {
  const column = operands.columnOf(side);
  if (column) return { column, isPlain: true };
  if (side.kind !== 'call' || side.args.length !== 1 || !(side.name in MOMENT_FUNCTIONS)) return null;
  const inner = operands.columnOf(side.args[0]!);
  return inner && { column: inner, isPlain: false };
}
