import type { Column, Table } from '../introspect/catalog.js';
import type { ColumnCensus } from './column-census.js';

/** What the classification of one column works on. */
export interface ColumnSample {
  readonly column: Column;
  readonly table: Table;
  readonly census: ColumnCensus;
  readonly isKey: boolean;
  readonly isForeignKey: boolean;
  readonly minEntities: number;
}
