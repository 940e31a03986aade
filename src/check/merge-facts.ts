import type { SqlValue } from '../batch/batch.js';
import { compareBytes, compareText } from './compare-text.js';
import type { ColumnFacts } from './facts.js';
import type { Facts } from './findings/finding.js';

/**
 * Joins what two checks say of one column.
 * @param from name of the check that says the second
 */
export function mergeFacts(known: ColumnFacts | undefined, added: Facts, from: string): ColumnFacts {
  if (!known) return { ...added, from: [from] };
  return dropUndefined({
    ...tighterMin(known, added),
    ...tighterMax(known, added),
    in: intersect(known.in, added.in),
    notIn: union(known.notIn, added.notIn),
    notNull: known.notNull || added.notNull || undefined,
    minLength: pick(Math.max, known.minLength, added.minLength),
    maxLength: pick(Math.min, known.maxLength, added.maxLength),
    patterns: union(known.patterns, added.patterns),
    letterCase: known.letterCase ?? added.letterCase,
    trimmed: known.trimmed || added.trimmed || undefined,
    format: known.format ?? added.format,
    multipleOf: pick(leastCommonMultiple, known.multipleOf, added.multipleOf),
    decimals: pick(Math.min, known.decimals, added.decimals),
    storage: intersect(known.storage, added.storage),
    from: [...new Set([...known.from, from])],
  });
}

type MinFacts = Pick<ColumnFacts, 'min' | 'minExclusive'>;
type MaxFacts = Pick<ColumnFacts, 'max' | 'maxExclusive'>;

function tighterMin(one: Facts, other: Facts): MinFacts {
  const [a, b] = [one.min, other.min];
  if (a === undefined || b === undefined) return minOf(a === undefined ? other : one);
  const order = compareValues(a, b);
  if (order === 0) return minOf(one.minExclusive ? one : other);
  return minOf(order > 0 ? one : other);
}

function tighterMax(one: Facts, other: Facts): MaxFacts {
  const [a, b] = [one.max, other.max];
  if (a === undefined || b === undefined) return maxOf(a === undefined ? other : one);
  const order = compareValues(a, b);
  if (order === 0) return maxOf(one.maxExclusive ? one : other);
  return maxOf(order < 0 ? one : other);
}

function minOf({ min, minExclusive }: Facts): MinFacts {
  return { min, minExclusive };
}

function maxOf({ max, maxExclusive }: Facts): MaxFacts {
  return { max, maxExclusive };
}

/** Orders values of one column; numbers, texts, bytes. */
export function compareValues(left: SqlValue, right: SqlValue): number {
  if (typeof left === 'string' && typeof right === 'string') return compareText(left, right);
  if (left instanceof Uint8Array && right instanceof Uint8Array) return compareBytes(left, right);
  if (left === null || right === null) return 0;
  return left < right ? -1 : left > right ? 1 : 0;
}

function pick(
  choose: (one: number, other: number) => number,
  one: number | undefined,
  other: number | undefined,
): number | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  return choose(one, other);
}

function intersect<T>(
  one: readonly T[] | undefined,
  other: readonly T[] | undefined,
): readonly T[] | undefined {
  if (!one || !other) return one ?? other;
  return one.filter((value) => other.includes(value));
}

function union<T>(one: readonly T[] | undefined, other: readonly T[] | undefined): readonly T[] | undefined {
  if (!one || !other) return one ?? other;
  return [...new Set([...one, ...other])];
}

function leastCommonMultiple(one: number, other: number): number {
  if (!Number.isSafeInteger(one) || !Number.isSafeInteger(other)) return Math.max(one, other);
  let [a, b] = [one, other];
  while (b !== 0) [a, b] = [b, a % b];
  return (one / a) * other;
}

function dropUndefined(facts: ColumnFacts): ColumnFacts {
  return Object.fromEntries(
    Object.entries(facts).filter(([, value]) => value !== undefined),
  ) as unknown as ColumnFacts;
}
