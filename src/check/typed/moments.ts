import { dateOfDays, daysOfDate } from '../calendar.js';

export const MICROS_PER_SECOND = 1_000_000;
export const MICROS_PER_DAY = 86_400_000_000;

const MOMENT =
  /^\s*(\d{4,6})-(\d{1,2})-(\d{1,2})(?:[ T](\d{1,2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?\s*(Z|UTC|[+-]\d{2}(?::?\d{2})?)?)?\s*$/i;
const TIME = /^\s*(\d{1,2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?\s*$/;

/** Reads an ISO date or timestamp as microseconds since 1970 UTC; null for another form or an impossible date. */
export function readMoment(text: string): number | null {
  const plain = readPlainDate(text);
  if (plain !== null) return plain;
  const match = MOMENT.exec(text);
  if (!match) return /^\s*-?infinity\s*$/i.test(text) ? (text.includes('-') ? -Infinity : Infinity) : null;
  const [year, month, day] = match.slice(1, 4).map(Number) as [number, number, number];
  const days = daysOfDate(year, month, day);
  const back = dateOfDays(days);
  if (back.month !== month || back.day !== day) return null;
  const clock = clockMicros(match[4], match[5], match[6], match[7]);
  return clock === null ? null : days * MICROS_PER_DAY + clock - zoneMicros(match[8]);
}

/** 2020-01-31, by its character codes: the pattern below is ten times slower. Null for any other form. */
function readPlainDate(text: string): number | null {
  if (text.length !== 10 || text.charCodeAt(4) !== DASH || text.charCodeAt(7) !== DASH) return null;
  const year = digitsAt(text, 0, 4);
  const month = digitsAt(text, 5, 7);
  const day = digitsAt(text, 8, 10);
  if (!(year >= 100 && month >= 1 && month <= 12 && day >= 1 && day <= 28)) return null;
  return Date.UTC(year, month - 1, day) * 1000;
}

const DASH = 45;
const ZERO = 48;

/** A number of plain digits; NaN with anything else among them. */
function digitsAt(text: string, start: number, end: number): number {
  let value = 0;
  for (let i = start; i < end; i++) {
    const digit = text.charCodeAt(i) - ZERO;
    if (digit < 0 || digit > 9) return NaN;
    value = value * 10 + digit;
  }
  return value;
}

/** Reads a time of day as microseconds; null for another form. */
export function readTime(text: string): number | null {
  const match = TIME.exec(text);
  return match && clockMicros(match[1], match[2], match[3], match[4]);
}

function clockMicros(hour = '0', minute = '0', second = '0', fraction = ''): number | null {
  if (Number(hour) > 24 || Number(minute) > 59 || Number(second) > 60) return null;
  const seconds = Number(hour) * 3600 + Number(minute) * 60 + Number(second);
  return seconds * MICROS_PER_SECOND + Math.round(Number(`0.${fraction || '0'}`) * MICROS_PER_SECOND);
}

function zoneMicros(zone = 'Z'): number {
  const match = /^([+-])(\d{2}):?(\d{2})?$/.exec(zone);
  if (!match) return 0;
  const minutes = Number(match[2]) * 60 + Number(match[3] ?? '0');
  return (match[1] === '-' ? -1 : 1) * minutes * 60 * MICROS_PER_SECOND;
}

/** Midnight of a moment's day. */
export function startOfDay(micros: number): number {
  return Math.floor(micros / MICROS_PER_DAY) * MICROS_PER_DAY;
}

/** Adds whole months; a day beyond the end of the month becomes its last. */
export function addMonths(micros: number, months: number): number {
  if (months === 0 || !Number.isFinite(micros)) return micros;
  const days = Math.floor(micros / MICROS_PER_DAY);
  const { year, month, day } = dateOfDays(days);
  const last = daysOfDate(year, month + months + 1, 0);
  return (
    Math.min(daysOfDate(year, month + months, day), last) * MICROS_PER_DAY + (micros - days * MICROS_PER_DAY)
  );
}

/** Writes a moment's day as 2020-01-31. */
export function writeDate(micros: number): string {
  const { year, month, day } = dateOfDays(Math.floor(micros / MICROS_PER_DAY));
  return `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}

/** One part of a moment, as EXTRACT gives it; null for parts that are not known. */
export function partOf(field: string, micros: number): number | null {
  const days = Math.floor(micros / MICROS_PER_DAY);
  const { year, month, day } = dateOfDays(days);
  const seconds = (micros - days * MICROS_PER_DAY) / MICROS_PER_SECOND;
  const weekday = (((days + 4) % 7) + 7) % 7;
  switch (field) {
    case 'year':
      return year;
    case 'month':
      return month;
    case 'day':
      return day;
    case 'quarter':
      return Math.ceil(month / 3);
    case 'hour':
      return Math.floor(seconds / 3600);
    case 'minute':
      return Math.floor(seconds / 60) % 60;
    case 'second':
      return seconds % 60;
    case 'dow':
      return weekday;
    case 'isodow':
      return weekday === 0 ? 7 : weekday;
    case 'doy':
      return days - daysOfDate(year, 1, 1) + 1;
    case 'epoch':
      return micros / MICROS_PER_SECOND;
    default:
      return null;
  }
}

/** The start of the unit that a moment lies in; null for units that are not known. */
export function truncateTo(unit: string, micros: number): number | null {
  const days = Math.floor(micros / MICROS_PER_DAY);
  const { year, month } = dateOfDays(days);
  switch (unit) {
    case 'year':
      return daysOfDate(year, 1, 1) * MICROS_PER_DAY;
    case 'quarter':
      return daysOfDate(year, month - ((month - 1) % 3), 1) * MICROS_PER_DAY;
    case 'month':
      return daysOfDate(year, month, 1) * MICROS_PER_DAY;
    case 'week':
      return (days - ((((days + 3) % 7) + 7) % 7)) * MICROS_PER_DAY;
    case 'day':
      return days * MICROS_PER_DAY;
    case 'hour':
    case 'minute':
    case 'second': {
      const step = { hour: 3600, minute: 60, second: 1 }[unit] * MICROS_PER_SECOND;
      return Math.floor(micros / step) * step;
    }
    default:
      return null;
  }
}

const UNIT_MICROS: Readonly<Record<string, number>> = {
  microsecond: 1,
  millisecond: 1000,
  second: MICROS_PER_SECOND,
  sec: MICROS_PER_SECOND,
  minute: 60 * MICROS_PER_SECOND,
  min: 60 * MICROS_PER_SECOND,
  hour: 3600 * MICROS_PER_SECOND,
  day: MICROS_PER_DAY,
  week: 7 * MICROS_PER_DAY,
};

const UNIT_MONTHS: Readonly<Record<string, number>> = {
  month: 1,
  mon: 1,
  quarter: 3,
  year: 12,
  decade: 120,
  century: 1200,
};

export interface Interval {
  readonly months: number;
  readonly micros: number;
}

/** So many of a unit, such as 3 and 'days'; null for a unit that is not known. */
export function intervalOf(amount: number, unit: string): Interval | null {
  const singular = unit.toLowerCase().replace(/s$/, '');
  const micros = UNIT_MICROS[singular];
  if (micros !== undefined) return { months: 0, micros: Math.round(amount * micros) };
  const months = UNIT_MONTHS[singular];
  return months === undefined || !Number.isInteger(amount * months)
    ? null
    : { months: amount * months, micros: 0 };
}

/** Reads '1 year 2 days', '18 years', '01:30:00'; null for other forms. */
export function readInterval(text: string): Interval | null {
  const part = /\s*([+-]?\d+(?:\.\d+)?)\s*([a-z]+)\s*|\s*([+-]?)(\d+):(\d{2})(?::(\d{2})(?:\.(\d+))?)?\s*/giy;
  let months = 0;
  let micros = 0;
  while (part.lastIndex < text.length) {
    const match = part.exec(text);
    if (!match) return null;
    const piece =
      match[2] === undefined
        ? { months: 0, micros: (match[3] === '-' ? -1 : 1) * timeSpan(match) }
        : intervalOf(Number(match[1]), match[2]);
    if (piece === null) return null;
    months += piece.months;
    micros += piece.micros;
  }
  return { months, micros };
}

function timeSpan(match: RegExpExecArray): number {
  const seconds =
    Number(match[4]) * 3600 + Number(match[5]) * 60 + Number(`${match[6] ?? '0'}.${match[7] ?? '0'}`);
  return Math.round(seconds * MICROS_PER_SECOND);
}
