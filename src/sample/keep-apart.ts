import type { SqlValue } from '../batch/batch.js';
import { compileCheck, type CompiledCheck } from '../check/compile-check.js';
import type { Dialect, Exclusion } from '../introspect/catalog.js';
import type { AdjustedCells } from './adjusted-cells.js';
import { formatRange, parseRange, type Interval } from './range-text.js';
import type { ColumnReader, SampledTable } from './sampled-table.js';

/** The columns that an exclusion's intervals are made of. */
export function spannedColumns({ span }: Exclusion): string[] {
  return 'range' in span ? [span.range] : [span.low, span.high];
}

/** So many gaps are looked at; then a row goes behind all others, so that a full line costs no more than an empty one. */
const MOST_GAPS = 64;

/** Intervals that stand in the target, by the name of the exclusion. */
export type StandingSpans = ReadonlyMap<string, Interval>;

/**
 * Keeps rows apart that exclude each other: bookings of one room lie on a line, and one that would overlap is moved to
 * the next gap that has room for it.
 */
export class ApartKeeper {
  private readonly lines: readonly Line[];

  /**
   * @param standing what appended rows must lie behind
   */
  constructor(
    sampled: SampledTable,
    dialect: Dialect,
    adjusted: AdjustedCells,
    readers: ReadonlyMap<string, ColumnReader>,
    standing: StandingSpans,
  ) {
    const { table } = sampled;
    this.lines = (table.exclusions ?? []).map((exclusion) => {
      const predicate =
        exclusion.predicate === null ? null : compileCheck(exclusion.predicate, dialect, table.columns);
      return new Line(exclusion, predicate, adjusted, readers, sampled, standing.get(exclusion.name) ?? null);
    });
  }

  /** Whether there is nothing to keep apart. */
  get isIdle(): boolean {
    return this.lines.length === 0;
  }

  /** Moves a row to where it excludes no other. @returns whether it was moved; null when there is no such place */
  place(row: number): boolean | null {
    let hasMoved = false;
    for (const line of this.lines) {
      const moved = line.place(row);
      if (moved === null) return null;
      hasMoved ||= moved;
    }
    return hasMoved;
  }

  /** Takes the place of a row that is final. */
  commit(row: number): void {
    for (const line of this.lines) line.commit(row);
  }
}

/** One exclusion constraint: a line of intervals for each group of rows. */
class Line {
  private readonly groups = new Map<string, Interval[]>();
  private row = 0;
  private readonly read = (column: string): SqlValue => this.readers.get(column)?.(this.row) ?? null;

  constructor(
    private readonly exclusion: Exclusion,
    private readonly predicate: CompiledCheck | null,
    private readonly adjusted: AdjustedCells,
    private readonly readers: ReadonlyMap<string, ColumnReader>,
    private readonly sampled: SampledTable,
    private readonly standing: Interval | null,
  ) {}

  place(row: number): boolean | null {
    const group = this.groupOf(row);
    const held = group === null ? null : this.intervalOf(row);
    if (group === null || held === null) return false;
    const length = held.high - held.low;
    const low = findGap(group, held.low, length);
    if (low === held.low) return false;
    if (!Number.isFinite(length) || !Number.isFinite(low)) return null;
    this.write(row, { low, high: low + length });
    return true;
  }

  commit(row: number): void {
    const group = this.groupOf(row);
    const interval = group === null ? null : this.intervalOf(row);
    if (group !== null && interval !== null) group.splice(firstEndingAfter(group, interval.low), 0, interval);
  }

  /** Intervals of the rows that a row may exclude, in order; null where it excludes none. */
  private groupOf(row: number): Interval[] | null {
    this.row = row;
    if (this.predicate !== null && this.predicate.evaluate(this.read) !== true) return null;
    const values = this.exclusion.columns.map(this.read);
    if (values.includes(null)) return null;
    const name = JSON.stringify(values.map(String));
    let group = this.groups.get(name);
    if (group === undefined) this.groups.set(name, (group = this.standing === null ? [] : [this.standing]));
    return group;
  }

  private intervalOf(row: number): Interval | null {
    this.row = row;
    const { span } = this.exclusion;
    if ('range' in span) return parseRange(this.read(span.range), this.typeOf(span.range));
    const low = this.adjusted.numberOf(span.low, this.read(span.low));
    const high = this.adjusted.numberOf(span.high, this.read(span.high));
    return Number.isNaN(low) || Number.isNaN(high) || high <= low ? null : { low, high };
  }

  private write(row: number, interval: Interval): void {
    const { span } = this.exclusion;
    if ('range' in span)
      return this.adjusted.set(span.range, row, formatRange(interval, this.typeOf(span.range)));
    this.adjusted.set(span.low, row, this.adjusted.write(span.low, interval.low));
    this.adjusted.set(span.high, row, this.adjusted.write(span.high, interval.high));
  }

  private typeOf(name: string) {
    return this.sampled.table.columns.find((column) => column.name === name)!.type;
  }
}

/** Where an interval of a length can lie: where it wants to, else in one of the next gaps, else behind all others. */
function findGap(group: readonly Interval[], wanted: number, length: number): number {
  let low = wanted;
  const first = firstEndingAfter(group, wanted);
  for (let at = first; at < group.length; at++) {
    if (group[at]!.low >= low + length) return low;
    if (at - first >= MOST_GAPS) return group.at(-1)!.high;
    low = group[at]!.high;
  }
  return low;
}

/** Position of the first interval that ends after a point. */
function firstEndingAfter(group: readonly Interval[], point: number): number {
  let [low, high] = [0, group.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (group[middle]!.high > point) high = middle;
    else low = middle + 1;
  }
  return low;
}
