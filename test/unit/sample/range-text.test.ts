import { expect, test } from 'vitest';
import { formatRange, openInterval, parseEnds, parseRange } from '../../../src/sample/range-text.js';
import type { LogicalType } from '../../../src/introspect/catalog.js';
import { INTEGER } from '../../catalog-builder.js';

const rangeOf = (of: LogicalType): LogicalType => ({
  name: 'other',
  form: { kind: 'range', of, isMany: false },
});
const DAYS = rangeOf({ name: 'date' });
const TIMES = rangeOf({ name: 'timestamp', precision: null, timeZone: false });

test.each([
  ['[1,6)', rangeOf(INTEGER)],
  ['[2024-01-01,2024-02-03)', DAYS],
  ['[2024-01-01,)', DAYS],
  ['["2024-01-01 10:00:00","2024-01-01 11:30:00")', TIMES],
  ['["2024-01-01 10:00:00.25","2024-01-01 11:30:00.000001")', TIMES],
])('the range %s is written as it was read', (text, type) => {
  const interval = parseRange(text, type)!;
  expect(parseRange(formatRange(interval, type), type)).toEqual(interval);
  expect(interval.high).toBeGreaterThan(interval.low);
});

test('an end that counts lies a step further on', () => {
  expect(parseRange('(1,5]', rangeOf(INTEGER))).toEqual({ low: 2, high: 6 });
});

test.each(['empty', '[3,3)', 'nonsense', null])('%s excludes nothing', (text) => {
  expect(parseRange(text, rangeOf(INTEGER))).toBeNull();
});

test('an open end has no limit', () => {
  expect(parseRange('[4,)', rangeOf(INTEGER))).toEqual({ low: 4, high: Infinity });
});

test('ends that a database gave apart make an interval; a missing one is open, and none but the first belongs to it unless that is said', () => {
  expect(parseEnds(3, 9, INTEGER)).toEqual({ low: 3, high: 9 });
  expect(parseEnds(3, 9, INTEGER, '(]')).toEqual({ low: 4, high: 10 });
  expect(parseEnds(3, null, INTEGER)).toEqual({ low: 3, high: Infinity });
  expect(parseEnds('-infinity', '2024-01-02', { name: 'date' })!.low).toBe(-Infinity);
  expect(parseEnds(3, 3, INTEGER)).toBeNull();
  expect(parseEnds(3, 3, INTEGER, '[]')).toEqual({ low: 3, high: 4 });
});

test('ends are moved back to where they were', () => {
  const days = { name: 'date' } as const;
  const read = parseEnds('2024-01-01', '2024-01-05', days, '[]')!;
  expect(openInterval(read, '[]', days)).toEqual(parseEnds('2024-01-01', '2024-01-05', days));
});
