import { MICROS_PER_DAY } from '../classify/civil.js';
import type { SqlValue } from '../batch/batch.js';
import type { LogicalType } from '../introspect/catalog.js';

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
  const step = stepOf(of);
  const low = first === '' ? -Infinity : parseEnd(first!, of) + (opening === '(' ? step : 0);
  const high = last === '' ? Infinity : parseEnd(last!, of) + (closing === ']' ? step : 0);
  return Number.isNaN(low) || Number.isNaN(high) || high <= low ? null : { low, high };
}

/** Reads two ends that a database gave apart; null where one is missing. */
export function parseEnds(first: SqlValue, last: SqlValue, type: LogicalType | null): Interval | null {
  if (first === null || last === null || type === null) return null;
  const [low, high] = [parseEnd(String(first), type), parseEnd(String(last), type)];
  return high > low ? { low, high } : null;
}

/** Writes a range of finite ends. */
export function formatRange({ low, high }: Interval, type: LogicalType): string {
  const of = endsOf(type)!;
  return `["${formatEnd(low, of)}","${formatEnd(high, of)}")`;
}

/** The type of a range's ends; null for what is no range. */
export function endsOf(type: LogicalType): LogicalType | null {
  return type.name === 'other' && type.form?.kind === 'range' && !type.form.isMany ? type.form.of : null;
}

function stepOf({ name }: LogicalType): number {
  return name === 'date' ? MICROS_PER_DAY : 1;
}

function isMoment({ name }: LogicalType): boolean {
  return name === 'date' || name === 'timestamp';
}

function parseEnd(text: string, type: LogicalType): number {
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
