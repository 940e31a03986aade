import type { SqlValue } from '../batch/batch.js';
import { childrenOf } from './children-of.js';
import type { CompiledCheck } from './compile-check.js';
import type { Expression } from './expression.js';

/** Which of some columns may be NULL together. */
export interface NullPattern {
  readonly columns: readonly string[];
  /** Bit i set: column i is NULL. */
  readonly allowed: readonly number[];
  readonly from: string;
}

const MAX_COLUMNS = 12;

/**
 * Finds the checks that look at nothing but which columns are NULL (exactly one of three, both or neither), and
 * lists what they allow.
 */
export function nullPatterns(checks: readonly CompiledCheck[]): NullPattern[] {
  return checks.flatMap((check) => {
    const { expression, columns, name } = check;
    if (expression === null || columns.length === 0 || columns.length > MAX_COLUMNS) return [];
    if (!asksForNullsOnly(expression)) return [];
    const allowed = Array.from({ length: 2 ** columns.length }, (_, mask) => mask).filter((mask) =>
      isAllowed(check, columns, mask),
    );
    return [{ columns, allowed, from: name }];
  });
}

function isAllowed(check: CompiledCheck, columns: readonly string[], mask: number): boolean {
  const row = (column: string): SqlValue =>
    ((mask >> columns.indexOf(column)) & 1) === 1 ? null : anyValue(check, column);
  return check.evaluate(row) !== false;
}

/** A value that suits the column's type; which one does not matter. */
function anyValue(check: CompiledCheck, name: string): SqlValue {
  const type = check.scope.find((column) => column.name === name)?.type;
  switch (type?.name) {
    case 'integer':
    case 'decimal':
    case 'real':
    case 'boolean':
    case 'date':
    case 'time':
    case 'timestamp':
      return 1;
    case 'bytes':
      return new Uint8Array(1);
    case 'enum':
      return type.labels[0] ?? '';
    default:
      return 'a';
  }
}

const COUNTS = new Set(['num_nulls', 'num_nonnulls', 'isnull']);

/** Whether every column stands directly inside IS [NOT] NULL, or in a function that counts NULLs. */
function asksForNullsOnly(expression: Expression): boolean {
  if (expression.kind === 'column') return false;
  if (expression.kind === 'is' && expression.test === 'null') return isNullOperand(expression.operand);
  if (expression.kind === 'call' && COUNTS.has(expression.name)) return expression.args.every(isNullOperand);
  return childrenOf(expression).every(asksForNullsOnly);
}

/** COALESCE(a, b) is NULL when both are. */
function isNullOperand(operand: Expression): boolean {
  if (operand.kind === 'column') return true;
  if (operand.kind === 'call' && operand.name === 'coalesce') return operand.args.every(isNullOperand);
  return operand.kind === 'row' ? operand.items.every(isNullOperand) : asksForNullsOnly(operand);
}
