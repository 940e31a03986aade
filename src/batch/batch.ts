/** A value as a database driver gives or takes it. Temporal values travel as text or as numbers, see `Vector`. */
export type SqlValue = null | number | bigint | string | Uint8Array;

/** One byte per row, 1 = null; absent when no row is null. */
export type NullMask = Uint8Array;

/**
 * The values of one column for some rows.
 *
 * - `number`: integers up to 2^53, decimals, booleans (0 and 1). For a column of a temporal logical type a
 *   number is microseconds since 1970-01-01 UTC (of the day, for `time`), unless the column stores numbers itself.
 * - `bigint`: 64-bit integers beyond 2^53.
 * - `text`: one string per row ('' where null).
 * - `coded`: text again, each row a position in `dictionary`.
 * - `bytes`: one buffer per row (empty where null).
 * - `mixed`: whatever the row holds; only SQLite stores columns like this.
 */
export type Vector =
  | { kind: 'number'; values: Float64Array; nulls?: NullMask }
  | { kind: 'bigint'; values: BigInt64Array; nulls?: NullMask }
  | { kind: 'text'; values: string[]; nulls?: NullMask }
  | { kind: 'coded'; codes: Uint32Array; dictionary: readonly string[]; nulls?: NullMask }
  | { kind: 'bytes'; values: Uint8Array[]; nulls?: NullMask }
  | { kind: 'mixed'; values: SqlValue[]; nulls?: undefined };

/** Some rows of one table, held column by column; `columns[i]` belongs to `names[i]`. */
export interface Batch {
  readonly rows: number;
  readonly names: readonly string[];
  readonly columns: readonly Vector[];
}

/**
 * Reads one cell.
 * @param vector a column
 * @param row 0-based position in the batch
 */
export function valueAt(vector: Vector, row: number): SqlValue {
  if (vector.nulls?.[row] === 1) return null;
  switch (vector.kind) {
    case 'coded':
      return vector.dictionary[vector.codes[row]!]!;
    case 'mixed':
      return vector.values[row] ?? null;
    default:
      return vector.values[row]!;
  }
}
