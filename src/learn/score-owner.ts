import { valueAt, type SqlValue, type Vector } from '../batch/batch.js';
import type { ForeignKey, Table } from '../introspect/catalog.js';
import { hashText, unit } from '../random/hash.js';
import { excessInformation } from './fit-forest.js';
import { parentNames } from './parent-names.js';

const CLASSES = 12;
const SCORED_ROWS = 15_000;

/**
 * Tells how alike rows are that share a parent: the information (nats per row, beyond chance) that a sibling's
 * columns give on a row's columns. The foreign key that scores highest owns the row.
 * @param columns the child's columns
 * @param rows number of child rows
 */
export function scoreOwner(
  table: Table,
  key: ForeignKey,
  columns: ReadonlyMap<string, Vector>,
  rows: number,
): number {
  const names = parentNames(key, columns, rows);
  const share = SCORED_ROWS / rows;
  const order = Int32Array.from({ length: rows }, (_, row) => row)
    .filter((row) => names[row] !== null && unit(hashText(names[row]!)) < share)
    .sort((a, b) => (names[a]! < names[b]! ? -1 : names[a]! > names[b]! ? 1 : a - b));
  const pairs = order.filter((row, i) => i > 0 && names[order[i - 1]!] === names[row]);
  const previous = new Int32Array(rows).fill(-1);
  order.forEach((row, i) => {
    if (i > 0) previous[row] = order[i - 1]!;
  });
  const linked = new Set(table.foreignKeys.flatMap((other) => other.columns));
  let score = 0;
  for (const [name, vector] of columns) {
    if (linked.has(name)) continue;
    const classes = classify(vector, order);
    const before = new Uint8Array(rows);
    for (const row of pairs) before[row] = classes[previous[row]!]!;
    score += Math.max(0, excessInformation(pairs, before, classes, CLASSES + 1));
  }
  // Rounded, so that foreign keys that explain about the same are told apart by other rules.
  return Math.round((score / Math.max(1, order.length)) * 20) / 20;
}

/** Few classes of a column's values: quantiles of numbers, the most frequent texts, null. */
function classify(vector: Vector, rows: Int32Array): Uint8Array {
  const counts = new Map<SqlValue, number>();
  for (const row of rows) {
    const value = valueAt(vector, row);
    if (value !== null) counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  const isWide = vector.kind === 'number' || counts.size > rows.length / 2;
  const ranked = [...counts].sort(isWide ? ([a], [b]) => compare(a, b) : (a, b) => b[1] - a[1]);
  const total = ranked.reduce((sum, [, count]) => sum + count, 0);
  const groups = new Map<SqlValue, number>();
  let before = 0;
  ranked.forEach(([value, count], rank) => {
    groups.set(value, isWide ? Math.floor((before * CLASSES) / total) : Math.min(rank, CLASSES - 1));
    before += count;
  });
  const classes = new Uint8Array(rows.reduce((most, row) => Math.max(most, row), 0) + 1);
  for (const row of rows) {
    const value = valueAt(vector, row);
    classes[row] = value === null ? CLASSES : groups.get(value)!;
  }
  return classes;
}

function compare(a: SqlValue, b: SqlValue): number {
  return a! < b! ? -1 : a! > b! ? 1 : 0;
}
