import { civilFromDays, daysFromCivil, MICROS_PER_DAY, type CivilDate } from '../classify/civil.js';
import type { NumberSample } from './number-sample.js';

/** Fewer of a month tell no season from single events. */
const MIN_YEARS = 3;
const MIN_ROWS = 200;
/** A month stands out by so many standard errors ... */
const MIN_ERRORS = 4;
/** ... and to the same side in this share of the years. */
const MIN_RECURRENCE = 0.8;
const HALF_YEAR = 6;

/** A month of some year: its rows, and how many its days would have, were they like those of the year around it. */
interface Month {
  readonly month: number;
  readonly rows: number;
  readonly expected: number;
}

/**
 * Finds the season of moments: how much likelier a day of each month is than a day of the year around it (ratio to moving
 * average, Macaulay, "The Smoothing of Time Series", 1931). A trend is none, nor is what happens in a single year.
 * @returns January..December; null when there is no season, or some month has fewer entities than may be told
 */
export function findMonths(sample: NumberSample): number[] | null {
  if (sample.rows.length < MIN_ROWS) return null;
  const months = listMonths(sample);
  if (months === null) return null;
  const rates = Array.from({ length: 12 }, (_, month) =>
    rateOf(months.filter((each) => each.month === month && each.expected >= 1)),
  );
  return rates.some(({ standsOut }) => standsOut) ? rates.map(({ rate }) => rate) : null;
}

/** The months that have half a year on either side; null where too few entities are behind a month of the year. */
function listMonths({ values, entities, rows, minEntities }: NumberSample): Month[] | null {
  const behind = Array.from({ length: 12 }, () => new Set<number>());
  const counts = new Map<number, number>();
  const date: CivilDate = { year: 0, month: 0, day: 0 };
  let [first, last] = [Infinity, -Infinity];
  for (const row of rows) {
    const day = Math.floor(values[row]! / MICROS_PER_DAY);
    [first, last] = [Math.min(first, day), Math.max(last, day)];
    const { year, month } = civilFromDays(day, date);
    const at = 12 * year + month - 1;
    counts.set(at, (counts.get(at) ?? 0) + 1);
    behind[month - 1]!.add(entities[row]!);
  }
  if (behind.some(({ size }) => size < minEntities)) return null;
  const daysOf = (at: number): number =>
    Math.max(0, Math.min(startOf(at + 1), last + 1) - Math.max(startOf(at), first));
  const seen = [...counts.keys()].sort((a, b) => a - b);
  const months: Month[] = [];
  for (const at of monthsBetween(seen[0]! + HALF_YEAR, seen.at(-1)! - HALF_YEAR)) {
    let [total, days] = [0, 0];
    for (let other = at - HALF_YEAR; other <= at + HALF_YEAR; other++) {
      const weight = Math.abs(other - at) === HALF_YEAR ? 0.5 : 1;
      total += weight * (counts.get(other) ?? 0);
      days += weight * daysOf(other);
    }
    months.push({ month: at % 12, rows: counts.get(at) ?? 0, expected: (total * daysOf(at)) / days });
  }
  return months;
}

/** More years than this are looked at from the last one backwards: one date of the year 1 must not cost much. */
const MOST_MONTHS = 12 * 200;

function* monthsBetween(first: number, last: number): Generator<number> {
  for (let at = Math.max(first, last - MOST_MONTHS); at <= last; at++) yield at;
}

/** First day of a month, counted from January of the year 0. */
function startOf(at: number): number {
  return daysFromCivil(Math.floor(at / 12), (at % 12) + 1, 1);
}

function rateOf(months: readonly Month[]): { rate: number; standsOut: boolean } {
  const rows = sum(months.map((month) => month.rows));
  const expected = sum(months.map((month) => month.expected));
  if (expected === 0) return { rate: 1, standsOut: false };
  const side = Math.sign(rows - expected);
  const recurring = months.filter((month) => Math.sign(month.rows - month.expected) === side);
  const isClear = Math.abs(rows - expected) >= MIN_ERRORS * Math.sqrt(expected);
  return {
    rate: Number((rows / expected).toFixed(3)),
    standsOut: isClear && months.length >= MIN_YEARS && recurring.length >= MIN_RECURRENCE * months.length,
  };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
