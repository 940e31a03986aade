import { orderInAnyLocale } from '../characters.js';
import { compareText } from '../compare-text.js';
import { isAscii } from '../pattern/parse-regex.js';
import type { TextOrder } from '../typed/compare.js';
import type { Operand, StaticType } from '../typed/static-type.js';

/** Whether a collation compares code points: `utf8mb4_bin`, `binary`. */
export function isBinary(collation: string | null | undefined): boolean {
  return /_bin$|^binary$/i.test(collation ?? '');
}

/** The type of a text made of others: a binary collation wins, then the first one. */
export function mergedText(operands: readonly Operand[]): StaticType {
  const types = operands.map((operand) => operand.type).filter((type) => type.name === 'text');
  const decisive =
    types.find((type) => isBinary(type.collation) || type.ignoresCase === false) ??
    types.find((type) => type.collation) ??
    types[0];
  return { name: 'text', collation: decisive?.collation ?? null, ignoresCase: decisive?.ignoresCase };
}

/** Collations ignore case unless their name says otherwise. */
export function ignoresCase({ collation, ignoresCase: declared }: StaticType): boolean {
  if (collation !== null && collation !== undefined)
    return !isBinary(collation) && !/_cs$|_as_cs/i.test(collation);
  return declared !== false;
}

/** How two texts compare, as far as that can be told: beyond ASCII only under a binary collation. */
export function textOrder(type: StaticType): TextOrder {
  const collation = type.collation ?? '';
  const fold = ignoresCase(type) ? (text: string) => text.toLowerCase() : (text: string) => text;
  const isPlain = isBinary(collation);
  const same = (one: string, other: string): boolean | null => {
    if (one === other) return true;
    if (!isPlain && !(isAscii(one) && isAscii(other))) return null;
    if (fold(one) === fold(other)) return true;
    return withoutBlanks(fold(one)) === withoutBlanks(fold(other)) ? equalButForBlanks(collation) : false;
  };
  const order = (one: string, other: string): number => {
    const answer = same(one, other);
    if (answer !== false) return answer ? 0 : NaN;
    return isPlain ? compareText(one, other) : orderInAnyLocale(fold(one), fold(other));
  };
  return { order, same };
}

function withoutBlanks(text: string): string {
  return text.replace(/ +$/, '');
}

/** Collations of MySQL 8 (0900) and "nopad" ones count blanks at the end, older ones do not. */
function equalButForBlanks(collation: string): boolean | null {
  if (collation === '') return null;
  return !/0900|nopad|^binary$/i.test(collation);
}
