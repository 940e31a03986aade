import { describe, expect, it } from 'vitest';
import { describeMoment } from '../../../src/classify/describe-moment.js';
import { inferNumberMoment, inferTextMoment, momentStep } from '../../../src/classify/infer-moment-format.js';

const DAY = 86_400_000_000;

describe('inferTextMoment', () => {
  it('tells days from months by the values that decide', () => {
    expect(inferTextMoment(['01/02/2020', '25/12/2020'], false)?.date).toBe('dmy');
    expect(inferTextMoment(['01/02/2020', '12/25/2020'], false)?.date).toBe('mdy');
  });

  it('follows the majority when a column mixes patterns', () => {
    const texts = [
      ...Array.from({ length: 60 }, (_, i) => `2020-01-01T10:00:${10 + (i % 40)}Z`),
      '2020-01-02 10:00:00',
    ];
    expect(describeMoment(inferTextMoment(texts, false)!)).toBe('YYYY-MM-DDThh:mm:ssZ');
  });

  it('bears one value in twenty that is no moment', () => {
    const days = Array.from({ length: 19 }, (_, i) => `2020-01-${String(i + 10)}`);
    expect(inferTextMoment([...days, 'unknown'], false)).not.toBeNull();
    expect(inferTextMoment([...days.slice(3), 'unknown', 'open'], false)).toBeNull();
  });

  it.each([
    [['1.2.3', '1.10.0']],
    [['12345678', '87654321']],
    [['2:1', '0:0', '13:2']],
    [['10-20-30']],
    [['hello']],
  ])('sees no moments in %o', (texts) => {
    expect(inferTextMoment(texts, false)).toBeNull();
  });

  it('believes eight digits when they are all recent dates', () => {
    const texts = Array.from({ length: 12 }, (_, i) => `202001${10 + i}`);
    expect(describeMoment(inferTextMoment(texts, false)!)).toBe('YYYYMMDD');
  });
});

describe('inferNumberMoment', () => {
  const says = { moment: true, year: false };
  const nothing = { moment: false, year: false };

  it('tells seconds, milliseconds and microseconds since 1970 by size', () => {
    expect(inferNumberMoment([1.58e9, 1.6e9], says)).toEqual({ form: 'epoch', unit: 's', whole: true });
    expect(inferNumberMoment([1.58e12, 1.6e12], says)).toEqual({ form: 'epoch', unit: 'ms', whole: true });
    expect(inferNumberMoment([1.58e15, 1.6e15], says)).toEqual({ form: 'epoch', unit: 'us', whole: true });
  });

  it('takes large numbers for amounts when no name says moment', () => {
    expect(inferNumberMoment([1.58e9, 1.6e9], nothing)).toBeNull();
    expect(inferNumberMoment([1999, 2005], nothing)).toBeNull();
  });

  it('knows Julian days, years and dates of eight digits', () => {
    expect(inferNumberMoment([2458879.25, 2440587.5], says)).toEqual({ form: 'julian' });
    expect(inferNumberMoment([1999, 2005], { moment: false, year: true })).toEqual({
      form: 'year',
      stored: 'number',
    });
    expect(inferNumberMoment([20200131, 19991231], says)).toEqual({ form: 'digits' });
  });
});

describe('momentStep', () => {
  it('finds whole days, minutes and seconds', () => {
    expect(momentStep([DAY, 5 * DAY, 9 * DAY], () => 1).step).toBe(DAY);
    expect(momentStep([DAY + 60e6, 5 * DAY + 420e6, 9 * DAY + 780e6], () => 1).step).toBe(60e6);
    expect(momentStep([DAY + 1e6, 5 * DAY + 7e6], () => 1).step).toBe(1e6);
  });

  it('finds days that begin at another hour', () => {
    expect(momentStep([DAY + 7200e6, 5 * DAY + 7200e6], () => 1)).toEqual({ step: DAY, origin: 7200e6 });
  });

  it('finds no whole days where one moment that has a time stands in many rows', () => {
    const days = Array.from({ length: 200 }, (_, day) => day * DAY);
    expect(momentStep([...days, 7 * DAY + 123_456e3], () => 1).step).toBe(DAY);
    expect(momentStep([...days, 7 * DAY + 123_456e3], (index) => (index === 200 ? 40 : 1)).step).toBe(1000);
  });
});
