import { valueAt, type SqlValue, type Vector } from '../batch/batch.js';
import type { ColumnClass } from '../classify/column-class.js';
import type { Column } from '../introspect/catalog.js';
import { literalDefault } from '../introspect/literal-default.js';

/** Whether all rows that have a value have the same one. */
export function isSingle(vector: Vector, rows: number): boolean {
  let first: SqlValue = null;
  for (let row = 0; row < rows; row++) {
    const value = valueAt(vector, row);
    if (value === null) continue;
    if (first !== null && value !== first) return false;
    first = value;
  }
  return first !== null && rows > 1;
}

/** Which value all of few rows have is not told: the default of the schema is as good as any. */
export function orDefault(found: ColumnClass, column: Column): ColumnClass {
  const value = literalDefault(column);
  const { storage, outside } = found;
  const fits =
    (found.kind === 'boolean' && (value === found.no || value === found.yes)) ||
    (found.kind === 'number' && found.storedAs !== 'text' && typeof value === 'number') ||
    (found.kind === 'text' && typeof value === 'string');
  if (!fits || typeof value === 'object' || typeof value === 'bigint') return found;
  return { kind: 'constant', value, why: 'one value in all rows: its default', storage, outside };
}
