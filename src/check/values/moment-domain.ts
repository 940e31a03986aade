import type { SqlValue } from '../../batch/batch.js';
import { daysOfDate } from '../calendar.js';
import type { ColumnFacts } from '../facts.js';
import { MICROS_PER_DAY, MICROS_PER_SECOND, readMoment, readTime, writeDate } from '../typed/moments.js';
import { gridDomain } from './grid.js';
import type { ValueDomain } from './domain.js';

/** Where the dates of a column without bounds lie. */
const USUAL = { low: BigInt(daysOfDate(2015, 1, 1)), high: BigInt(daysOfDate(2024, 12, 31)) };
const EVER = { low: BigInt(daysOfDate(1, 1, 1)), high: BigInt(daysOfDate(9999, 12, 31)) };
const SECONDS_PER_DAY = 86_400n;

/** The dates, times or timestamps (to the second) that a column may hold, as ISO texts. */
export function momentDomain(facts: ColumnFacts, name: 'date' | 'time' | 'timestamp'): ValueDomain {
  const unitMicros = name === 'date' ? MICROS_PER_DAY : MICROS_PER_SECOND;
  const perDay = name === 'date' ? 1n : SECONDS_PER_DAY;
  const ever = name === 'time' ? { low: 0n, high: SECONDS_PER_DAY - 1n } : inUnits(EVER, perDay);
  const read = name === 'time' ? readTime : readMoment;
  const low = boundOf(
    facts.min,
    read,
    (units) => {
      const point = BigInt(Math.ceil(units));
      return facts.minExclusive && Number(point) === units ? point + 1n : point;
    },
    unitMicros,
  );
  const high = boundOf(
    facts.max,
    read,
    (units) => {
      const point = BigInt(Math.floor(units));
      return facts.maxExclusive && Number(point) === units ? point - 1n : point;
    },
    unitMicros,
  );
  const usual = name === 'time' ? ever : inUnits(USUAL, perDay);
  const width = usual.high - usual.low;
  return gridDomain(
    {
      low: low ?? ever.low,
      high: high ?? ever.high,
      step: 1n,
      holes: (facts.notIn ?? []).flatMap((value) => {
        const micros = typeof value === 'string' ? read(value) : null;
        return micros === null || !Number.isInteger(micros / unitMicros) ? [] : [BigInt(micros / unitMicros)];
      }),
      preferred: preferredRange(low, high, usual, width),
      isCounted: name !== 'timestamp' && (name === 'time' || (low !== null && high !== null)),
    },
    (point) => write(point, name),
  );
}

function inUnits(
  { low, high }: { low: bigint; high: bigint },
  perDay: bigint,
): { low: bigint; high: bigint } {
  return { low: low * perDay, high: (high + 1n) * perDay - 1n };
}

function boundOf(
  value: SqlValue | undefined,
  read: (text: string) => number | null,
  round: (units: number) => bigint,
  unitMicros: number,
): bigint | null {
  const micros = typeof value === 'string' ? read(value) : null;
  return micros === null || !Number.isFinite(micros) ? null : round(micros / unitMicros);
}

/** The usual years, as far as the bounds allow; beside a single bound, as many years on its right side. */
function preferredRange(
  low: bigint | null,
  high: bigint | null,
  usual: { low: bigint; high: bigint },
  width: bigint,
): { low: bigint; high: bigint } {
  if (low !== null && high !== null) return { low, high };
  if (low !== null) return low > usual.low ? { low, high: low + width } : usual;
  if (high !== null) return high < usual.high ? { low: high - width, high } : usual;
  return usual;
}

function write(point: bigint, name: 'date' | 'time' | 'timestamp'): string {
  const micros = Number(point) * (name === 'date' ? MICROS_PER_DAY : MICROS_PER_SECOND);
  if (name === 'date') return writeDate(micros);
  const seconds = Number(((point % SECONDS_PER_DAY) + SECONDS_PER_DAY) % SECONDS_PER_DAY);
  const two = (value: number): string => String(Math.floor(value)).padStart(2, '0');
  const clock = `${two(seconds / 3600)}:${two((seconds / 60) % 60)}:${two(seconds % 60)}`;
  return name === 'time' ? clock : `${writeDate(micros)} ${clock}`;
}
