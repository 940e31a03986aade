import { compareBytes, compareText } from '../compare-text.js';
import { Real, type Comparable, type Getter, type Known, type Value } from '../semantics.js';
import type { Operand, SqliteType } from './static-type.js';
import { isNumber, numberOfText, textOf, type Affinity, type SqliteNumber } from './values.js';

/** Compares two operands, with the affinity and the collation that one brings along. */
export function compareOperands(left: Operand, right: Operand): Comparable {
  return comparableAs(
    left,
    right,
    comparisonAffinity(left.type, right.type),
    comparisonCollation(left, right),
  );
}

/** Compares the operand of IN with an item of its list, which has no say in how. */
export function compareMember(operand: Operand, item: Operand): Comparable {
  const { affinity, collation } = operand.type;
  return comparableAs(operand, item, affinity === 'real' ? 'numeric' : affinity, collation ?? 'BINARY');
}

/** Which affinity is applied to both sides: https://www.sqlite.org/datatype3.html#type_conversions_prior_to_comparison */
function comparisonAffinity(left: SqliteType, right: SqliteType): Affinity {
  if (left.affinity === 'none') return right.affinity;
  if (right.affinity === 'none') return left.affinity;
  return isNumericAffinity(left.affinity) || isNumericAffinity(right.affinity) ? 'numeric' : 'blob';
}

function isNumericAffinity(affinity: Affinity): boolean {
  return affinity === 'numeric' || affinity === 'integer' || affinity === 'real';
}

function comparisonCollation(left: Operand, right: Operand): string {
  if (left.type.explicit) return left.type.collation!;
  if (right.type.explicit) return right.type.collation!;
  return left.type.collation ?? right.type.collation ?? 'BINARY';
}

function comparableAs(left: Operand, right: Operand, affinity: Affinity, collation: string): Comparable {
  if (isNumericAffinity(affinity)) {
    return {
      left: numericGetter(left),
      right: numericGetter(right),
      order: (one, other) => orderValues(one, other, collation),
    };
  }
  const order =
    affinity === 'text'
      ? (one: Known, other: Known) => orderAsTexts(one, other, collation)
      : (one: Known, other: Known) => orderValues(one, other, collation);
  return { left: left.get, right: right.get, order, exactTexts: collation === 'BINARY' };
}

/** Texts that are numbers become numbers, and REALs plain doubles, which compare fastest. */
function numericGetter(operand: Operand): Getter {
  const { get } = operand;
  if (operand.constant !== undefined) {
    const constant = plainNumber(operand.constant);
    return () => constant;
  }
  return (row) => {
    const value = get(row);
    return typeof value === 'number' ? value : plainNumber(value);
  };
}

function plainNumber(value: Value): Value {
  const number = typeof value === 'string' ? (numberOfText(value) ?? value) : value;
  return number instanceof Real ? number.value : number;
}

function orderAsTexts(left: Known, right: Known, collation: string): number {
  if (typeof left === 'string' && isNumber(right)) return orderTexts(left, textOf(right), collation);
  if (typeof right === 'string' && isNumber(left)) return orderTexts(textOf(left), right, collation);
  return orderValues(left, right, collation);
}

/** Numbers come before texts, texts before blobs. */
export function orderValues(left: Known, right: Known, collation: string): number {
  if (isNumber(left)) return isNumber(right) ? orderNumbers(left, right) : -1;
  if (isNumber(right)) return 1;
  if (typeof left === 'string') return typeof right === 'string' ? orderTexts(left, right, collation) : -1;
  return typeof right === 'string' ? 1 : compareBytes(left, right);
}

function orderNumbers(left: SqliteNumber, right: SqliteNumber): number {
  const one = left instanceof Real ? left.value : left;
  const other = right instanceof Real ? right.value : right;
  if (one < other) return -1;
  return one > other ? 1 : 0;
}

function orderTexts(left: string, right: string, collation: string): number {
  switch (collation) {
    case 'BINARY':
      return compareText(left, right);
    case 'NOCASE':
      return compareText(foldAscii(left), foldAscii(right));
    case 'RTRIM':
      return compareText(left.replace(/ +$/, ''), right.replace(/ +$/, ''));
    default:
      return left === right ? 0 : NaN;
  }
}

export function foldAscii(text: string): string {
  return text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}
