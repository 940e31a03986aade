import type { CheckColumn } from '../../../src/check/semantics.js';
import type { LogicalType } from '../../../src/introspect/catalog.js';

const INTEGER: LogicalType = { name: 'integer', min: -(2n ** 63n), max: 2n ** 63n - 1n };
const TEXT: LogicalType = { name: 'text', maxLength: null, fixed: false };
const DECIMAL: LogicalType = { name: 'decimal', precision: 10, scale: 2 };

/** Columns of the usual types, for checks over them. */
export const CHECK_COLUMNS: readonly CheckColumn[] = [
  ...['n', 'a', 'b', 'c'].map((name) => ({ name, type: INTEGER })),
  ...['s', 'email', 'state', 'deleted'].map((name) => ({ name, type: TEXT })),
  ...['price', 'total'].map((name) => ({ name, type: DECIMAL })),
  { name: 'r', type: { name: 'real' } },
  { name: 'f', type: { name: 'boolean' } },
  { name: 'h', type: { name: 'bytes', maxLength: null } },
  ...['d', 'e'].map((name): CheckColumn => ({ name, type: { name: 'date' } })),
];
