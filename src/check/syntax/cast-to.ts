import type { Expression, TypeName } from '../expression.js';

/** A cast; one to an array type becomes the array itself, each item cast to the element type. */
export function castTo(type: TypeName, operand: Expression): Expression {
  if (!type.array) return { kind: 'cast', operand, type };
  const element: TypeName = { ...type, array: false };
  if (operand.kind === 'array') {
    return { kind: 'array', items: operand.items.map((item) => castTo(element, item)) };
  }
  const text = operand.kind === 'literal' && typeof operand.value === 'string' ? operand.value : null;
  const items = text === null ? null : readArrayLiteral(text);
  if (items === null) return { kind: 'opaque', operator: 'array', operands: [operand] };
  return {
    kind: 'array',
    items: items.map((value) =>
      value === null
        ? { kind: 'literal', form: 'null', value }
        : castTo(element, { kind: 'literal', form: 'text', value }),
    ),
  };
}

/** Reads '{a,"b c",NULL}'; null when it is nested or broken. */
function readArrayLiteral(text: string): (string | null)[] | null {
  const body = /^\s*\{(.*)\}\s*$/s.exec(text)?.[1];
  if (body === undefined) return null;
  if (body.trim() === '') return [];
  const item = /\s*(?:"((?:[^"\\]|\\.)*)"|([^",{}]*?))\s*(,|$)/gsy;
  const items: (string | null)[] = [];
  for (;;) {
    const match = item.exec(body);
    if (!match) return null;
    const plain = match[2];
    if (plain === '') return null;
    if (plain === undefined) items.push(match[1]!.replace(/\\(.)/gs, '$1'));
    else items.push(plain.toUpperCase() === 'NULL' ? null : plain.replace(/\\(.)/gs, '$1'));
    if (match[3] === '') return items;
  }
}
