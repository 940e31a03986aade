import type { Expression } from '../expression.js';
import type { JointCondition } from '../facts.js';
import { isNumberColumn } from './column-types.js';
import type { Operands } from './operands.js';

/** Reads a comparison of sums of multiples of columns; null for other conditions. */
export function findLinear(condition: Expression, operands: Operands): JointCondition['linear'] {
  if (condition.kind !== 'compare') return null;
  const left = sumOf(condition.left, 1, operands);
  const right = sumOf(condition.right, -1, operands);
  if (!left || !right) return null;
  const coefficients = new Map<string, number>();
  for (const { column, coefficient } of [...left.terms, ...right.terms]) {
    coefficients.set(column, (coefficients.get(column) ?? 0) + coefficient);
  }
  const terms = [...coefficients].flatMap(([column, coefficient]) =>
    coefficient === 0 ? [] : [{ column, coefficient }],
  );
  // Adding 0 makes 0 of -0.
  const constant = -(left.constant + right.constant) + 0;
  return { terms, operator: condition.operator, constant };
}

interface Sum {
  readonly terms: readonly { readonly column: string; readonly coefficient: number }[];
  readonly constant: number;
}

/** A sum of multiples of columns and a constant, times a factor; null for anything else. */
function sumOf(expression: Expression, factor: number, operands: Operands): Sum | null {
  const column = operands.columnOf(expression);
  if (column) {
    if (!isNumberColumn(column)) return null;
    return { terms: [{ column: column.name, coefficient: factor }], constant: 0 };
  }
  const number = operands.numberOf(expression);
  if (number !== null) return { terms: [], constant: factor * number };
  if (expression.kind === 'sign' && expression.operator !== '~') {
    return sumOf(expression.operand, expression.operator === '-' ? -factor : factor, operands);
  }
  if (expression.kind !== 'arithmetic') return null;
  const { operator } = expression;
  if (operator === '+' || operator === '-') {
    const left = sumOf(expression.left, factor, operands);
    const right = sumOf(expression.right, operator === '-' ? -factor : factor, operands);
    if (!left || !right) return null;
    return { terms: [...left.terms, ...right.terms], constant: left.constant + right.constant };
  }
  if (operator !== '*') return null;
  const one = operands.numberOf(expression.left);
  if (one !== null) return sumOf(expression.right, factor * one, operands);
  const other = operands.numberOf(expression.right);
  return other === null ? null : sumOf(expression.left, factor * other, operands);
}
