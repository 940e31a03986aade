import { expect, test } from 'vitest';
import { nearestNames } from '../../../src/introspect/nearest-names.js';

test.each([
  ['custmers', ['customers']],
  ['CUSTOMER', ['customers']],
  ['order', ['orders', 'order_lines']],
  ['xyzzy', []],
])('takes %s for %j', (name, expected) => {
  expect(nearestNames(name, ['orders', 'customers', 'order_lines', 'a'])).toEqual(expected);
});
