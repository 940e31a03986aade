const MILLIS_PER_DAY = 86_400_000;

/**
 * Days from 1970-01-01 to a date of the proleptic Gregorian calendar; months and days beyond their ends run on.
 * @param month 1..12
 * @param day 1..31
 */
export function daysOfDate(year: number, month: number, day: number): number {
  return new Date(0).setUTCFullYear(year, month - 1, day) / MILLIS_PER_DAY;
}

/** The date of a number of days since 1970-01-01: the inverse of `daysOfDate`. */
export function dateOfDays(days: number): { year: number; month: number; day: number } {
  const date = new Date(days * MILLIS_PER_DAY);
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
}
