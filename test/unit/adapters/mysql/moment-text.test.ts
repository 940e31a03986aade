import { describe, expect, test } from 'vitest';
import { momentText, normalizeMoment } from '../../../../adapters/mysql/moment-text.js';

const SECOND = 1_000_000;

describe('momentText', () => {
  test.each([
    [0, 'timestamp', '1970-01-01 00:00:00'],
    [951_782_399.5 * SECOND, 'timestamp', '2000-02-28 23:59:59.500000'],
    [-1, 'timestamp', '1969-12-31 23:59:59.999999'],
    [-86_400 * SECOND, 'date', '1969-12-31'],
    [3723 * SECOND, 'time', '01:02:03'],
    [3723 * SECOND + 7, 'time', '01:02:03.000007'],
  ] as const)('writes %d microseconds as %s %s', (micros, kind, expected) => {
    expect(momentText(micros, kind)).toBe(expected);
  });
});

describe('normalizeMoment', () => {
  test.each([
    ['2020-01-01T00:00:00Z', '2020-01-01 00:00:00'],
    ['2020-01-01 00:30:00.25+01:00', '2019-12-31 23:30:00.25'],
    ['2020-01-01 00:30:00-0530', '2020-01-01 06:00:00'],
    ['2020-01-01 00:30:00+00', '2020-01-01 00:30:00'],
    ['2020-01-01', '2020-01-01'],
    ['-101:02:03', '-101:02:03'],
  ])('writes %s as %s', (text, expected) => {
    expect(normalizeMoment(text)).toBe(expected);
  });
});
