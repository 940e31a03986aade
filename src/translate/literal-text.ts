import type { Expression } from '../check/expression.js';

/** The text of a literal, casts around it left aside; null for anything else. */
export function literalText(node: Expression): string | null {
  if (node.kind === 'cast') return literalText(node.operand);
  return node.kind === 'literal' && typeof node.value === 'string' ? node.value : null;
}
