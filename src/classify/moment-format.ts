import type { SqlValue } from '../batch/batch.js';
import { civilFromDays, daysFromCivil, daysInMonth, MICROS_PER_DAY, MICROS_PER_SECOND } from './civil.js';
import type { MomentFormat, TextMoment } from './moment-pattern.js';
import { newScannedMoment, scanMoment } from './scan-moment.js';

export type { MomentFormat, TextMoment } from './moment-pattern.js';

const JULIAN_OF_1970 = 2440587.5;
const MICROS_PER_UNIT = { s: 1e6, ms: 1e3, us: 1 } as const;
const FIRST_DAY = daysFromCivil(1, 1, 1);
const LAST_DAY = daysFromCivil(9999, 12, 31);
const TWO_DIGITS = Array.from({ length: 100 }, (_, n) => String(n).padStart(2, '0'));
// Filled anew for each cell, so that no object is made per cell.
const scanned = newScannedMoment();
const date = { year: 0, month: 0, day: 0 };

/**
 * Reads a cell as a moment. Any ISO variant is read (with or without fraction, zone, 'T'), as long as year,
 * month and day come in the order and with the separator that the column uses.
 * @returns microseconds since 1970-01-01 UTC (of the day, for a time alone); NaN when the cell is no such moment.
 * Whole seconds are exact for years 1..9999; microseconds until 2255, where a double holds no more
 */
export function parseMoment(format: MomentFormat, value: SqlValue): number {
  if (value === null) return NaN;
  if (format.form === 'text') {
    if (typeof value !== 'string' || !scanMoment(value, format.date, scanned)) return NaN;
    return format.date === null || scanned.dateSeparator === format.dateSeparator ? scanned.micros : NaN;
  }
  const stored = format.form === 'year' ? format.stored : 'number';
  if (
    stored === 'text' ? typeof value !== 'string' : typeof value !== 'number' && typeof value !== 'bigint'
  ) {
    return NaN;
  }
  const number = Number(value);
  switch (format.form) {
    case 'epoch':
      return Math.round(number * MICROS_PER_UNIT[format.unit]);
    case 'julian':
      return Math.round((number - JULIAN_OF_1970) * MICROS_PER_DAY);
    case 'year':
      return Number.isInteger(number) && number >= 1 && number <= 9999 ? microsOf(number, 1, 1) : NaN;
    case 'digits':
      return microsOf(Math.floor(number / 10000), Math.floor(number / 100) % 100, number % 100);
  }
}

function microsOf(year: number, month: number, day: number): number {
  if (!(year >= 1 && year <= 9999 && month >= 1 && month <= 12)) return NaN;
  if (!(Number.isInteger(day) && day >= 1 && day <= daysInMonth(year, month))) return NaN;
  return daysFromCivil(year, month, day) * MICROS_PER_DAY;
}

/**
 * Writes a moment as its column does: the inverse of `parseMoment`. A moment between two that the format can
 * write becomes the nearest one; one outside the years 1..9999 (or of the day, for a time alone) the last one.
 * @param micros microseconds since 1970-01-01 UTC (of the day, for a time alone)
 */
export function formatMoment(format: MomentFormat, micros: number): string | number {
  switch (format.form) {
    case 'text':
      return format.date === null ? formatTime(format, micros) : formatDate(format, micros);
    case 'epoch': {
      const value = micros / MICROS_PER_UNIT[format.unit];
      return format.whole ? Math.round(value) : value;
    }
    case 'julian':
      return micros / MICROS_PER_DAY + JULIAN_OF_1970;
    case 'year': {
      const year = nearestYear(micros);
      return format.stored === 'text' ? fourDigits(year) : year;
    }
    case 'digits':
      civilFromDays(clamp(Math.round(micros / MICROS_PER_DAY), FIRST_DAY, LAST_DAY), date);
      return date.year * 10000 + date.month * 100 + date.day;
  }
}

function formatDate(format: TextMoment, utcMicros: number): string {
  const micros = utcMicros + zoneMinutes(format.zone) * 60 * MICROS_PER_SECOND;
  if (format.time === 'none') {
    const days = clamp(Math.round(micros / MICROS_PER_DAY), FIRST_DAY, LAST_DAY);
    return dateText(format, days) + format.zone;
  }
  const unitMicros = unitOf(format);
  const unitsPerDay = MICROS_PER_DAY / unitMicros;
  const units = clamp(
    Math.round(micros / unitMicros),
    FIRST_DAY * unitsPerDay,
    (LAST_DAY + 1) * unitsPerDay - 1,
  );
  const days = Math.floor(units / unitsPerDay);
  return dateText(format, days) + format.joint + timeText(format, units - days * unitsPerDay) + format.zone;
}

function formatTime(format: TextMoment, micros: number): string {
  const unitMicros = unitOf(format);
  const units = Math.round(micros / unitMicros);
  if (format.beyondDay) {
    return (units < 0 ? '-' : '') + timeText(format, Math.abs(units)) + format.zone;
  }
  return timeText(format, clamp(units, 0, MICROS_PER_DAY / unitMicros - 1)) + format.zone;
}

/** The smallest step in microseconds that the time of a format can write. */
function unitOf(format: TextMoment): number {
  return format.time === 'minutes' ? 60 * MICROS_PER_SECOND : 10 ** Math.max(0, 6 - format.fraction);
}

function dateText(format: TextMoment, days: number): string {
  civilFromDays(days, date);
  const separator = format.dateSeparator;
  const year = fourDigits(date.year);
  if (format.date === 'ym') {
    if (date.day > 15) nextMonth();
    return fourDigits(date.year) + separator + (format.padded ? TWO_DIGITS[date.month]! : date.month);
  }
  const month = format.padded ? TWO_DIGITS[date.month]! : String(date.month);
  const day = format.padded ? TWO_DIGITS[date.day]! : String(date.day);
  if (format.date === 'ymd') return year + separator + month + separator + day;
  return format.date === 'dmy'
    ? day + separator + month + separator + year
    : month + separator + day + separator + year;
}

function nextMonth(): void {
  if (date.month === 12 && date.year === 9999) return;
  date.year += date.month === 12 ? 1 : 0;
  date.month = (date.month % 12) + 1;
}

/** @param units since midnight, of the size that `unitOf` tells */
function timeText(format: TextMoment, units: number): string {
  const perSecond = format.time === 'minutes' ? 1 / 60 : MICROS_PER_SECOND / unitOf(format);
  const seconds = Math.floor(units / perSecond);
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor(seconds / 60) % 60;
  const shown = format.meridiem ? ((hours + 11) % 12) + 1 : hours;
  let text = format.padded && shown < 100 ? TWO_DIGITS[shown]! : String(shown);
  text += format.timeSeparator + TWO_DIGITS[minutes]!;
  if (format.time === 'seconds') {
    text += format.timeSeparator + TWO_DIGITS[seconds % 60]!;
    if (format.fraction > 0) text += fractionText(format, units - seconds * perSecond);
  }
  return format.meridiem ? text + (hours % 24 < 12 ? ' AM' : ' PM') : text;
}

function fractionText(format: TextMoment, units: number): string {
  // A format may write nanoseconds; the engine keeps microseconds.
  const digits = String(units).padStart(Math.min(6, format.fraction), '0').padEnd(format.fraction, '0');
  if (!format.trimmed) return `.${digits}`;
  let end = digits.length;
  while (end > 0 && digits.charCodeAt(end - 1) === 48) end--;
  return end === 0 ? '' : `.${digits.slice(0, end)}`;
}

function nearestYear(micros: number): number {
  civilFromDays(clamp(Math.round(micros / MICROS_PER_DAY), FIRST_DAY, LAST_DAY), date);
  return Math.min(9999, date.month > 6 ? date.year + 1 : date.year);
}

function fourDigits(year: number): string {
  return TWO_DIGITS[Math.floor(year / 100)]! + TWO_DIGITS[year % 100]!;
}

function zoneMinutes(zone: string): number {
  if (zone === '' || zone === 'Z') return 0;
  const match = /([+-])(\d\d):?(\d\d)?$/.exec(zone);
  if (match === null) return 0;
  const minutes = Number(match[2]) * 60 + Number(match[3] ?? 0);
  return match[1] === '-' ? -minutes : minutes;
}

function clamp(value: number, low: number, high: number): number {
  return value < low ? low : value > high ? high : value;
}
