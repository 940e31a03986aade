import { civilFromDays, MICROS_PER_DAY, MICROS_PER_SECOND } from '../../src/classify/civil.js';

/** Days from 1970-01-01 to 2000-01-01, where the server counts from. */
export const EPOCH_DAYS = 10_957;

const TWO_DIGITS = Array.from({ length: 100 }, (_, number) => String(number).padStart(2, '0'));
// Filled anew for each value, so that no object is made per value.
const civil = { year: 0, month: 0, day: 0 };
let lastDays = NaN;
let lastText = '';
let lastIsBc = false;

/** A date as the server writes it in ISO style. @param days since 1970-01-01 */
export function dateText(days: number): string {
  setDate(days);
  return lastIsBc ? `${lastText} BC` : lastText;
}

/**
 * A date and time as the server writes it in ISO style.
 * @param days since 1970-01-01
 * @param micros since midnight
 * @param zone written behind the time
 */
export function momentText(days: number, micros: number, zone: string): string {
  setDate(days);
  const text = `${lastText} ${timeText(micros)}${zone}`;
  return lastIsBc ? `${text} BC` : text;
}

/** A time of the day with as many digits of the second as it needs. */
export function timeText(micros: number): string {
  const seconds = Math.floor(micros / MICROS_PER_SECOND);
  const rest = micros - seconds * MICROS_PER_SECOND;
  const minutes = Math.floor(seconds / 60);
  const hours = Math.floor(minutes / 60);
  const text = `${TWO_DIGITS[hours]!}:${TWO_DIGITS[minutes - hours * 60]!}:${TWO_DIGITS[seconds - minutes * 60]!}`;
  return rest === 0 ? text : text + fractionText(rest);
}

function fractionText(micros: number): string {
  let digits = micros;
  let length = 6;
  while (digits % 10 === 0) {
    digits /= 10;
    length--;
  }
  return `.${String(digits).padStart(length, '0')}`;
}

/** The zone of a time with zone. @param west seconds west of Greenwich */
export function zoneText(west: number): string {
  const seconds = Math.abs(west);
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  while (parts.length > 1 && parts.at(-1) === 0) parts.pop();
  return (west > 0 ? '-' : '+') + parts.map((part) => TWO_DIGITS[part]!).join(':');
}

/** Splits microseconds since 1970 into days and microseconds of the day. */
export function splitMicros(micros: number): { days: number; rest: number } {
  const days = Math.floor(micros / MICROS_PER_DAY);
  return { days, rest: micros - days * MICROS_PER_DAY };
}

/** Neighbouring rows often have the same date. */
function setDate(days: number): void {
  if (days === lastDays) return;
  civilFromDays(days, civil);
  lastDays = days;
  lastIsBc = civil.year < 1;
  const year = lastIsBc ? 1 - civil.year : civil.year;
  lastText = `${String(year).padStart(4, '0')}-${TWO_DIGITS[civil.month]!}-${TWO_DIGITS[civil.day]!}`;
}
