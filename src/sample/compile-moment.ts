import { MICROS_PER_DAY } from '../classify/civil.js';
import { formatMoment, type MomentFormat } from '../classify/moment-format.js';

/** Days kept at most per column; a prime, so that days in any rhythm spread over the places. */
const PLACES = 8191;

/**
 * Makes the function that writes a column's moments. Dates without a time are few, so their texts are kept.
 */
export function compileMoment(format: MomentFormat): (micros: number) => string | number {
  const isDate = format.form === 'text' && format.date !== null && format.time === 'none';
  if (!isDate) return (micros) => formatMoment(format, micros);
  const days = new Float64Array(PLACES).fill(NaN);
  const texts: (string | number)[] = new Array<string>(PLACES).fill('');
  return (micros) => {
    const place = Math.abs(Math.round(micros / MICROS_PER_DAY)) % PLACES;
    if (days[place] === micros) return texts[place]!;
    days[place] = micros;
    return (texts[place] = formatMoment(format, micros));
  };
}
