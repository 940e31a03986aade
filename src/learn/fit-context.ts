import type { FeatureReader } from './table-view.js';

/** What an engine needs to know of a table to fit one of its variables. */
export interface FitContext {
  /** Entity of each row of the table. */
  readonly entities: Int32Array;
  readonly reader: FeatureReader;
  /** Fewest distinct entities behind whatever is told. */
  readonly minEntities: number;
}
