import type { SqlValue } from '../batch/batch.js';
import { formatNumber } from '../classify/format-number.js';
import { formatMoment, parseMoment } from '../classify/moment-format.js';
import type { ColumnModel } from '../model/model.js';
import { binCount, binOfNumber } from '../model/scale.js';
import type { ColumnReader, SampledTable } from './sampled-table.js';

/** A cell as it was before it was adjusted. */
export interface HeldCell {
  readonly adjusted: SqlValue | undefined;
  readonly bin: number;
  readonly value: number;
}

/**
 * Cells that differ from what was drawn, because a constraint asked for another value. Variables behind them follow, so
 * that later columns, siblings and children see the value that is written.
 */
export class AdjustedCells {
  private readonly cells = new Map<string, Map<number, SqlValue>>();
  private readonly models = new Map<string, ColumnModel>();

  /** @param constrained columns that a watched constraint has a say in: no other cell is ever adjusted */
  constructor(
    private readonly sampled: SampledTable,
    private readonly constrained: ReadonlySet<string>,
  ) {
    for (const model of sampled.model.columns) this.models.set(model.name, model);
  }

  /** Makes a reader that gives the adjusted value of a cell where there is one. */
  wrap(column: string, read: ColumnReader): ColumnReader {
    if (!this.constrained.has(column)) return read;
    const cells = new Map<number, SqlValue>();
    this.cells.set(column, cells);
    const wrapped = (row: number): SqlValue => {
      if (cells.size === 0) return read(row);
      const value = cells.get(row);
      return value === undefined ? read(row) : value;
    };
    // Numbers follow an adjusted cell; codes cannot, for it may hold a text that was not learned.
    const reader = read.plain === undefined ? wrapped : Object.assign(wrapped, { plain: read.plain });
    return Object.defineProperty(reader, 'coded', {
      get: () => (cells.size === 0 ? read.coded : undefined),
    });
  }

  /** Whether the column's cells can be adjusted: it is neither linked to a parent nor numbered. */
  canAdjust(column: string): boolean {
    return this.cells.has(column);
  }

  /** Sets a cell for the time being. */
  set(column: string, row: number, value: SqlValue): void {
    this.cells.get(column)!.set(row, value);
    const variable = this.variableOf(column);
    if (variable < 0) return;
    const { scale } = this.sampled.model.variables[variable]!;
    const bins = this.sampled.bins[variable]!;
    if (scale.kind === 'number') {
      const number = this.numberOf(column, value);
      this.sampled.values[variable]![row] = number;
      bins[row] = Number.isNaN(number) ? binCount(scale) : binOfNumber(scale, number);
      return;
    }
    const bin = value === null ? binCount(scale) : scale.values.findIndex((values) => values.includes(value));
    if (bin >= 0) bins[row] = bin;
  }

  hold(column: string, row: number): HeldCell {
    const variable = this.variableOf(column);
    return {
      adjusted: this.cells.get(column)!.get(row),
      bin: variable < 0 ? 0 : this.sampled.bins[variable]![row]!,
      value: variable < 0 ? NaN : (this.sampled.values[variable]?.[row] ?? NaN),
    };
  }

  restore(column: string, row: number, held: HeldCell): void {
    if (held.adjusted === undefined) this.cells.get(column)!.delete(row);
    else this.cells.get(column)!.set(row, held.adjusted);
    const variable = this.variableOf(column);
    if (variable < 0) return;
    this.sampled.bins[variable]![row] = held.bin;
    const values = this.sampled.values[variable];
    if (values) values[row] = held.value;
  }

  /** Forgets what was adjusted in a row that is drawn anew as a whole. */
  clear(row: number): void {
    for (const cells of this.cells.values()) cells.delete(row);
  }

  /** The number behind a value of a column: a moment in microseconds; NaN for null and for what is none. */
  numberOf(column: string, value: SqlValue): number {
    if (value === null) return NaN;
    const columnClass = this.models.get(column)?.class;
    if (columnClass?.kind === 'moment') return parseMoment(columnClass.format, value);
    return typeof value === 'number' || typeof value === 'bigint' || typeof value === 'string'
      ? Number(value)
      : NaN;
  }

  /** Writes a number as the column does. */
  write(column: string, number: number): SqlValue {
    const columnClass = this.models.get(column)?.class;
    if (columnClass?.kind === 'moment') return formatMoment(columnClass.format, number);
    return columnClass?.kind === 'number' ? formatNumber(columnClass, number) : number;
  }

  /** The variable whose value is the column's own; -1 where there is none, or where it stands for a text's length. */
  private variableOf(column: string): number {
    const model = this.models.get(column);
    if (model === undefined || model.variable === null || model.text !== null) return -1;
    const { kind } = model.class;
    return kind === 'text' || kind === 'json' || kind === 'bytes' || kind === 'key' ? -1 : model.variable;
  }
}
