import type { SqlValue } from '../../batch/batch.js';
import type { LogicalType } from '../../introspect/catalog.js';
import type { ColumnFacts } from '../facts.js';
import { gridDomain } from './grid.js';
import type { ValueDomain } from './domain.js';

/** Values that a column without a lower or an upper bound is given. */
const USUAL_VALUES = 1000n;
/** Points that a range of doubles is divided into, at least. */
const FINE = 1_000_000;

/** The numbers that a column may hold; those of a REAL column are a selection and not counted. */
export function numberDomain(facts: ColumnFacts, type: LogicalType): ValueDomain {
  const decimals = decimalsFor(facts, type);
  const scale = 10n ** BigInt(decimals);
  const range = rangeOf(type, decimals);
  const low = max(range.low, lowest(facts, decimals));
  const high = min(range.high, highest(facts, decimals));
  const step = facts.multipleOf === undefined ? 1n : max(1n, scaled(facts.multipleOf, decimals, 'ceil'));
  const start = facts.min === undefined ? usualStart(high, scale) : low;
  const isWide = facts.max === undefined || high - start > USUAL_VALUES * 1000n * scale;
  return gridDomain(
    {
      low,
      high,
      step,
      holes: (facts.notIn ?? []).flatMap((value) => holeOf(value, decimals)),
      preferred: { low: start, high: isWide ? start + USUAL_VALUES * scale : high },
      isCounted: type.name !== 'real' || facts.decimals !== undefined,
    },
    (point) => write(point, decimals),
  );
}

/** Numbers without a lower bound begin at 1, or well below their upper bound. */
function usualStart(high: bigint, scale: bigint): bigint {
  return high >= scale ? scale : high - USUAL_VALUES * scale;
}

function decimalsFor(facts: ColumnFacts, type: LogicalType): number {
  const most = facts.decimals ?? Infinity;
  if (type.name === 'integer') return 0;
  if (type.name === 'decimal') return Math.min(type.scale ?? 2, most);
  if (most < Infinity) return most;
  const width = Number(facts.max ?? NaN) - Number(facts.min ?? NaN);
  if (Number.isNaN(width) || width <= 0) return 2;
  return Math.min(Math.max(Math.ceil(Math.log10(FINE / width)), 0), 12);
}

/** What the type itself can hold, in units of the last decimal. */
function rangeOf(type: LogicalType, decimals: number): { low: bigint; high: bigint } {
  if (type.name === 'integer') return { low: type.min, high: type.max };
  const digits =
    type.name === 'decimal' && type.precision !== null ? type.precision - (type.scale ?? 0) + decimals : 15;
  const high = 10n ** BigInt(Math.max(digits, 0)) - 1n;
  return { low: -high, high };
}

function lowest({ min: bound, minExclusive }: ColumnFacts, decimals: number): bigint {
  if (typeof bound === 'bigint') return bound * 10n ** BigInt(decimals) + (minExclusive ? 1n : 0n);
  if (typeof bound !== 'number' || bound === -Infinity) return -(10n ** 40n);
  const point = scaled(bound, decimals, 'ceil');
  return minExclusive && isPoint(bound, decimals) ? point + 1n : point;
}

function highest({ max: bound, maxExclusive }: ColumnFacts, decimals: number): bigint {
  if (typeof bound === 'bigint') return bound * 10n ** BigInt(decimals) - (maxExclusive ? 1n : 0n);
  if (typeof bound !== 'number' || bound === Infinity) return 10n ** 40n;
  const point = scaled(bound, decimals, 'floor');
  return maxExclusive && isPoint(bound, decimals) ? point - 1n : point;
}

function holeOf(value: SqlValue, decimals: number): bigint[] {
  if (typeof value === 'bigint') return [value * 10n ** BigInt(decimals)];
  return typeof value === 'number' && isPoint(value, decimals) ? [scaled(value, decimals, 'floor')] : [];
}

/** Whether a number has no more than so many decimals. */
function isPoint(value: number, decimals: number): boolean {
  return write(scaled(value, decimals, 'floor'), decimals) === value;
}

/** A number in units of its last decimal, exactly: by its digits, not by multiplication. */
function scaled(value: number, decimals: number, round: 'floor' | 'ceil'): bigint {
  const [mantissa, exponent] = value.toExponential().split('e') as [string, string];
  const [whole, fraction = ''] = mantissa.replace('-', '').split('.') as [string, string?];
  const shift = Number(exponent) + decimals - fraction.length;
  const digits = BigInt(whole + fraction);
  const divisor = shift < 0 ? 10n ** BigInt(-shift) : 1n;
  const size = shift < 0 ? digits / divisor : digits * 10n ** BigInt(shift);
  const hasRest = shift < 0 && digits % divisor !== 0n;
  const isNegative = value < 0;
  const awayFromZero = hasRest && (round === 'ceil') !== isNegative ? 1n : 0n;
  return isNegative ? -(size + awayFromZero) : size + awayFromZero;
}

function write(point: bigint, decimals: number): SqlValue {
  if (decimals > 0) return Number(`${point}e-${decimals}`);
  const number = Number(point);
  return Number.isSafeInteger(number) ? number : point;
}

function max(one: bigint, other: bigint): bigint {
  return one > other ? one : other;
}

function min(one: bigint, other: bigint): bigint {
  return one < other ? one : other;
}
