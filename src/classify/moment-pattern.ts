/**
 * How a column writes its moments. Inside the engine every moment is a number of microseconds since 1970-01-01
 * UTC (of the day, for a time alone); `parseMoment` and `formatMoment` convert.
 */
export type MomentFormat = TextMoment | NumberMoment;

/** A date, a time or both, written as text: '2020-01-31T10:15:00.000Z', '31/01/2020', '25:10:00', '20200131'. */
export interface TextMoment {
  readonly form: 'text';
  /** Order of year, month and day; null for a time alone. */
  readonly date: DateOrder | null;
  /** Between year, month and day; '' for 20200131. */
  readonly dateSeparator: '' | '-' | '/' | '.';
  /** False: 1/2/2020 or 9:05, without leading zeros. */
  readonly padded: boolean;
  /** Between date and time. */
  readonly joint: '' | ' ' | 'T';
  readonly time: 'none' | 'minutes' | 'seconds';
  /** '' for 101500. */
  readonly timeSeparator: '' | ':';
  /** Digits of the fraction of a second. */
  readonly fraction: number;
  /** True: a fraction is written without its trailing zeros, and not at all when it is zero. */
  readonly trimmed: boolean;
  /** True: 10:15 PM. */
  readonly meridiem: boolean;
  /** As written after each moment: '', 'Z', '+00:00', ' UTC'. */
  readonly zone: string;
  /** True: hours of a time alone run beyond 24 (timetables, durations). */
  readonly beyondDay: boolean;
}

/** A moment stored as a number. */
export type NumberMoment =
  | { readonly form: 'epoch'; readonly unit: 's' | 'ms' | 'us'; readonly whole: boolean }
  /** Days since noon of 4714-11-24 BC (SQLite's julianday). */
  | { readonly form: 'julian' }
  /** A year alone; `stored` tells whether as a number or as text. */
  | { readonly form: 'year'; readonly stored: 'number' | 'text' }
  /** 20200131 as a number. */
  | { readonly form: 'digits' };

export type DateOrder = 'ymd' | 'dmy' | 'mdy' | 'ym';
