import { compareBytes } from '../compare-text.js';
import { UNKNOWN, type Comparable, type Known } from '../semantics.js';
import { coerceLiteral } from './operands.js';
import { isMoment, isNumeric, type Operand, type StaticType } from './static-type.js';

/** Comparison of operands of which nothing can be told. */
export const INCOMPARABLE: Comparable = { left: () => UNKNOWN, right: () => UNKNOWN, order: () => NaN };

/** How a dialect orders texts. */
export interface TextOrder {
  readonly order: (left: string, right: string) => number;
  /** Null when it cannot be told. */
  readonly same: (left: string, right: string) => boolean | null;
  /** Whether texts are equal only if they are the same. */
  readonly isExact?: boolean;
}

/** Gives a text literal the type of what it is compared with. */
export function coercePair(left: Operand, right: Operand): [Operand, Operand] {
  return [coerceLiteral(left, right.type), coerceLiteral(right, left.type)];
}

/** Compares operands of one family (numbers, moments, booleans, times …); null when they are of two. */
export function compareFamily(left: Operand, right: Operand): Comparable | null {
  const [one, other] = [left.type, right.type];
  if (one.name === 'null' || other.name === 'null')
    return { left: left.get, right: right.get, order: () => NaN };
  if ((isNumeric(one) && isNumeric(other)) || (isMoment(one) && isMoment(other)))
    return asNumbers(left, right);
  if (one.name !== other.name) return null;
  switch (one.name) {
    case 'boolean':
    case 'time':
      return asNumbers(left, right);
    case 'interval':
      return asNumbers(asMicros(left), asMicros(right));
    case 'uuid':
      return { left: left.get, right: right.get, order: (a, b) => (a === b ? 0 : a < b ? -1 : 1) };
    case 'bytes':
      return {
        left: left.get,
        right: right.get,
        order: (a, b) => compareBytes(a as Uint8Array, b as Uint8Array),
      };
    default:
      return null;
  }
}

function asNumbers(left: Operand, right: Operand): Comparable {
  // A big integer beside a double becomes one.
  if (left.type.name === 'real' || right.type.name === 'real') {
    return { left: left.get, right: right.get, order: (one, other) => Number(one) - Number(other) };
  }
  return { left: left.get, right: right.get, order: orderNumbers };
}

/** Plain numbers compare by themselves; here one is big. */
function orderNumbers(left: Known, right: Known): number {
  if (left < right) return -1;
  return left > right ? 1 : 0;
}

const MICROS_PER_MONTH = 30 * 86_400_000_000;

/** Intervals are compared with months of 30 days. */
function asMicros(operand: Operand): Operand {
  const months = (operand.type.months ?? 0) * MICROS_PER_MONTH;
  if (months === 0) return operand;
  return {
    type: operand.type,
    get: (row) => {
      const value = operand.get(row);
      return typeof value === 'number' ? value + months : value;
    },
  };
}

export function asTexts(left: Operand, right: Operand, { order, same, isExact }: TextOrder): Comparable {
  return {
    exactTexts: isExact,
    left: left.get,
    right: right.get,
    order: (one, other) => (typeof one === 'string' && typeof other === 'string' ? order(one, other) : NaN),
    same: (one, other) => (typeof one === 'string' && typeof other === 'string' ? same(one, other) : null),
  };
}

/** Orders enum labels by their place in the type. */
export function asLabels(left: Operand, right: Operand, type: StaticType): Comparable {
  const places = new Map((type.labels ?? []).map((label, place) => [label, place]));
  const place = (label: Known): number => (typeof label === 'string' ? (places.get(label) ?? NaN) : NaN);
  return { left: left.get, right: right.get, order: (one, other) => place(one) - place(other) };
}
