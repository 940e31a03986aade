import { MICROS_PER_DAY } from '../classify/civil.js';
import type { SqlValue } from '../batch/batch.js';
import type { LogicalType, RangeBounds } from '../introspect/catalog.js';

/** From `low` on, up to but not including `high`: numbers, or moments in microseconds. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}

const RANGE = /^([[(])"?([^",]*)"?,"?([^",]*)"?([\])])$/;

/**
 * Reads a range as PostgreSQL writes it. An end that counts is taken for one that does not a little further on.
 * @returns null for NULL, for an empty range and for what is none
 */
export function parseRange(value: SqlValue, type: LogicalType): Interval | null {
  const match = typeof value === 'string' ? RANGE.exec(value) : null;
  const of = endsOf(type);
  if (match === null || of === null) return null;
  const [, opening, first, last, closing] = match;
  const interval = {
    low: first === '' ? -Infinity : parseEnd(first!, of),
    high: last === '' ? Infinity : parseEnd(last!, of),
  };
  return closeInterval(interval, `${opening}${closing}` as RangeBounds, of);
}

/**
 * Reads two ends that a database gave apart; NULL is none.
 * @returns null where the second is not behind the first
 */
export function parseEnds(
  first: SqlValue,
  last: SqlValue,
  type: LogicalType,
  bounds: RangeBounds = '[)',
): Interval | null {
  const low = first === null ? -Infinity : parseEnd(String(first), type);
  const high = last === null ? Infinity : parseEnd(String(last), type);
  return closeInterval({ low, high }, bounds, type);
}

/**
 * Moves ends to where an interval with them begins and no longer goes on: one that counts at the end, or does not at the
 * beginning, lies a step further on.
 * @returns null for an empty interval
 */
export function closeInterval(
  { low, high }: Interval,
  bounds: RangeBounds,
  type: LogicalType,
): Interval | null {
  const step = stepOf(type);
  const moved = {
    low: low + (bounds.startsWith('(') ? step : 0),
    high: high + (bounds.endsWith(']') ? step : 0),
  };
  return moved.high > moved.low ? moved : null;
}

/** The ends of which `closeInterval` made an interval. */
export function openInterval({ low, high }: Interval, bounds: RangeBounds, type: LogicalType): Interval {
  const step = stepOf(type);
  return {
    low: low - (bounds.startsWith('(') ? step : 0),
    high: high - (bounds.endsWith(']') ? step : 0),
  };
}

/** Writes a range; an end that is infinite is left open. */
export function formatRange({ low, high }: Interval, type: LogicalType): string {
  const of = endsOf(type)!;
  const [first, last] = [low, high].map((end) => (Number.isFinite(end) ? `"${formatEnd(end, of)}"` : ''));
  return `[${first},${last})`;
}

/** The type of a range's ends; null for what is no range. */
export function endsOf(type: LogicalType): LogicalType | null {
  return type.name === 'other' && type.form?.kind === 'range' && !type.form.isMany ? type.form.of : null;
}

/** The distance from one end to the next: a day, a second, one in the last place. */
export function stepOf(type: LogicalType): number {
  if (type.name === 'date') return MICROS_PER_DAY;
  if (type.name === 'timestamp') return 1_000_000;
  if (type.name === 'decimal') return 10 ** -(type.scale ?? 2);
  return type.name === 'real' ? 1e-6 : 1;
}

function isMoment({ name }: LogicalType): boolean {
  return name === 'date' || name === 'timestamp';
}

function parseEnd(text: string, type: LogicalType): number {
  if (/^-?infinity$/i.test(text)) return text.startsWith('-') ? -Infinity : Infinity;
  if (!isMoment(type)) return Number(text);
  const match = /^(\d{4,})-(\d\d)-(\d\d)(?:[ T](\d\d):(\d\d):(\d\d)(?:\.(\d{1,6}))?)?(?:\+00)?$/.exec(text);
  if (match === null) return NaN;
  const [year, month, day, hour = 0, minute = 0, second = 0] = match
    .slice(1, 7)
    .map((part) => Number(part ?? 0));
  const micros = Number((match[7] ?? '').padEnd(6, '0'));
  return Date.UTC(year!, month! - 1, day, hour, minute, second) * 1000 + micros;
}

function formatEnd(number: number, type: LogicalType): string {
  if (!isMoment(type)) return String(number);
  const [date, clock] = new Date(Math.floor(number / 1000)).toISOString().split(/[TZ]/) as [string, string];
  return type.name === 'date' ? date : `${date} ${clock.slice(0, 8)}${fractionOf(number)}`;
}

function fractionOf(micros: number): string {
  const fraction = ((micros % 1_000_000) + 1_000_000) % 1_000_000;
  return fraction === 0 ? '' : `.${String(fraction).padStart(6, '0')}`;
}
