import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sortByValue } from '../../../src/model/sort-by-value.js';

test('rows come in the order of their values, equal ones in their own order', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(fc.integer({ min: -3, max: 3 }), fc.double({ noNaN: true }))), (list) => {
      const values = Float64Array.from(list);
      const rows = Int32Array.from(list.keys()).filter((row) => row % 3 !== 1);
      const expected = [...rows].sort((a, b) =>
        values[a]! < values[b]! ? -1 : values[a]! > values[b]! ? 1 : a - b,
      );
      expect([...sortByValue(rows, values)]).toEqual(expected);
    }),
  );
});
