import type { Expression } from './expression.js';

/** The expressions directly inside an expression, left to right. */
export function childrenOf(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case 'literal':
    case 'column':
      return [];
    case 'and':
    case 'or':
    case 'opaque':
      return expression.operands;
    case 'compare':
    case 'distinct':
    case 'xor':
    case 'arithmetic':
      return [expression.left, expression.right];
    case 'not':
    case 'is':
    case 'sign':
    case 'cast':
    case 'collate':
      return [expression.operand];
    case 'between':
      return [expression.operand, expression.low, expression.high];
    case 'in':
      return [expression.operand, ...expression.list];
    case 'match':
      return [expression.operand, expression.pattern, ...(expression.escape ? [expression.escape] : [])];
    case 'case':
      return [
        ...(expression.base ? [expression.base] : []),
        ...expression.branches.flatMap((branch) => [branch.when, branch.then]),
        ...(expression.otherwise ? [expression.otherwise] : []),
      ];
    case 'call':
      return expression.args;
    case 'row':
    case 'array':
      return expression.items;
    case 'interval':
      return [expression.amount];
  }
}
