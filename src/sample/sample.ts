import type { Batch } from '../batch/batch.js';
import { DbsynthError } from '../errors.js';
import type { LateKey } from '../graph/find-load-order.js';
import { isOptional } from '../graph/is-optional.js';
import { linkedColumns } from '../graph/linked-columns.js';
import type { ForeignKey } from '../introspect/catalog.js';
import { spannedColumns } from '../introspect/spanned-columns.js';
import type { Model } from '../model/model.js';
import type { Plan, PlannedTable } from '../plan/plan.js';
import { hash32, hashText } from '../random/hash.js';
import { permute } from '../random/permute.js';
import { allocateFamilies } from './allocate-families.js';
import { AdjustedCells } from './adjusted-cells.js';
import { coverLateKeys } from './cover-late-keys.js';
import { CandidateValues } from './candidate-values.js';
import { childLimits } from './child-limits.js';
import { closeCycles, type OpenCells } from './close-cycles.js';
import { findOpenColumns } from './find-open-columns.js';
import { findOpenReferences } from './open-references.js';
import { findLateColumns } from './find-late-columns.js';
import { foreseeParents } from './foresee-parents.js';
import { guardDemands } from './guard-demands.js';
import { listDemands, type Demand } from './list-demands.js';
import { ApartKeeper } from './keep-apart.js';
import { makeBatch } from './make-batch.js';
import { findTimeToNumberBy, numberByTime } from './number-by-time.js';
import { planKeys, type ExistingKeys } from './plan-keys.js';
import { compileColumns } from './read-columns.js';
import { placeKept } from './place-kept.js';
import { ReferenceResolver } from './resolve-reference.js';
import type { Onlooker } from './refiner.js';
import { RowGuard } from './row-guard.js';
import { RowRepair } from './row-repair.js';
import { SampledTable } from './sampled-table.js';
import { listTotals, settleTotal, workOutAgain, type PendingTotal } from './settle-totals.js';
import { TableSampler } from './table-sampler.js';

/** Rows to write, or columns to set in rows that stand already (foreign keys that close a cycle). */
export type SampleEvent =
  | { readonly type: 'rows'; readonly table: string; readonly batch: Batch }
  /** The table gets fewer rows than planned: its keys leave no room for more. */
  | { readonly type: 'cut'; readonly table: string; readonly rows: number }
  | {
      readonly type: 'update';
      readonly table: string;
      readonly key: readonly string[];
      readonly batch: Batch;
    };

export interface SampleOptions {
  /** Rows per batch; default 5,000. */
  readonly batchRows?: number;
  /** Keys that stand in the target and stay, when rows are appended. */
  readonly existing?: ExistingKeys;
  readonly signal?: AbortSignal;
}

/**
 * Draws the rows of a plan, parents before children, as batches. The same model, seed and row targets give the same
 * rows, whatever the batch size.
 * @throws {DbsynthError} E_CAPACITY when constraints leave no room for a row, E_SCALE when memory does not hold the keys of
 *   so many, E_INTERRUPTED
 */
export function* sample(model: Model, plan: Plan, options: SampleOptions = {}): Generator<SampleEvent> {
  const sampler = new DatabaseSampler(model, plan, options);
  try {
    yield* sampler.run();
  } catch (error) {
    throw isOutOfMemory(error) ? lacksMemory(plan, error) : error;
  }
}

/**
 * Draws the rows of a plan without writing them, and tells of each table once it is drawn.
 * @throws {DbsynthError} E_CAPACITY when constraints leave no room for a row
 */
export function drawTables(
  model: Model,
  plan: Plan,
  onDrawn: (table: SampledTable) => void,
  onlookers: ReadonlyMap<string, Onlooker> = new Map(),
): void {
  const sampler = new DatabaseSampler(model, plan, {}, onDrawn, onlookers);
  for (const _ of sampler.run());
}

class DatabaseSampler {
  private readonly tables = new Map<string, SampledTable>();
  private readonly batchRows: number;
  private readonly lastUse: ReadonlyMap<string, number>;
  /** Rows of tables whose NOT NULL foreign keys close a cycle: written once their parents stand. */
  private readonly held: HeldTable[] = [];
  /** Columns whose values are known only when all tables are drawn. */
  private readonly lateColumns: ReadonlyMap<string, ReadonlySet<string>>;
  /** Columns that total rows still to be drawn. */
  private pending: readonly PendingTotal[];
  private readonly drawn = new Set<string>();
  /** Tables drawn since the first of these, with what watches over their CHECKs; and batches that wait for them. */
  private readonly waiting: { readonly sampled: SampledTable; readonly checks: RowGuard }[] = [];
  private readonly queue: (() => Generator<SampleEvent>)[] = [];

  constructor(
    private readonly model: Model,
    private readonly plan: Plan,
    private readonly options: SampleOptions,
    /** Takes tables in place of batches. */
    private readonly onDrawn: ((table: SampledTable) => void) | null = null,
    private readonly onlookers: ReadonlyMap<string, Onlooker> = new Map(),
  ) {
    this.batchRows = options.batchRows ?? 5_000;
    this.lateColumns = findLateColumns(model.catalog, plan);
    this.lastUse = findLastUse(model, plan, this.lateColumns);
    this.pending = listTotals(model, plan);
  }

  *run(): Generator<SampleEvent> {
    for (const [position, planned] of this.plan.tables.entries()) yield* this.drawTable(planned, position);
    for (const { sampled, late, guard, cells } of this.held)
      closeCycles(sampled, this.tables, late, guard, cells, this.plan.seed);
    for (const { sampled, isWritten } of this.held)
      if (!isWritten) yield* this.batches(sampled, 0, sampled.rows);
    for (const { sampled, late, isWritten } of this.held)
      if (isWritten) for (const key of late) yield* this.updates(sampled, key);
  }

  private *drawTable(planned: PlannedTable, position: number): Generator<SampleEvent> {
    const { seed } = this.plan;
    const kept = this.model.tables.find(({ id }) => id === planned.id)!.kept;
    if (kept !== null && kept.rows === planned.rows && planned.existingRows === 0) {
      const whole = this.prepareRows(planned, kept.rows);
      placeKept(whole, kept);
      this.tables.set(planned.id, whole);
      yield* this.emit(whole, 0, whole.rows);
      yield* this.settle(planned.id, position);
      return;
    }
    const sampled = this.prepare(planned);
    const existing = this.options.existing?.get(planned.id);
    const keys = planKeys(sampled, planned, this.plan, this.model.catalog.dialect, existing);
    this.tables.set(planned.id, sampled);
    sampled.numbered = new Set(keys.counters.keys());
    const checks = keys.checks.map(({ check }) => check);
    const demands = this.demandsOf(planned.id);
    const demanded = guardDemands(sampled, demands, this.options.existing);
    const constrained = [
      ...[...keys.guarded, ...keys.checks, ...demanded].flatMap(({ columns }) => columns),
      ...(sampled.table.exclusions ?? []).flatMap(({ span }) => spannedColumns(span)),
    ];
    const adjusted = new AdjustedCells(sampled, new Set(constrained));
    const { dialect } = this.model.catalog;
    const readers = compileColumns(sampled, this.tables, keys, checks, dialect, adjusted, seed);
    for (const [name, read] of readers) sampled.columns.set(name, read);
    if (sampled.rows < planned.rows) yield { type: 'cut', table: planned.id, rows: sampled.rows };
    const counts = this.countFamilies(sampled);
    if (counts !== null)
      coverLateKeys(sampled, counts, this.tables, this.plan.late, this.lateColumns, demands);
    const families = this.allocate(sampled, counts);
    const nulled = new Set(planned.nulled.map(({ foreignKey }) => foreignKey));
    const resolver = new ReferenceResolver(sampled, this.tables, nulled, seed);
    const lateColumns = this.lateColumns.get(planned.id) ?? new Set();
    const isLate = ({ columns }: { columns: readonly string[] }) =>
      columns.some((name) => lateColumns.has(name));
    const isEarly = (constraint: { columns: readonly string[] }) => !isLate(constraint);
    const watched = [...keys.guarded, ...demanded].filter(isEarly);
    const guard = new RowGuard(watched, keys.checks.filter(isEarly), readers, [
      ...(existing?.texts.keys() ?? []),
    ]);
    const candidates = new CandidateValues(sampled, adjusted, checks, readers, seed);
    const sampler = new TableSampler(
      sampled,
      this.tables,
      resolver,
      guard,
      adjusted,
      new RowRepair(sampled, resolver, guard, adjusted, candidates),
      new ApartKeeper(sampled, dialect, adjusted, readers, existing?.spans ?? new Map()),
      listChildless(counts, seed),
      seed,
      this.onlookers.get(planned.id),
    );
    const late = this.plan.late.filter(({ table }) => table === planned.id);
    const isHeld = late.some(({ how }) => how === 'defer') || this.repeatsLateColumns(sampled, late);
    if (this.isWaiting(planned.id))
      this.waiting.push({ sampled, checks: new RowGuard([], keys.checks.filter(isEarly), readers) });
    const time = findTimeToNumberBy(sampled, keys, late.length > 0);
    let written = 0;
    let drawn = 0;
    for (const { owner, size } of families) {
      sampled.ownerRows.fill(owner, drawn, drawn + size);
      drawn += sampler.drawFamily(drawn, size);
      if (isHeld || time !== null || drawn - written < this.batchRows) continue;
      yield* this.emit(sampled, written, drawn);
      written = drawn;
    }
    if (drawn < sampled.rows) {
      if (planned.isAsked) throw lacksRoom(planned, drawn);
      // Rows that stand may take up all the room there is.
      const isEmpty = drawn === 0 && planned.existingRows === 0;
      if (isEmpty && !sampler.lacksParents) throw noRow(planned);
      sampled.rows = drawn;
      yield { type: 'cut', table: planned.id, rows: drawn };
    }
    if (time !== null) numberByTime(sampled, time);
    for (const key of late) this.foresee(sampled, key, demands);
    if (!isHeld) yield* this.emit(sampled, written, sampled.rows);
    if (late.length > 0 || isHeld) {
      const open = isHeld
        ? findOpenColumns(sampled, this.model.catalog, lateColumns, watched)
        : new Set<string>();
      this.held.push({
        sampled,
        late,
        guard: new RowGuard([...keys.late, ...demanded].filter(isLate), keys.checks.filter(isLate), readers),
        cells: {
          columns: open,
          references: findOpenReferences(sampled, this.tables, open, seed),
          adjusted,
          candidates,
          checks: new RowGuard([], keys.checks.filter(isEarly), readers),
        },
        isWritten: !isHeld,
      });
    }
    yield* this.settle(planned.id, position);
  }

  /** Decides of which rows others may refer to what a foreign key that closes a cycle decides. */
  private foresee(sampled: SampledTable, late: LateKey, demands: readonly Demand[]): void {
    const { name, columns, parent } = sampled.references.find((key) => key.name === late.foreignKey)!;
    const isConcerned = ({ present }: Demand): boolean =>
      present.some((column) => columns.includes(column) && sampled.late.has(column));
    const needed = Math.max(0, ...demands.filter(isConcerned).map(({ rows }) => rows));
    foreseeParents(sampled, name, needed, this.rowsOf(parent), this.plan.seed);
  }

  private demandsOf(id: string): Demand[] {
    return listDemands(id, this.model.catalog.tables, (table) => this.rowsOf(table));
  }

  /** Rows that a table has, or is to get. */
  private rowsOf(id: string): number {
    return this.tables.get(id)?.rows ?? this.plan.tables.find((planned) => planned.id === id)?.rows ?? 0;
  }

  /** Whether batches have to wait: a parent's total over children still to be drawn is not known. */
  private isWaiting(id: string): boolean {
    return this.waiting.length > 0 || this.pending.some(({ table }) => table === id);
  }

  private *emit(sampled: SampledTable, from: number, to: number): Generator<SampleEvent> {
    if (this.waiting.length === 0) yield* this.batches(sampled, from, to);
    else this.queue.push(() => this.batches(sampled, from, to));
  }

  /** A total whose children are all drawn, and wait for no totals themselves. */
  private nextTotal(): PendingTotal | undefined {
    return this.pending.find(
      ({ of }) => this.drawn.has(of.table) && !this.pending.some(({ table }) => table === of.table),
    );
  }

  /** Sets the totals over tables that were drawn, and writes what waited once nothing waits for others. */
  private *settle(id: string, position: number): Generator<SampleEvent> {
    this.drawn.add(id);
    this.onDrawn?.(this.tables.get(id)!);
    for (let total = this.nextTotal(); total !== undefined; total = this.nextTotal()) {
      const { of, table } = total;
      const child = this.waiting.find(({ sampled }) => sampled.model.id === of.table);
      if (child !== undefined) workOutAgain(child.sampled, this.tables, child.checks);
      const { sampled, checks } = this.waiting.find((each) => each.sampled.model.id === table)!;
      settleTotal(total, sampled, this.tables.get(of.table)!, checks);
      this.pending = this.pending.filter((other) => other !== total);
    }
    if (this.pending.some(({ table }) => this.drawn.has(table))) return;
    for (const { sampled, checks } of this.waiting) workOutAgain(sampled, this.tables, checks);
    this.waiting.length = 0;
    for (const batches of this.queue.splice(0)) yield* batches();
    this.releaseFinished(position);
  }

  /** Whether a foreign key refers to columns that are not known yet, so that the rows must wait for them. */
  private repeatsLateColumns({ table }: SampledTable, late: readonly LateKey[]): boolean {
    return table.foreignKeys
      .filter(({ name }) => !late.some(({ foreignKey }) => foreignKey === name))
      .some(({ parent, parentColumns }) =>
        parentColumns.some((column) => this.lateColumns.get(parent)?.has(column) === true),
      );
  }

  /** A table with the planned rows, or with as many as its keys leave room for below the parents that were drawn. */
  private prepare(planned: PlannedTable): SampledTable {
    const sampled = this.prepareRows(planned, planned.rows);
    const room = this.roomBelowOwners(sampled);
    if (room >= planned.rows) return sampled;
    if (!planned.isAsked) return this.prepareRows(planned, room);
    throw new DbsynthError(
      'E_CAPACITY',
      `table "${planned.id}": ${planned.rows} rows were asked, but its unique keys leave room for ${room} below the parents that were drawn`,
      { hint: 'ask for fewer rows of this table, or for more parent rows, with --rows' },
    );
  }

  private roomBelowOwners(sampled: SampledTable): number {
    const { owner, rows, model } = sampled;
    const parent = owner === null ? undefined : this.tables.get(owner.parent);
    if (owner === null || parent === undefined || parent.rows === 0) return rows;
    const limits = childLimits(sampled, parent, owner, this.tables, this.plan);
    if (limits === null) return rows;
    const orphans = isOptional(sampled.table, owner) ? Math.round(rows * model.owner!.nullShare) : 0;
    return Math.min(rows, orphans + limits.reduce((sum, most) => sum + most, 0));
  }

  private prepareRows(planned: PlannedTable, rows: number): SampledTable {
    const model = this.model.tables.find(({ id }) => id === planned.id)!;
    const table = this.model.catalog.tables.find(({ id }) => id === planned.id)!;
    const ownerName = model.owner?.foreignKey ?? null;
    const owner = table.foreignKeys.find(({ name }) => name === ownerName) ?? null;
    const references = table.foreignKeys.filter((key) => key !== owner);
    const late = this.plan.late.filter((key) => key.table === planned.id);
    return new SampledTable(
      model,
      table,
      rows,
      owner,
      references,
      linkedColumns(table, late),
      this.lateColumns.get(planned.id),
    );
  }

  /** Runs of rows that share an owner, in the order of the owners; rows without an owner are families of one. */
  private *allocate(
    sampled: SampledTable,
    counts: Int32Array | null,
  ): Generator<{ owner: number; size: number }> {
    let given = 0;
    for (let owner = 0; owner < (counts?.length ?? 0); owner++) {
      const size = counts![owner]!;
      if (size === 0) continue;
      yield { owner, size };
      given += size;
    }
    for (; given < sampled.rows; given++) yield { owner: -1, size: 1 };
  }

  /** Children per owner row; null where there is no owner. */
  private countFamilies(sampled: SampledTable): Int32Array | null {
    const { owner, model, rows } = sampled;
    const parent = owner === null ? undefined : this.tables.get(owner.parent);
    if (owner === null || parent === undefined || parent.rows === 0) return null;
    const orphans = isOptional(sampled.table, owner) ? Math.round(rows * model.owner!.nullShare) : 0;
    return this.countChildren(sampled, parent, owner, rows - orphans);
  }

  private countChildren(
    sampled: SampledTable,
    parent: SampledTable,
    owner: ForeignKey,
    target: number,
  ): Int32Array {
    const { id } = sampled.model;
    const of = `${id}.${owner.name}`;
    const variable = parent.model.variables.findIndex(
      (candidate) => candidate.role === 'count' && candidate.of === of,
    );
    const drawn =
      parent.children.get(of) ??
      (variable < 0 ? null : parent.values[variable]) ??
      new Float64Array(parent.rows).fill(1);
    const seed = hash32(this.plan.seed, hashText(of), 0xfa);
    const counts = allocateFamilies(
      drawn,
      target,
      childLimits(sampled, parent, owner, this.tables, this.plan),
      seed,
    );
    if (counts !== null) return counts;
    throw new DbsynthError(
      'E_CAPACITY',
      `table "${id}": ${target} rows were asked, but its unique keys leave no room for so many below "${parent.model.id}"`,
      { hint: 'ask for fewer rows of this table, or for more parent rows, with --rows' },
    );
  }

  private *batches(sampled: SampledTable, from: number, to: number): Generator<SampleEvent> {
    if (this.onDrawn !== null) return;
    for (let first = from; first < to; first += this.batchRows) {
      if (this.options.signal?.aborted === true) throw new DbsynthError('E_INTERRUPTED', 'interrupted');
      const last = Math.min(to, first + this.batchRows);
      yield {
        type: 'rows',
        table: sampled.model.id,
        batch: makeBatch(
          sampled,
          writtenNames(sampled),
          sampled.numbering?.order.subarray(first, last) ?? rangeOf(first, last),
        ),
      };
    }
  }

  private *updates(sampled: SampledTable, key: LateKey): Generator<SampleEvent> {
    if (this.onDrawn !== null) return;
    const links = sampled.links.get(key.foreignKey)!;
    for (let first = 0; first < sampled.rows; first += this.batchRows) {
      const last = Math.min(sampled.rows, first + this.batchRows);
      const rows = rangeOf(first, last).filter((row) => links[row]! >= 0);
      if (rows.length === 0) continue;
      yield {
        type: 'update',
        table: sampled.model.id,
        key: key.key,
        batch: makeBatch(sampled, [...key.key, ...key.columns], rows),
      };
    }
  }

  /** Lets go of tables that no table still to come descends from. */
  private releaseFinished(position: number): void {
    for (const id of this.tables.keys()) if (this.lastUse.get(id)! <= position) this.tables.delete(id);
  }
}

/** A table that is not done when it is drawn. */
interface HeldTable {
  readonly sampled: SampledTable;
  /** Its foreign keys that close a cycle. */
  readonly late: readonly LateKey[];
  /** Watches what those foreign keys have a say in. */
  readonly guard: RowGuard;
  readonly cells: OpenCells;
  /** Its rows stand already, with NULL in place of those foreign keys. */
  readonly isWritten: boolean;
}

/** Position of the last planned table that descends from each table; what a cycle needs is needed to the end. */
function findLastUse(model: Model, plan: Plan, late: ReadonlyMap<string, unknown>): Map<string, number> {
  const lastUse = new Map(
    plan.tables.map(({ id }, position) => [id, late.has(id) ? plan.tables.length : position]),
  );
  for (const { table } of plan.late) lastUse.set(table, plan.tables.length);
  for (let hasChanged = true; hasChanged;) {
    hasChanged = false;
    for (const { id, foreignKeys } of model.catalog.tables) {
      for (const { parent } of foreignKeys) {
        if (!lastUse.has(id) || !lastUse.has(parent) || lastUse.get(parent)! >= lastUse.get(id)!) continue;
        lastUse.set(parent, lastUse.get(id)!);
        hasChanged = true;
      }
    }
  }
  return lastUse;
}

/** Owners that were given no child, in random order: room for a row that fits nowhere else. */
function* listChildless(counts: Int32Array | null, seed: number): Generator<number> {
  const owners = counts?.length ?? 0;
  for (let i = 0; i < owners; i++) {
    const owner = permute(i, owners, seed);
    if (counts![owner] === 0) yield owner;
  }
}

function noRow({ id, rows }: PlannedTable): DbsynthError {
  return new DbsynthError(
    'E_CONSTRAINT',
    `table "${id}": not one of ${rows.toLocaleString('en')} rows could be made that satisfies all its constraints`,
    { hint: `leave it out with --exclude ${id}, or ask for other numbers of rows with --rows` },
  );
}

function isOutOfMemory(error: unknown): boolean {
  return error instanceof RangeError && /array (buffer allocation|length)/i.test(error.message);
}

function lacksMemory({ rows }: Plan, cause: unknown): DbsynthError {
  return new DbsynthError('E_SCALE', `there is not enough memory to draw ${rows.toLocaleString('en')} rows`, {
    hint: 'ask for a smaller --scale, or for fewer rows of the largest tables with --rows',
    cause,
  });
}

function lacksRoom({ id, rows }: PlannedTable, drawn: number): DbsynthError {
  return new DbsynthError(
    'E_CAPACITY',
    `table "${id}": ${rows} rows were asked, but its constraints leave room for ${drawn} beside each other`,
    {
      hint: `ask for at most ${drawn} with --rows ${id}=${drawn}, or for more rows of the tables it refers to`,
    },
  );
}

function writtenNames({ columns, table }: SampledTable): string[] {
  const isWritten = (name: string) =>
    table.columns.find((column) => column.name === name)?.generated === false;
  return [...columns.keys()].filter(isWritten);
}

function rangeOf(from: number, to: number): Int32Array {
  const rows = new Int32Array(to - from);
  for (let i = 0; i < rows.length; i++) rows[i] = from + i;
  return rows;
}
