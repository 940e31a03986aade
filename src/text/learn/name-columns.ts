import { valueAt, type Vector } from '../../batch/batch.js';

/** Columns of names in the same table. */
export interface NameColumns {
  readonly firstName?: Vector;
  readonly lastName?: Vector;
  readonly fullName?: Vector;
}

/** The name in a row; null without one. */
export function nameAt(column: Vector | undefined, row: number): string | null {
  const value = column === undefined ? null : valueAt(column, row);
  return typeof value === 'string' ? value : null;
}
