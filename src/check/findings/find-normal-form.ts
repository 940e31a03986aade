import type { Expression } from '../expression.js';
import type { CheckColumn } from '../semantics.js';
import { isCaseSensitive } from './column-types.js';
import { columnFinding, type ColumnFinding } from './finding.js';
import type { Operands } from './operands.js';

const STRFTIME_FORMATS: Readonly<Record<string, 'date' | 'timestamp' | 'time'>> = {
  '%Y-%m-%d': 'date',
  '%Y-%m-%d %H:%M:%S': 'timestamp',
  '%H:%M:%S': 'time',
};

/**
 * Reads what it says of a column to be equal to a form of itself: x = upper(x), x = trim(x), x = round(x, 2),
 * x = date(x).
 */
export function findNormalForm(
  column: CheckColumn,
  form: Expression,
  operands: Operands,
): ColumnFinding | null {
  if (form.kind !== 'call' || !form.args[0]) return null;
  const [first, second] = form.args;
  if (form.name === 'strftime' && second && operands.columnOf(second) === column) {
    const format = STRFTIME_FORMATS[operands.textOf(first) ?? ''];
    return format ? columnFinding(column, { format }) : null;
  }
  if (operands.columnOf(first) !== column) return null;
  switch (form.name) {
    case 'upper':
    case 'ucase':
      return columnFinding(column, { letterCase: 'upper' }, isCaseSensitive(column));
    case 'lower':
    case 'lcase':
      return columnFinding(column, { letterCase: 'lower' }, isCaseSensitive(column));
    case 'trim':
    case 'btrim':
      return form.args.length === 1 ? columnFinding(column, { trimmed: true }) : null;
    case 'round': {
      const decimals = second ? operands.numberOf(second) : 0;
      return decimals === null ? null : columnFinding(column, { decimals }, false);
    }
    case 'floor':
    case 'ceil':
    case 'ceiling':
    case 'trunc':
      return columnFinding(column, { decimals: 0 });
    case 'date':
      return columnFinding(column, { format: 'date' });
    case 'datetime':
      return columnFinding(column, { format: 'timestamp' });
    case 'time':
      return columnFinding(column, { format: 'time' });
    default:
      return null;
  }
}
