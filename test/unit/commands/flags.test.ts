import { describe, expect, it } from 'vitest';
import { parseOwners, parseRowCounts, parseScale } from '../../../commands/flags.js';

const refusal = (code: string) => expect.objectContaining({ code });

describe('parseScale', () => {
  it('reads a number above zero', () => {
    expect([parseScale('0.1'), parseScale('10'), parseScale('1e3')]).toEqual([0.1, 10, 1000]);
  });

  it.each(['0', '-1', '', ' ', 'NaN', 'Infinity', '1,5', 'ten'])('refuses "%s"', (text) => {
    expect(() => parseScale(text)).toThrow(refusal('E_SCALE'));
  });
});

describe('parseRowCounts', () => {
  it('reads one count per table, the last one if there are several', () => {
    expect(parseRowCounts(['orders=5', 'customers=0', 'orders=7'])).toEqual({ orders: 7, customers: 0 });
  });

  it('takes a table whose name holds an equals sign', () => {
    expect(parseRowCounts(['a=b=3'])).toEqual({ 'a=b': 3 });
  });

  it('reads no flag as no count', () => {
    expect(parseRowCounts(undefined)).toEqual({});
  });

  it.each([
    'orders',
    '=5',
    'orders=',
    'orders=-1',
    'orders=1.5',
    'orders=1e3',
    'orders=99999999999999999999',
  ])('refuses "%s"', (text) => {
    expect(() => parseRowCounts([text])).toThrow(refusal('E_ROWS'));
  });
});

describe('parseOwners', () => {
  it('reads the foreign key of each table', () => {
    expect(parseOwners(['orders=fk_customer'])).toEqual({ orders: 'fk_customer' });
  });

  it.each(['orders', 'orders=', '=fk'])('refuses "%s"', (text) => {
    expect(() => parseOwners([text])).toThrow(refusal('E_USAGE'));
  });
});
