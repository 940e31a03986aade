import { describe, expect, test } from 'vitest';
import { dateText, momentText, timeText, zoneText } from '../../../../adapters/postgres/moment-text.js';

describe('moments in the words of PostgreSQL', () => {
  test.each([
    [0, '1970-01-01'],
    [-1, '1969-12-31'],
    [19782, '2024-02-29'],
    [-719528, '0001-01-01 BC'],
    [-719162, '0001-01-01'],
    [2932897, '10000-01-01'],
  ])('writes day %i as %s', (days, text) => {
    expect(dateText(days)).toBe(text);
  });

  test.each([
    [0, '00:00:00'],
    [86_399_999_999, '23:59:59.999999'],
    [86_400_000_000, '24:00:00'],
    [3_723_500_000, '01:02:03.5'],
  ])('writes %i microseconds as %s', (micros, text) => {
    expect(timeText(micros)).toBe(text);
  });

  test.each([
    [0, '+00'],
    [12_600, '-03:30'],
    [-3600, '+01'],
    [-4177, '+01:09:37'],
  ])('writes a zone %i seconds west as %s', (west, text) => {
    expect(zoneText(west)).toBe(text);
  });

  test('puts BC behind the zone', () => {
    expect(momentText(-719528, 1, '+00')).toBe('0001-01-01 00:00:00.000001+00 BC');
  });
});
