import type { SqlValue } from '../batch/batch.js';
import type { Selector } from './catalog.js';

/**
 * Whether a cell holds the value by which a polymorphic reference picks its rows.
 */
export function isSelectedBy(wanted: Selector['value'], value: SqlValue): boolean {
  return value === wanted || (typeof value === 'bigint' && Number(value) === wanted);
}
