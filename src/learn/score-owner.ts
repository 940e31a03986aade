import { valueAt, type Vector } from '../batch/batch.js';
import type { ForeignKey, Table } from '../introspect/catalog.js';
import { excessInformation } from './fit-forest.js';

const CLASSES = 12;
const SCORED_ROWS = 6_000;

/**
 * Tells how alike rows are that share a parent: the information (nats per row, beyond chance) that a sibling's
 * columns give on a row's columns. The foreign key that scores highest owns the row.
 * @param columns the child's columns
 * @param rows number of child rows
 * @param minParents fewer parents in use than this cannot own: too few entities would be behind what is learned
 * @returns -Infinity when the foreign key cannot own
 */
export function scoreOwner(
  table: Table,
  key: ForeignKey,
  columns: ReadonlyMap<string, Vector>,
  rows: number,
  minParents: number,
): number {
  const names = parentNames(key, columns, rows);
  if (new Set(names.filter((name) => name !== null)).size < minParents) return rows === 0 ? 0 : -Infinity;
  const order = Int32Array.from({ length: rows }, (_, row) => row)
    .filter((row) => names[row] !== null)
    .sort((a, b) => (names[a]! < names[b]! ? -1 : names[a]! > names[b]! ? 1 : a - b));
  const pairs = order.filter((row, i) => i > 0 && names[order[i - 1]!] === names[row]).slice(0, SCORED_ROWS);
  const previous = new Int32Array(rows).fill(-1);
  order.forEach((row, i) => {
    if (i > 0) previous[row] = order[i - 1]!;
  });
  const linked = new Set(table.foreignKeys.flatMap((other) => other.columns));
  let score = 0;
  for (const [name, vector] of columns) {
    if (linked.has(name)) continue;
    const classes = classify(vector, rows);
    const before = Uint8Array.from({ length: rows }, (_, row) =>
      previous[row]! < 0 ? 0 : classes[previous[row]!]!,
    );
    score += Math.max(0, excessInformation(pairs, before, classes, CLASSES + 1));
  }
  // Rounded, so that foreign keys that explain about the same are told apart by other rules.
  return Math.round((score / Math.max(1, rows)) * 20) / 20;
}

function parentNames(key: ForeignKey, columns: ReadonlyMap<string, Vector>, rows: number): (string | null)[] {
  const vectors = key.columns.map((name) => columns.get(name)!);
  return Array.from({ length: rows }, (_, row) => {
    const values = vectors.map((vector) => valueAt(vector, row));
    return values.includes(null) ? null : values.map(String).join('\u0000');
  });
}

/** Few classes of a column's values: quantiles of numbers, the most frequent texts, null. */
function classify(vector: Vector, rows: number): Uint8Array {
  const values = Array.from({ length: rows }, (_, row) => valueAt(vector, row));
  const isNumber = values.some((value) => typeof value === 'number');
  const counts = new Map<unknown, number>();
  for (const value of values) if (value !== null) counts.set(value, (counts.get(value) ?? 0) + 1);
  const groups = new Map<unknown, number>();
  if (isNumber || counts.size > rows / 2) {
    const sorted = values.filter((value) => value !== null).sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
    sorted.forEach((value, i) => groups.set(value, Math.floor((i * CLASSES) / sorted.length)));
  } else {
    [...counts]
      .sort((a, b) => b[1] - a[1])
      .forEach(([value], rank) => groups.set(value, Math.min(rank, CLASSES - 1)));
  }
  return Uint8Array.from(values, (value) => (value === null ? CLASSES : groups.get(value)!));
}
