import type { SqlValue } from '../batch/batch.js';
import { compileCheck, type CompiledCheck } from '../check/compile-check.js';
import type { Dialect, ExcludedSpan, Exclusion, LogicalType, RangeBounds } from '../introspect/catalog.js';
import type { AdjustedCells } from './adjusted-cells.js';
import { KeyHasher } from './key-hasher.js';
import {
  closeInterval,
  endsOf,
  formatRange,
  openInterval,
  parseRange,
  stepOf,
  type Interval,
} from './range-text.js';
import type { ColumnReader, SampledTable } from './sampled-table.js';

/** So many gaps are looked at; then a row goes behind all others, so that a full line costs no more than an empty one. */
const MOST_GAPS = 64;

/** Where a row lies on two lines (a teacher's and a room's), a move on one may need another move on the other. */
const MOST_ROUNDS = 256;

/** What stands in the target, by the hash of the group that it belongs to. */
export interface StandingGroups {
  /** Intervals, in their order. */
  readonly intervals: ReadonlyMap<number, readonly Interval[]>;
  /** The one value that the rows of a group have. */
  readonly values: ReadonlyMap<number, SqlValue>;
}

/** By the name of the exclusion. */
export type StandingSpans = ReadonlyMap<string, StandingGroups>;

/**
 * Keeps rows apart that exclude each other: bookings of one room lie on a line, and one that would overlap is moved to
 * the next gap that has room for it.
 */
export class ApartKeeper {
  private readonly lines: readonly (Line | Agreement)[];

  /**
   * @param standing what appended rows must keep apart from
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
      const groups = new Groups(sampled, exclusion, dialect, readers);
      const known = standing.get(exclusion.name);
      const { span } = exclusion;
      if ('alike' in span)
        return new Agreement(span.alike, groups, adjusted, readers.get(span.alike)!, known?.values);
      return new Line(span, groups, adjusted, readers, sampled, known?.intervals);
    });
  }

  /** Whether there is nothing to keep apart. */
  get isIdle(): boolean {
    return this.lines.length === 0;
  }

  /** Moves a row to where it excludes no other. @returns whether it was moved; null when there is no such place */
  place(row: number): boolean | null {
    for (let round = 0; round < MOST_ROUNDS; round++) {
      let hasMoved = false;
      for (const line of this.lines) {
        const moved = line.place(row);
        if (moved === null) return null;
        hasMoved ||= moved;
      }
      if (!hasMoved) return round > 0;
    }
    return null;
  }

  /** Takes the place of a row that is final. */
  commit(row: number): void {
    for (const line of this.lines) line.commit(row);
  }
}

/** Which rows an exclusion constraint compares: those that agree in some columns. */
class Groups {
  private readonly predicate: CompiledCheck | null;
  private readonly hasher = new KeyHasher();
  private readonly isFolded: readonly boolean[];
  private row = 0;
  private readonly read = (column: string): SqlValue => this.readers.get(column)?.(this.row) ?? null;

  constructor(
    { table }: SampledTable,
    private readonly exclusion: Exclusion,
    dialect: Dialect,
    private readonly readers: ReadonlyMap<string, ColumnReader>,
  ) {
    const { predicate, columns } = exclusion;
    this.predicate = predicate === null ? null : compileCheck(predicate, dialect, table.columns);
    this.isFolded = columns.map(
      (name) => table.columns.find((column) => column.name === name)?.caseInsensitive ?? false,
    );
  }

  /** Whether the constraint looks at a row at all. */
  concerns(row: number): boolean {
    this.row = row;
    return this.predicate === null || this.predicate.evaluate(this.read) === true;
  }

  /** @returns hash of the group; null where a row excludes none */
  of(row: number): number | null {
    if (!this.concerns(row)) return null;
    const values = this.exclusion.columns.map(this.read);
    return values.includes(null) ? null : hashGroup(this.hasher, values, this.isFolded);
  }
}

/** Hashes the columns by whose values an exclusion groups rows. */
export function hashGroup(
  hasher: KeyHasher,
  values: readonly SqlValue[],
  isFolded: readonly boolean[],
): number {
  hasher.reset();
  values.forEach((value, i) => hasher.add(value, isFolded[i]!));
  return hasher.finish();
}

/** One exclusion constraint by which the rows of a group may not differ: the first row says in what all agree. */
class Agreement {
  private readonly values: Map<number, SqlValue>;

  constructor(
    private readonly column: string,
    private readonly groups: Groups,
    private readonly adjusted: AdjustedCells,
    private readonly read: ColumnReader,
    standing: StandingGroups['values'] = new Map(),
  ) {
    this.values = new Map(standing);
  }

  place(row: number): boolean | null {
    const group = this.groups.of(row);
    const agreed = group === null ? undefined : this.values.get(group);
    const held = this.read(row);
    if (agreed === undefined || held === null || held === agreed) return false;
    if (!this.adjusted.canAdjust(this.column)) return null;
    this.adjusted.set(this.column, row, agreed);
    return true;
  }

  commit(row: number): void {
    const group = this.groups.of(row);
    const held = this.read(row);
    if (group !== null && held !== null) this.values.set(group, held);
  }
}

/** One exclusion constraint by which intervals may not overlap: a line of them for each group of rows. */
class Line {
  private readonly lines: Map<number, Interval[]>;
  private readonly type: LogicalType;
  private readonly bounds: RangeBounds;
  /** Of the last interval with two ends: that of one which can have only one of its own. */
  private usualLength: number;

  constructor(
    private readonly span: Exclude<ExcludedSpan, { alike: string }>,
    private readonly groups: Groups,
    private readonly adjusted: AdjustedCells,
    private readonly readers: ReadonlyMap<string, ColumnReader>,
    private readonly sampled: SampledTable,
    standing: StandingGroups['intervals'] = new Map(),
  ) {
    this.lines = new Map([...standing].map(([group, intervals]) => [group, [...intervals]]));
    this.type = 'range' in span ? endsOf(this.typeOf(span.range))! : this.typeOf(span.low);
    this.bounds = ('range' in span ? undefined : span.bounds) ?? '[)';
    this.usualLength = stepOf(this.type);
  }

  place(row: number): boolean | null {
    const hasTurned = this.turn(row);
    const line = this.lineOf(row);
    const held = line === null ? null : this.intervalOf(row);
    if (line === null || held === null) return hasTurned;
    const found = findPlace(line, held, this.usualLength);
    if (found === null) return null;
    if (found.low === held.low && found.high === held.high) return hasTurned;
    this.write(row, found);
    return true;
  }

  commit(row: number): void {
    const line = this.lineOf(row);
    const interval = line === null ? null : this.intervalOf(row);
    if (line === null || interval === null) return;
    line.splice(firstEndingAfter(line, interval.low), 0, interval);
    const length = interval.high - interval.low;
    if (Number.isFinite(length)) this.usualLength = length;
  }

  /** An end before the beginning is an error, whatever rows stand. */
  private turn(row: number): boolean {
    if ('range' in this.span || !this.groups.concerns(row)) return false;
    const { low, high } = this.ends(row, this.span);
    if (!(low > high)) return false;
    this.write(row, closeInterval({ low: high, high: low }, this.bounds, this.type)!);
    return true;
  }

  /** Intervals of the rows that a row may exclude, in order; null where it excludes none. */
  private lineOf(row: number): Interval[] | null {
    const group = this.groups.of(row);
    if (group === null) return null;
    let line = this.lines.get(group);
    if (line === undefined) this.lines.set(group, (line = []));
    return line;
  }

  private intervalOf(row: number): Interval | null {
    const { span } = this;
    if ('range' in span) return parseRange(this.read(span.range, row), this.typeOf(span.range));
    return closeInterval(this.ends(row, span), this.bounds, this.type);
  }

  private ends(row: number, { low, high }: { low: string; high: string }): Interval {
    return { low: this.endOf(low, row, -Infinity), high: this.endOf(high, row, Infinity) };
  }

  private endOf(name: string, row: number, open: number): number {
    const value = this.read(name, row);
    const number = this.adjusted.numberOf(name, value);
    return Number.isNaN(number) ? open : number;
  }

  private read(name: string, row: number): SqlValue {
    return this.readers.get(name)?.(row) ?? null;
  }

  /** Writes the ends that there are: an interval is never given fewer than it had. */
  private write(row: number, interval: Interval): void {
    const { span } = this;
    if ('range' in span)
      return this.adjusted.set(span.range, row, formatRange(interval, this.typeOf(span.range)));
    const { low, high } = openInterval(interval, this.bounds, this.type);
    if (Number.isFinite(low)) this.adjusted.set(span.low, row, this.adjusted.write(span.low, low));
    if (Number.isFinite(high)) this.adjusted.set(span.high, row, this.adjusted.write(span.high, high));
  }

  private typeOf(name: string): LogicalType {
    return this.sampled.table.columns.find((column) => column.name === name)!.type;
  }
}

/**
 * Where an interval can lie: where it is; else, if it has two ends, in a gap or before or behind all others; if it has not, from the
 * last one on, or with two ends of its own where another one has no end either.
 */
function findPlace(line: readonly Interval[], held: Interval, usualLength: number): Interval | null {
  const next = line[firstEndingAfter(line, held.low)];
  if (next === undefined || next.low >= held.high) return held;
  const [first, last] = [line[0]!.low, line.at(-1)!.high];
  const length = held.high - held.low;
  if (Number.isFinite(length)) {
    const gap = findGap(line, held.low, length);
    if (Number.isFinite(gap)) return { low: gap, high: gap + length };
    return Number.isFinite(first) ? { low: first - length, high: first } : null;
  }
  if (held.high === Infinity && Number.isFinite(last)) return { low: last, high: Infinity };
  if (held.low === -Infinity && Number.isFinite(first)) return { low: -Infinity, high: first };
  const low = [held.low, held.high - usualLength, last, first - usualLength, line[0]!.high].find((point) =>
    Number.isFinite(point),
  );
  return low === undefined ? null : findPlace(line, { low, high: low + usualLength }, usualLength);
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
