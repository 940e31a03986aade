import { civilFromDays, MICROS_PER_DAY, type CivilDate } from '../classify/civil.js';

const date: CivilDate = { year: 0, month: 0, day: 0 };

/**
 * How much likelier a day is than others by its month, from 0 to 1 for the likeliest month.
 * @param months of a scale, January first
 */
export function seasonOf(months: readonly number[]): (micros: number) => number {
  const most = Math.max(...months);
  return (micros) => {
    const days = Math.floor(micros / MICROS_PER_DAY);
    return months[civilFromDays(days, date).month - 1]! / most;
  };
}
