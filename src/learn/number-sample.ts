/** Values of a number with the entity behind each. */
export interface NumberSample {
  readonly values: Float64Array;
  readonly entities: Int32Array;
  /** Rows to use: those that are not null. */
  readonly rows: Int32Array;
  /** Whether values are moments in microseconds. */
  readonly isMoment: boolean;
  /** Smallest number of distinct entities behind a bin or an atom. */
  readonly minEntities: number;
  /** Whether no number may be drawn beyond the outermost one that enough entities have; default no. */
  readonly isClosed?: boolean;
}
