export type MomentKind = 'date' | 'time' | 'timestamp';

/**
 * Writes a moment as MySQL does.
 * @param micros microseconds since 1970-01-01 UTC; of the day, for a time
 */
export function momentText(micros: number, kind: MomentKind): string {
  const milliseconds = Math.floor(micros / 1000);
  const iso = new Date(milliseconds).toISOString();
  const fraction = micros - Math.floor(micros / 1_000_000) * 1_000_000;
  const time =
    fraction === 0 ? iso.slice(-13, -5) : `${iso.slice(-13, -5)}.${String(fraction).padStart(6, '0')}`;
  const date = iso.slice(0, -14);
  return kind === 'date' ? date : kind === 'time' ? time : `${date} ${time}`;
}

/** A date and time with an offset from UTC at its end, as other databases write it. */
const WITH_OFFSET = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d(?::\d\d(?:\.\d+)?)?) ?(Z|[+-]\d\d(?::?\d\d)?)$/;

/**
 * Frees a moment of its offset from UTC, which MariaDB does not read; the session is in UTC.
 * @param text as another database may write it
 */
export function normalizeMoment(text: string): string {
  const match = WITH_OFFSET.exec(text);
  if (match === null) return text;
  const [, date, time, offset] = match;
  const minutes = offset === 'Z' ? 0 : minutesOf(offset!);
  if (minutes === 0) return `${date} ${time}`;
  const [whole, fraction] = time!.split('.');
  const moved = new Date(Date.parse(`${date}T${whole}Z`) - minutes * 60_000).toISOString();
  return `${moved.slice(0, 10)} ${moved.slice(11, 19)}${fraction === undefined ? '' : `.${fraction}`}`;
}

function minutesOf(offset: string): number {
  const minutes = Number(offset.slice(1, 3)) * 60 + Number(offset.slice(3).replace(':', ''));
  return offset.startsWith('-') ? -minutes : minutes;
}
