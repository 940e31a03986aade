import type { BytesSpec, TextSpec } from './text-spec.js';

/** A spec of texts, of whatever kind. */
export type StringSpec = Exclude<TextSpec, BytesSpec>;

/** Makes the texts (or bytes) of a column's cells; every method is a pure function of its arguments. */
export interface TextGenerator<T extends string | Uint8Array = string | Uint8Array> {
  /** How many different texts `generateUnique` can make. */
  readonly capacity: bigint;
  /** Draws a length as often as the source has it. */
  usualLength(seed: number): number;
  /**
   * Makes the text of a cell.
   * @param length characters wanted: met exactly wherever a text of that length can look right. NaN: a usual length
   * @param row number of the row
   * @param seed 32-bit hash of (seed, table, column, row)
   * @param names of the same row, for e-mail addresses and user names
   * @returns a text never longer than the column takes
   */
  generate(length: number, row: number, seed: number, names?: RowNames): T;
  /**
   * Makes a text that no other index gets, not even when case is ignored.
   * @param index an integer in [0, capacity)
   * @param seed the same for all rows of the column
   * @param length characters wanted: met as near as enough different texts exist. NaN: a usual length
   */
  generateUnique(index: number, seed: number, length?: number, names?: RowNames): T;
}

/** Names that stand in the same row, made before. */
export interface RowNames {
  readonly firstName?: string | null;
  readonly lastName?: string | null;
  readonly fullName?: string | null;
}
