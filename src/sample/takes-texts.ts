import { isBeyondBigint } from '../introspect/is-beyond-bigint.js';
import type { Column } from '../introspect/catalog.js';

/**
 * Whether a text that looks like the column's values is one of them. A label that looks like others is none, a type with
 * a form of its own (a range, a circle, a hardware address) takes no text of another, and a number of as many digits
 * may be too large.
 */
export function takesTexts({ type }: Pick<Column, 'type'>): boolean {
  return type.name !== 'enum' && !(type.name === 'other' && type.form !== undefined) && !isBeyondBigint(type);
}
