import type { SqlValue } from '../batch/batch.js';
import type { ColumnReader, SampledTable } from './sampled-table.js';

/** Values kept at most per column. */
const MOST_KEPT = 2 ** 17;

/**
 * Keeps the values of a column's finished rows, as many as a bounded memory holds: texts that children refer to are
 * costly to make and read again and again.
 */
export function rememberRows(read: ColumnReader, sampled: SampledTable): ColumnReader {
  let places = 1;
  while (places < sampled.rows && places < MOST_KEPT) places *= 2;
  const rows = new Int32Array(places).fill(-1);
  const values: SqlValue[] = [];
  return (row) => {
    if (row >= sampled.finished) return read(row);
    const place = row & (places - 1);
    if (rows[place] === row) return values[place]!;
    const value = read(row);
    rows[place] = row;
    values[place] = value;
    return value;
  };
}
