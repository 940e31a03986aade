import { dateOfDays, daysOfDate } from '../calendar.js';
import { UNKNOWN, type Getter, type Known, type Value } from '../semantics.js';
import { doubleOf, isNumber, numberOfText, realOf, textOf } from './values.js';

/** A moment as SQLite's date.c holds it: milliseconds of Julian day numbers, and what was written. */
interface Moment {
  millis: number;
  /** Date as written, until a modifier or a time zone changes it; its day may be beyond the month's end. */
  date: { year: number; month: number; day: number } | null;
  /** Time as written, likewise. */
  clock: { hour: number; minute: number; second: number } | null;
}

const MILLIS_PER_DAY = 86_400_000;
/** Julian day of 1970-01-01 00:00, in milliseconds. */
const UNIX_EPOCH = 210_866_760_000_000;
const LAST_MILLI = 464_269_060_799_999;

/**
 * Compiles a call of one of SQLite's date functions, over ISO texts and Julian day numbers:
 * https://www.sqlite.org/lang_datefunc.html
 * @returns null for other functions; the moment 'now', time zones and rarer modifiers yield UNKNOWN
 */
export function callDateFunction(name: string, getters: readonly Getter[]): Getter | null {
  const format = FORMATS[name];
  const isStrftime = name === 'strftime';
  if (!format && !isStrftime) return null;
  if (getters.length < (isStrftime ? 2 : 1)) return null;
  return (row) => {
    const values: Known[] = [];
    for (const get of getters) {
      const value = get(row);
      if (value === null || value === UNKNOWN) return value;
      values.push(value);
    }
    const moment = readMoment(isStrftime ? values.slice(1) : values);
    if (moment === null || moment === UNKNOWN) return moment;
    return format ? format(moment) : strftime(textOf(values[0]!), moment);
  };
}

const FORMATS: Readonly<Record<string, (moment: Moment) => Value>> = {
  date: (moment) => strftime('%Y-%m-%d', moment),
  time: (moment) => strftime('%H:%M:%S', moment),
  datetime: (moment) => strftime('%Y-%m-%d %H:%M:%S', moment),
  julianday: (moment) => realOf(moment.millis / MILLIS_PER_DAY),
  unixepoch: (moment) => Math.floor(moment.millis / 1000) - UNIX_EPOCH / 1000,
};

function readMoment([value, ...modifiers]: readonly Known[]): Moment | null | typeof UNKNOWN {
  const moment = readTimeValue(value!, textOf(modifiers[0] ?? ''));
  if (moment === null || moment === UNKNOWN) return moment;
  const rest = isEpochModifier(modifiers[0]) ? modifiers.slice(1) : modifiers;
  for (const modifier of rest) {
    const isApplied = applyModifier(moment, textOf(modifier).trim().toLowerCase());
    if (!isApplied) return UNKNOWN;
  }
  return moment.millis >= 0 && moment.millis <= LAST_MILLI ? moment : null;
}

function isEpochModifier(modifier: Known | undefined): boolean {
  return modifier !== undefined && textOf(modifier).toLowerCase() === 'unixepoch';
}

function readTimeValue(value: Known, modifier: string): Moment | null | typeof UNKNOWN {
  const number = isNumber(value) ? value : numberOfText(textOf(value));
  if (number !== null) {
    const days = doubleOf(number);
    if (modifier.toLowerCase() === 'unixepoch')
      return { millis: Math.floor(days * 1000 + UNIX_EPOCH + 0.5), date: null, clock: null };
    if (modifier.toLowerCase() === 'auto') return UNKNOWN;
    return days >= 0 && days < 5373484.5
      ? { millis: Math.floor(days * MILLIS_PER_DAY + 0.5), date: null, clock: null }
      : null;
  }
  if (modifier.toLowerCase() === 'unixepoch') return null;
  const text = textOf(value);
  if (/^(?:now|subsec|subsecond)$/i.test(text)) return UNKNOWN;
  return readText(text);
}

const DATE = /^(-?\d{4})-(\d{2})-(\d{2})(?:[\sT]*$|[\sT]*(?=\d))/;
const TIME = /^(\d{2}):(\d{2})(?::(\d{2})(?:\.(\d+))?)?\s*(?:[zZ]|([+-])(\d{2}):(\d{2}))?\s*$/;

function readText(text: string): Moment | null {
  const match = DATE.exec(text);
  const date = match ? readDate(match) : { year: 2000, month: 1, day: 1 };
  if (date === null) return null;
  const midnight = UNIX_EPOCH + daysOfDate(date.year, date.month, date.day) * MILLIS_PER_DAY;
  const rest = match ? text.slice(match[0].length) : text;
  if (match && rest === '') return { millis: midnight, date, clock: null };
  const time = TIME.exec(rest);
  if (!time) return null;
  const hour = Number(time[1]);
  const minute = Number(time[2]);
  const second = Number(`${time[3] ?? '0'}.${time[4] ?? '0'}`);
  if (hour > 24 || minute > 59 || second >= 60) return null;
  const millis = midnight + hour * 3_600_000 + minute * 60_000 + Math.floor(second * 1000 + 0.5);
  if (time[5] === undefined) return { millis, date, clock: { hour, minute, second } };
  if (Number(time[6]) > 14 || Number(time[7]) > 59) return null;
  const offset = (Number(time[6]) * 60 + Number(time[7])) * (time[5] === '-' ? -1 : 1);
  return { millis: millis - offset * 60_000, date: null, clock: null };
}

function readDate(match: RegExpExecArray): Moment['date'] {
  const [year, month, day] = match.slice(1, 4).map(Number) as [number, number, number];
  return month >= 1 && month <= 12 && day >= 1 && day <= 31 ? { year, month, day } : null;
}

const UNIT_MILLIS: Readonly<Record<string, number>> = {
  day: MILLIS_PER_DAY,
  hour: 3_600_000,
  minute: 60_000,
  second: 1000,
};

/** Changes a moment in place; false for a modifier that is not known. */
function applyModifier(moment: Moment, modifier: string): boolean {
  const shift = /^([+-]?\d+(?:\.\d+)?)\s+(day|hour|minute|second|month|year)s?$/.exec(modifier);
  const start = /^start of (day|month|year)$/.exec(modifier);
  if (!shift && !start) return false;
  if (start) moment.millis = startOf(start[1]!, moment);
  else if (shift![2] === 'month' || shift![2] === 'year') {
    if (!Number.isInteger(Number(shift![1]))) return false;
    moment.millis = addMonths(moment, Number(shift![1]) * (shift![2] === 'year' ? 12 : 1));
  } else {
    const amount = Number(shift![1]) * UNIT_MILLIS[shift![2]!]!;
    moment.millis += Math.trunc(amount + (amount < 0 ? -0.5 : 0.5));
  }
  moment.date = null;
  moment.clock = null;
  return true;
}

function splitDays(millis: number): { days: number; rest: number } {
  const sinceEpoch = millis - UNIX_EPOCH;
  const days = Math.floor(sinceEpoch / MILLIS_PER_DAY);
  return { days, rest: sinceEpoch - days * MILLIS_PER_DAY };
}

function startOf(unit: string, moment: Moment): number {
  const { year, month, day } = moment.date ?? dateOfDays(splitDays(moment.millis).days);
  const first =
    unit === 'year' ? daysOfDate(year, 1, 1) : daysOfDate(year, month, unit === 'month' ? 1 : day);
  return UNIX_EPOCH + first * MILLIS_PER_DAY;
}

function addMonths(moment: Moment, months: number): number {
  const { days, rest } = splitDays(moment.millis);
  const { year, month, day } = moment.date ?? dateOfDays(days);
  return UNIX_EPOCH + daysOfDate(year, month + months, day) * MILLIS_PER_DAY + rest;
}

function strftime(format: string, moment: Moment): Value {
  const { days, rest } = splitDays(moment.millis);
  const { year, month, day } = dateOfDays(days);
  const clock = moment.clock ?? {
    hour: Math.floor(rest / 3_600_000),
    minute: Math.floor(rest / 60_000) % 60,
    second: (rest % 60_000) / 1000,
  };
  const two = (value: number): string => String(value).padStart(2, '0');
  const fourDigits = (year < 0 ? '-' : '') + String(Math.abs(year)).padStart(4, '0');
  const time = `${two(clock.hour)}:${two(clock.minute)}`;
  const seconds = two(Math.floor(clock.second));
  const fields: Readonly<Record<string, string>> = {
    Y: fourDigits,
    m: two(month),
    d: two(day),
    F: `${fourDigits}-${two(month)}-${two(day)}`,
    H: two(clock.hour),
    M: two(clock.minute),
    S: seconds,
    f: Math.min(clock.second, 59.999).toFixed(3).padStart(6, '0'),
    R: time,
    T: `${time}:${seconds}`,
    j: String(days - daysOfDate(year, 1, 1) + 1).padStart(3, '0'),
    w: String((((days + 4) % 7) + 7) % 7),
    s: String(Math.floor(moment.millis / 1000) - UNIX_EPOCH / 1000),
    '%': '%',
  };
  let isKnown = true;
  const text = format.replace(/%(.?)/gs, (_, letter: string) => {
    const field = fields[letter];
    if (field === undefined) isKnown = false;
    return field ?? '';
  });
  return isKnown ? text : UNKNOWN;
}
