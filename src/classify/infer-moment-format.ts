import { MICROS_PER_DAY, MICROS_PER_SECOND } from './civil.js';
import type { DateOrder, MomentFormat, TextMoment } from './moment-pattern.js';
import { newScannedMoment, scanMoment, type ScannedMoment } from './scan-moment.js';

/** Share of values that must be moments of one order for a column to hold moments. */
const FIT_SHARE = 0.95;
const ORDERS: readonly (DateOrder | null)[] = ['ymd', 'dmy', 'mdy', 'ym', null];
/** Distinct dates without separators that are no chance, when the column's name does not say date. */
const FEWEST_COMPACT = 10;

/**
 * Finds how a column writes its moments as text: the pattern of the majority.
 * @param texts distinct values, a sample will do
 * @param isExpected the column's name or type says that it holds moments
 * @returns null when fewer than 95 % of the values are moments
 */
export function inferTextMoment(texts: readonly string[], isExpected: boolean): TextMoment | null {
  let best: TextMoment | null = null;
  let most = 0;
  for (const order of ORDERS) {
    const seen = scanAll(texts, order);
    if (seen.length <= most || seen.length < FIT_SHARE * texts.length) continue;
    const format = majorityFormat(order, seen);
    if (!isExpected && !isUnlikelyChance(format, seen)) continue;
    [best, most] = [format, seen.length];
  }
  return best;
}

/**
 * Finds how a column stores its moments as numbers.
 * @param numbers distinct values, a sample will do
 * @param says what the column's name or type says
 * @returns null when the numbers are no moments, or nothing says that they are
 */
export function inferNumberMoment(
  numbers: readonly number[],
  says: { readonly moment: boolean; readonly year: boolean },
): MomentFormat | null {
  const all = (low: number, high: number): boolean =>
    numbers.every((number) => number >= low && number <= high);
  const isWhole = numbers.every(Number.isInteger);
  if (isWhole && numbers.length >= (says.moment ? 1 : FEWEST_COMPACT) && numbers.every(isDigitsDate))
    return { form: 'digits' };
  if (says.year && isWhole && all(1000, 2999)) return { form: 'year', stored: 'number' };
  if (!says.moment) return null;
  // 1973 to 2099, as judged by size; Julian days of 1858 to 2132.
  if (all(1e8, 4.1e9)) return { form: 'epoch', unit: 's', whole: isWhole };
  if (all(1e11, 4.1e12)) return { form: 'epoch', unit: 'ms', whole: isWhole };
  if (all(1e14, 4.1e15)) return { form: 'epoch', unit: 'us', whole: isWhole };
  return !isWhole && all(2.4e6, 2.5e6) ? { form: 'julian' } : null;
}

/**
 * The unit in which nearly all moments are whole, in microseconds: days, hours, minutes, seconds or less.
 * @param moments different ones
 * @param rowsOf rows that hold each: one moment of a migration may stand in a tenth of the rows
 */
export function momentStep(
  moments: readonly number[],
  rowsOf: (index: number) => number,
): { step: number; origin: number } {
  const total = moments.reduce((sum, _, index) => sum + rowsOf(index), 0);
  for (const step of STEPS) {
    const rests = new Map<number, { moments: number; rows: number }>();
    moments.forEach((moment, index) => {
      const rest = moment - Math.floor(moment / step) * step;
      const known = rests.get(rest) ?? { moments: 0, rows: 0 };
      rests.set(rest, { moments: known.moments + 1, rows: known.rows + rowsOf(index) });
    });
    const [origin, usual] = [...rests].reduce(
      (a, b) => (b[1].moments > a[1].moments ? b : a),
      [0, { moments: 0, rows: 0 }],
    );
    if (usual.moments >= 0.99 * moments.length && usual.rows >= 0.99 * total) return { step, origin };
  }
  return { step: 1, origin: 0 };
}

const STEPS = [
  MICROS_PER_DAY,
  3600 * MICROS_PER_SECOND,
  1800 * MICROS_PER_SECOND,
  900 * MICROS_PER_SECOND,
  300 * MICROS_PER_SECOND,
  60 * MICROS_PER_SECOND,
  MICROS_PER_SECOND,
  1000,
];

function scanAll(texts: readonly string[], order: DateOrder | null): ScannedMoment[] {
  const scanned = newScannedMoment();
  return texts.flatMap((text) => (scanMoment(text, order, scanned) ? [{ ...scanned }] : []));
}

function majorityFormat(order: DateOrder | null, seen: readonly ScannedMoment[]): TextMoment {
  const timed = seen.filter(({ time }) => time !== 'none');
  const time = timed.length >= seen.length / 2 ? most(timed, ({ time }) => time) : 'none';
  const fractions = timed.map(({ fraction }) => fraction);
  const fraction = most(timed, ({ fraction }) => fraction) ?? 0;
  // Where most are whole seconds, a fraction of a few is written with them only.
  const usual = timed.filter((moment) => moment.fraction === fraction).length;
  const isFixed = usual >= (fraction === 0 ? 1 : 0.98) * timed.length;
  return {
    form: 'text',
    date: order,
    dateSeparator: most(seen, ({ dateSeparator }) => dateSeparator) ?? '',
    padded: seen.filter(({ padded }) => !padded).length < 0.05 * seen.length,
    joint: time === 'none' || order === null ? '' : (most(timed, ({ joint }) => joint) ?? ' '),
    time: time ?? 'none',
    timeSeparator: most(timed, ({ timeSeparator }) => timeSeparator) ?? ':',
    fraction: isFixed ? fraction : fractions.reduce((a, b) => Math.max(a, b), 0),
    trimmed: !isFixed,
    meridiem: most(timed, ({ meridiem }) => meridiem) ?? false,
    zone: time === 'none' ? '' : (most(timed, ({ zone }) => zone) ?? ''),
    beyondDay: order === null && seen.some(({ hours }) => hours >= 24 || hours < 0),
  };
}

/** Whether texts of this pattern would hardly all be moments by chance: 20200131 may be a number, 12:30 a score. */
function isUnlikelyChance(
  { date, dateSeparator, time }: TextMoment,
  seen: readonly ScannedMoment[],
): boolean {
  if (date === null) return time === 'seconds' || seen.every(({ hours }) => hours >= 0 && hours < 24);
  if (dateSeparator !== '') return true;
  const isRecent = ({ micros }: ScannedMoment): boolean =>
    Math.abs(micros / MICROS_PER_DAY - RECENT_DAY) < RECENT_DAYS;
  return seen.length >= FEWEST_COMPACT && seen.every(isRecent);
}

const RECENT_DAY = 0;
const RECENT_DAYS = 130 * 365;

/** Whether a number is a date of the years 1840 to 2100 in eight digits. */
function isDigitsDate(number: number): boolean {
  return number >= 1840_01_01 && number <= 2100_12_31 && scanMoment(String(number), 'ymd', scratch);
}

const scratch = newScannedMoment();

function most<T, V>(items: readonly T[], property: (item: T) => V): V | undefined {
  const counts = new Map<V, number>();
  for (const item of items) counts.set(property(item), (counts.get(property(item)) ?? 0) + 1);
  return [...counts].reduce<[V, number] | undefined>(
    (a, b) => (a === undefined || b[1] > a[1] ? b : a),
    undefined,
  )?.[0];
}
