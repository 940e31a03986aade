import { valueAt } from '../batch/batch.js';
import type { ColumnClass } from '../classify/column-class.js';
import type { ColumnModel } from '../model/model.js';
import type { Frame } from './frame.js';
import { RULE_SHARE } from './rule-share.js';

/**
 * Tells whether a column counts the siblings: first, second, third.
 * @returns null when it does not
 */
export function findOrdinal(frame: Frame, column: string, columnClass: ColumnClass): ColumnModel['ordinal'] {
  const { storage, kind } = columnClass;
  const isText = storage.text > 0;
  if (frame.owner === null || kind === 'moment' || storage.blob > 0) return null;
  const vector = frame.columns.get(column)!;
  const valueOf = (row: number): number => {
    const value = valueAt(vector, row);
    return typeof value === 'number'
      ? value
      : typeof value === 'string' && /^\d{1,9}$/.test(value)
        ? Number(value)
        : NaN;
  };
  const second = frame.position.indexOf(1);
  if (second < 0) return null;
  const start = valueOf(second - 1);
  const step = valueOf(second) - start;
  let kept = 0;
  for (let row = 0; row < frame.rows; row++) if (valueOf(row) === start + step * frame.position[row]!) kept++;
  if (!(step > 0) || kept < RULE_SHARE * frame.rows || !frame.position.includes(2)) return null;
  const sample = valueAt(vector, second);
  const width = isText && typeof sample === 'string' && sample.startsWith('0') ? sample.length : 0;
  return { start, step, width: isText ? width : null };
}
