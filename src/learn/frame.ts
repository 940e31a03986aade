import type { Vector } from '../batch/batch.js';
import type { ForeignKey, Table } from '../introspect/catalog.js';

/** A table's rows while it is learned from; rows of a family stand together, parents' families in order. */
export interface Frame {
  readonly table: Table;
  readonly rows: number;
  /** Rows in the source, of which `rows` were read. */
  readonly sourceRows: number;
  readonly columns: ReadonlyMap<string, Vector>;
  /**
   * Row of the parent per foreign key; -1 where the key is null or has no parent, a number below for each parent
   * that was not read.
   */
  readonly parents: ReadonlyMap<string, Int32Array>;
  /** Children per row, by `child table.foreign key`, where the rows read do not tell. */
  readonly childCounts: ReadonlyMap<string, Float64Array>;
  readonly owner: ForeignKey | null;
  /** Row of the owner; -1 where there is none. */
  readonly ownerRows: Int32Array;
  /** Rows that it owns are entities by themselves. */
  readonly isLookup: boolean;
  /** Number of the entity (root of the family) that each row belongs to. */
  readonly entities: Int32Array;
  readonly entityCount: number;
  /** Position among the rows of the same owner, and how many follow. */
  readonly position: Int32Array;
  readonly remaining: Int32Array;
}

/** A quantity of a row, binned. */
export interface Learned {
  /** One byte per row: bin, then the null bin. */
  readonly bins: Uint8Array;
  readonly binCount: number;
  readonly isOrdered: boolean;
  /** Values of a number or moment (NaN where null); null for categories. */
  readonly values: Float64Array | null;
  /** What the values measure; only numbers of the same unit are told as differences to each other. */
  readonly unit: Unit;
}

export type Unit = 'number' | 'moment' | 'other';

/** The bin that means: there is no such row. */
export const NONE = 255;
