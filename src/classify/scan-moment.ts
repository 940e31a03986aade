import { daysFromCivil, daysInMonth, MICROS_PER_DAY, MICROS_PER_SECOND } from './civil.js';
import type { DateOrder, TextMoment } from './moment-pattern.js';

/** What a text that is a moment was seen to consist of; one object is reused for all texts. */
export interface ScannedMoment {
  micros: number;
  dateSeparator: TextMoment['dateSeparator'];
  padded: boolean;
  joint: TextMoment['joint'];
  time: TextMoment['time'];
  timeSeparator: TextMoment['timeSeparator'];
  fraction: number;
  meridiem: boolean;
  zone: string;
  /** Hours as written. */
  hours: number;
}

/** An empty `ScannedMoment` to scan into. */
export function newScannedMoment(): ScannedMoment {
  return {
    micros: NaN,
    dateSeparator: '',
    padded: true,
    joint: '',
    time: 'none',
    timeSeparator: ':',
    fraction: 0,
    meridiem: false,
    zone: '',
    hours: 0,
  };
}

/**
 * Reads a text as a moment, strict about the order of year, month and day, tolerant about the rest.
 * @param text a cell
 * @param order which order to read; null for a time of day alone, whose hours may pass 24
 * @param into filled when the text is a moment
 * @returns whether it is
 */
export function scanMoment(text: string, order: DateOrder | null, into: ScannedMoment): boolean {
  into.padded = true;
  into.dateSeparator = '';
  into.joint = '';
  into.time = 'none';
  into.timeSeparator = ':';
  into.fraction = 0;
  into.meridiem = false;
  into.zone = '';
  into.hours = 0;
  let at = 0;
  let micros = 0;
  if (order !== null) {
    at = scanDate(text, order, into);
    if (at < 0) return false;
    micros = into.micros;
    if (at === text.length) return true;
    const joint = text.charCodeAt(at);
    if (joint === SPACE || joint === LETTER_T) {
      into.joint = joint === SPACE ? ' ' : 'T';
      at++;
    } else if (into.dateSeparator !== '' || order !== 'ymd') {
      return false;
    }
  }
  at = scanTime(text, at, order === null, into);
  if (at < 0) return false;
  micros += into.micros;
  const offsetMinutes = at === text.length ? 0 : scanZone(text, at, into);
  if (Number.isNaN(offsetMinutes)) return false;
  into.micros = micros - offsetMinutes * 60 * MICROS_PER_SECOND;
  return true;
}

const SPACE = 32;
const LETTER_T = 84;
const COLON = 58;

/** Reads a date; returns where it ends, -1 when it is none. */
function scanDate(text: string, order: DateOrder, into: ScannedMoment): number {
  const yearFirst = order === 'ymd' || order === 'ym';
  const firstEnd = digitsEnd(text, 0, yearFirst ? 4 : 2);
  if (firstEnd < (yearFirst ? 4 : 1)) return -1;
  const separator = text[firstEnd];
  let at = firstEnd;
  if (separator === '-' || separator === '/' || separator === '.') {
    into.dateSeparator = separator;
    at++;
  } else if (!yearFirst || order === 'ym') {
    return -1;
  }
  const compact = into.dateSeparator === '';
  const secondEnd = digitsEnd(text, at, 2);
  if (secondEnd === at || (compact && secondEnd !== at + 2)) return -1;
  const first = toInteger(text, 0, firstEnd);
  const second = toInteger(text, at, secondEnd);
  into.padded = (yearFirst || firstEnd === 2) && secondEnd === at + 2;
  if (order === 'ym') return setDate(into, first, second, 1) ? secondEnd : -1;
  at = secondEnd;
  if (!compact && text[at++] !== separator) return -1;
  const thirdEnd = digitsEnd(text, at, yearFirst ? 2 : 4);
  const third = toInteger(text, at, thirdEnd);
  if (yearFirst) {
    if (thirdEnd === at || (compact && thirdEnd !== at + 2)) return -1;
    if (thirdEnd !== at + 2) into.padded = false;
    return setDate(into, first, second, third) ? thirdEnd : -1;
  }
  if (thirdEnd !== at + 4) return -1;
  const valid = order === 'dmy' ? setDate(into, third, second, first) : setDate(into, third, first, second);
  return valid ? thirdEnd : -1;
}

function setDate(into: ScannedMoment, year: number, month: number, day: number): boolean {
  if (year < 1 || month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return false;
  into.micros = daysFromCivil(year, month, day) * MICROS_PER_DAY;
  return true;
}

/** Reads a time; returns where it ends, -1 when it is none. */
function scanTime(text: string, start: number, alone: boolean, into: ScannedMoment): number {
  let at = start;
  const negative = alone && text[at] === '-';
  if (negative) at++;
  const hoursEnd = digitsEnd(text, at, alone ? 3 : 2);
  if (hoursEnd === at) return -1;
  const colons = text.charCodeAt(hoursEnd) === COLON;
  if (!colons && (alone || hoursEnd !== at + 2)) return -1;
  into.timeSeparator = colons ? ':' : '';
  if (hoursEnd === at + 1) into.padded = false;
  into.hours = toInteger(text, at, hoursEnd);
  at = colons ? hoursEnd + 1 : hoursEnd;
  if (digitsEnd(text, at, 2) !== at + 2) return -1;
  const minutes = toInteger(text, at, at + 2);
  at += 2;
  into.time = 'minutes';
  let seconds = 0;
  let fractionMicros = 0;
  if (colons ? text.charCodeAt(at) === COLON : digitsEnd(text, at, 2) === at + 2) {
    if (colons) at++;
    if (digitsEnd(text, at, 2) !== at + 2) return -1;
    seconds = toInteger(text, at, at + 2);
    into.time = 'seconds';
    at += 2;
    if (text[at] === '.' || text[at] === ',') {
      const end = digitsEnd(text, at + 1, 9);
      if (end === at + 1) return -1;
      into.fraction = end - at - 1;
      fractionMicros = Math.round(toInteger(text, at + 1, end) * 10 ** (6 - into.fraction));
      at = end;
    }
  }
  let hours = into.hours;
  const meridiem = scanMeridiem(text, at);
  if (meridiem > 0) {
    if (hours < 1 || hours > 12) return -1;
    into.meridiem = true;
    hours = (hours % 12) + (meridiem === 2 ? 12 : 0);
    at = text.length;
  }
  if (minutes > 59 || seconds > 60 || (!alone && hours > 24)) return -1;
  const micros = (hours * 3600 + minutes * 60 + seconds) * MICROS_PER_SECOND + fractionMicros;
  into.micros = negative ? -micros : micros;
  if (negative) into.hours = -into.hours || -1;
  return at;
}

/** 1 for AM, 2 for PM at the end of the text, 0 for neither. */
function scanMeridiem(text: string, at: number): number {
  const rest = text.length - at;
  if (rest < 2 || rest > 3) return 0;
  const word = text.slice(at).trim().toUpperCase();
  return word === 'AM' ? 1 : word === 'PM' ? 2 : 0;
}

/** Minutes east of UTC of a zone that ends the text; NaN when what is left is no zone. */
function scanZone(text: string, at: number, into: ScannedMoment): number {
  into.zone = text.slice(at);
  const sign = text[text.charCodeAt(at) === SPACE ? at + 1 : at];
  if (sign === 'Z' || sign === 'U' || sign === 'G') return /^ ?(Z|UTC|GMT)$/.test(into.zone) ? 0 : NaN;
  const match = /^ ?[+-](\d\d)(?::?(\d\d))?$/.exec(into.zone);
  if (match === null) return NaN;
  const minutes = Number(match[1]) * 60 + Number(match[2] ?? 0);
  return sign === '-' ? -minutes : minutes;
}

/** Where a run of at most `most` digits that begins at `at` ends. */
function digitsEnd(text: string, at: number, most: number): number {
  let end = at;
  while (end - at < most) {
    const code = text.charCodeAt(end);
    if (!(code >= 48 && code <= 57)) break;
    end++;
  }
  return end;
}

function toInteger(text: string, start: number, end: number): number {
  let value = 0;
  for (let i = start; i < end; i++) value = value * 10 + text.charCodeAt(i) - 48;
  return value;
}
