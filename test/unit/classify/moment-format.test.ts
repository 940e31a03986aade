import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { daysFromCivil } from '../../../src/classify/civil.js';
import { inferTextMoment } from '../../../src/classify/infer-moment-format.js';
import { formatMoment, parseMoment } from '../../../src/classify/moment-format.js';
import type { MomentFormat, TextMoment } from '../../../src/classify/moment-format.js';

const DAY = 86_400_000_000;
const FIRST = daysFromCivil(1, 1, 1) * DAY;
const LAST = (daysFromCivil(9999, 12, 31) + 1) * DAY - 1_000_000;

/** Texts as databases write them, with the smallest step that each can write, in microseconds. */
const WRITTEN: readonly (readonly [text: string, step: number])[] = [
  ['2020-01-31', DAY],
  ['2020-01-31 10:15', 60_000_000],
  ['2020-01-31 10:15:07', 1_000_000],
  ['2020-01-31T10:15:07', 1_000_000],
  ['2020-01-31T10:15:07Z', 1_000_000],
  ['2020-01-31 10:15:07.123', 1000],
  ['2020-01-31T10:15:07.123456', 1],
  ['2020-01-31 10:15:07+00', 1_000_000],
  ['2020-01-31 10:15:07-05:30', 1_000_000],
  ['2020-01-31T10:15:07.000+0200', 1000],
  ['2020-01-31 10:15:07 UTC', 1_000_000],
  ['31/12/2020', DAY],
  ['12/31/2020 10:15', 60_000_000],
  ['31.12.2020', DAY],
  ['2020/12/31', DAY],
  ['1/31/2020 9:05:00 PM', 1_000_000],
  ['20200131', DAY],
  ['20200131101507', 1_000_000],
  ['20200131T101507Z', 1_000_000],
];

function formatOf(text: string): TextMoment {
  const format = inferTextMoment([text], true);
  expect(format, text).not.toBeNull();
  return format!;
}

describe('parseMoment and formatMoment', () => {
  it.each(WRITTEN)('write %s again', (text) => {
    const format = formatOf(text);
    expect(formatMoment(format, parseMoment(format, text))).toBe(text);
  });

  it.each(WRITTEN)('agree on every moment of the years 1 to 9999 written as %s', (text, step) => {
    const format = formatOf(text);
    // Beyond 2255 a double holds no single microseconds.
    const last = step === 1 ? 9e15 : LAST;
    const first = step === 1 ? -9e15 : FIRST;
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, noNaN: true }), (share) => {
        // A day's margin: zones reach into the years beyond.
        const moment = Math.round((first + DAY + share * (last - first - 2 * DAY)) / step) * step;
        expect(parseMoment(format, formatMoment(format, moment))).toBe(moment);
      }),
      { numRuns: 2000 },
    );
  });

  it('count days as the calendar does', () => {
    const format = formatOf('2020-01-31');
    const texts = [
      '0001-01-01',
      '1600-02-29',
      '1970-01-01',
      '1999-12-31',
      '2000-02-29',
      '2100-03-01',
      '9999-12-31',
    ];
    for (const text of texts) {
      expect(parseMoment(format, text)).toBe(Date.parse(`${text}T00:00:00Z`) * 1000);
    }
  });

  it.each([
    '2019-02-29',
    '1900-02-29',
    '2020-13-01',
    '2020-00-10',
    '2020-01-32',
    '2020-1',
    'soon',
    '',
    '0000-00-00',
  ])('take %s for no date', (text) => {
    expect(parseMoment(formatOf('2020-01-31'), text)).toBeNaN();
  });

  it('read any ISO variant of the same order', () => {
    const format = formatOf('2020-01-31 10:15:07');
    const moment = Date.UTC(2020, 0, 31, 10, 15, 7) * 1000;
    for (const text of ['2020-01-31T10:15:07', '2020-01-31 10:15:07.000', '2020-01-31T12:15:07+02:00']) {
      expect(parseMoment(format, text)).toBe(moment);
    }
  });

  it('keep hours of a timetable beyond midnight', () => {
    const format = inferTextMoment(['08:00:00', '25:10:00'], false)!;
    expect(parseMoment(format, '25:10:00')).toBe((25 * 3600 + 600) * 1_000_000);
    expect(formatMoment(format, (25 * 3600 + 600) * 1_000_000)).toBe('25:10:00');
  });

  it('keep times of day within the day', () => {
    const format = inferTextMoment(['08:00:00', '23:10:00'], false)!;
    expect(formatMoment(format, 25 * 3600 * 1_000_000)).toBe('23:59:59');
    expect(formatMoment(format, -5)).toBe('00:00:00');
  });

  it('go to the nearest moment that can be written, and stay within the years 1 to 9999', () => {
    const format = formatOf('2020-01-31');
    expect(formatMoment(format, 0.6 * DAY)).toBe('1970-01-02');
    expect(formatMoment(format, LAST * 10)).toBe('9999-12-31');
    expect(formatMoment(format, FIRST * 10)).toBe('0001-01-01');
  });

  it('write fractions without trailing zeros when the source does', () => {
    const format = inferTextMoment(
      ['2020-01-31 10:15:07.5', '2020-01-31 10:15:07.25', '2020-01-31 10:15:07'],
      true,
    )!;
    const texts = ['2020-01-31 10:15:07', '2020-01-31 10:15:07.5', '2020-01-31 10:15:07.25'];
    for (const text of texts) expect(formatMoment(format, parseMoment(format, text))).toBe(text);
  });

  it.each<[MomentFormat, number]>([
    [{ form: 'epoch', unit: 's', whole: true }, 1_580_465_707],
    [{ form: 'epoch', unit: 'ms', whole: true }, 1_580_465_707_123],
    [{ form: 'epoch', unit: 'us', whole: true }, 1_580_465_707_123_456],
    [{ form: 'epoch', unit: 's', whole: false }, 1_580_465_707.25],
    [{ form: 'year', stored: 'number' }, 1999],
    [{ form: 'digits' }, 20200131],
  ])('convert numbers of the form %o both ways', (format, value) => {
    expect(formatMoment(format, parseMoment(format, value))).toBe(value);
  });

  it('convert Julian days to the microsecond that a double holds', () => {
    const format: MomentFormat = { form: 'julian' };
    expect(parseMoment(format, 2440587.5)).toBe(0);
    const day = 2458879.927164;
    expect(formatMoment(format, parseMoment(format, day))).toBeCloseTo(day, 9);
  });

  it('turn years to the nearest one', () => {
    const format: MomentFormat = { form: 'year', stored: 'number' };
    expect(formatMoment(format, parseMoment(format, 2001) - 30 * DAY)).toBe(2001);
    expect(formatMoment(format, parseMoment(format, 2001) + 30 * DAY)).toBe(2001);
  });
});
