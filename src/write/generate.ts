import type { Load, Target } from '../database.js';
import { DbsynthError } from '../errors.js';
import { giveWay } from '../give-way.js';
import type { Catalog, Table } from '../introspect/catalog.js';
import type { Plan } from '../plan/plan.js';
import type { OnProgress } from '../progress.js';
import type { SampleEvent } from '../sample/sample.js';
import type { TargetRules } from '../translate/translate-rules.js';
import { checkTarget } from './check-target.js';
import { VerificationError } from './verification-error.js';
import { verify } from '../verify/verify.js';
import type { VerifyReport } from '../verify/verify.js';

export interface GenerateOptions {
  /** Milliseconds since any fixed moment. */
  readonly clock: () => number;
  /** The target is the database that was learned from, so that it is refused. */
  readonly isSource?: boolean;
  readonly onProgress?: OnProgress;
  readonly signal?: AbortSignal;
  /** What the target must keep, in its own words, where it is of another product than the model. */
  readonly rules?: TargetRules;
  /** Sentences to be told with the result. */
  readonly warnings?: readonly string[];
}

/** Plain JSON. Times are in seconds. */
export interface GenerateReport {
  readonly rows: number;
  readonly seconds: number;
  readonly rowsPerSecond: number | null;
  readonly stages: Readonly<Record<Stage, number>>;
  readonly tables: readonly GeneratedTable[];
  /** What the target could not be given as it was, and tables that got fewer rows than planned. */
  readonly warnings: readonly string[];
  readonly verification: VerifyReport;
}

/** `begin` makes the schema or empties tables, `finish` makes indexes and triggers. */
export type Stage = 'begin' | 'sample' | 'write' | 'finish' | 'verify' | 'commit';

export interface GeneratedTable {
  readonly id: string;
  readonly rows: number;
  /** Drawing and writing its rows. */
  readonly seconds: number;
  readonly rowsPerSecond: number | null;
}

/**
 * Carries out a plan in one load: checks the target, begins, writes the rows as they are drawn, closes cycles,
 * finishes the schema, verifies, and commits. The target changes only if all of this succeeds.
 * @param model only its catalog is needed here
 * @param events the rows, as `sample` yields them
 * @throws {VerificationError} E_VERIFICATION when what was written breaks a rule of the catalog
 * @throws {DbsynthError} what `checkTarget` refuses; E_INTERRUPTED; or whatever the sampler and the adapter throw.
 *   The load is rolled back then
 */
export async function generate(
  model: { readonly catalog: Catalog },
  plan: Plan,
  target: Target,
  events: Iterable<SampleEvent> | AsyncIterable<SampleEvent>,
  options: GenerateOptions,
): Promise<GenerateReport> {
  const tables = new Map(model.catalog.tables.map((table) => [table.id, table]));
  const watch = new Stopwatch(options.clock);
  await giveWay(options.signal);
  const [state, catalog] = [await target.state(), await target.introspect()];
  checkTarget(plan, model.catalog, {
    label: target.label,
    state,
    catalog,
    isSource: options.isSource ?? false,
  });
  const load = await beginLoad(model.catalog, tables, plan, target);
  try {
    watch.stop('begin');
    const rows = await writeRows(load, tables, plan, events, options, watch);
    const refused = await finishLoad(load);
    watch.stop('finish');
    const verification = await verifyLoad(load, target, model.catalog, plan, options, rows);
    watch.stop('verify');
    await giveWay(options.signal);
    await load.commit();
    watch.stop('commit');
    return watch.report(plan, verification, [...(options.warnings ?? []), ...refused]);
  } catch (error) {
    throw await rollBack(load, target, error);
  }
}

function beginLoad(
  catalog: Catalog,
  tables: ReadonlyMap<string, Table>,
  plan: Plan,
  target: Target,
): Promise<Load> {
  const planned = plan.tables.map(({ id }) => tables.get(id)!);
  return target.begin({
    create: plan.target.createSchema ? catalog.script : null,
    truncate: plan.target.truncate.map((id) => tables.get(id)!),
    deferForeignKeys: plan.target.deferForeignKeys,
    disableTriggers: plan.target.disableTriggers ? planned : [],
    deferConstraints: plan.target.deferConstraints ? planned : [],
  });
}

/** @returns rows that each table must hold now: those planned, or fewer where keys leave no room */
async function writeRows(
  load: Load,
  tables: ReadonlyMap<string, Table>,
  plan: Plan,
  events: Iterable<SampleEvent> | AsyncIterable<SampleEvent>,
  { onProgress, signal }: GenerateOptions,
  watch: Stopwatch,
): Promise<ReadonlyMap<string, number>> {
  const totals = new Map(plan.tables.map(({ id, rows }) => [id, rows]));
  for await (const event of events) {
    watch.stop('sample', event.table);
    if (event.type === 'cut') {
      totals.set(event.table, event.rows);
      continue;
    }
    const table = tables.get(event.table)!;
    if (event.type === 'update') await load.update(table, event.key, event.batch);
    else await load.write(table, event.batch);
    watch.stop('write', event.table);
    if (event.type === 'rows') {
      const done = watch.countRows(event.table, event.batch.rows);
      onProgress?.({ stage: 'write', table: event.table, done, total: totals.get(event.table) ?? null });
    }
    await giveWay(signal);
  }
  return totals;
}

/** What the database refuses only now was wrong all along: it is a violation, found by another. */
async function finishLoad(load: Load): Promise<readonly string[]> {
  try {
    return await load.finish();
  } catch (error) {
    if (!(error instanceof DbsynthError) || error.code !== 'E_CONSTRAINT') throw error;
    throw new VerificationError([error.message], null, error);
  }
}

async function verifyLoad(
  load: Load,
  target: Target,
  modelCatalog: Catalog,
  plan: Plan,
  { onProgress, signal, rules }: GenerateOptions,
  rows: ReadonlyMap<string, number>,
): Promise<VerifyReport> {
  const { catalog, names, idOf } = rules ?? {
    catalog: modelCatalog,
    names: target,
    idOf: (id: string) => id,
  };
  const database = {
    query: (sql: string) => load.query(sql),
    quote: (name: string) => names.quote(name),
    qualify: (table: Table) => names.qualify(table),
    product: names.product,
  };
  const expectedRows = new Map(
    plan.tables.map(({ id, existingRows }) => [idOf(id), rows.get(id)! + existingRows]),
  );
  // A schema that was just made must hold nothing else.
  if (plan.target.createSchema)
    for (const { id } of catalog.tables) expectedRows.set(id, expectedRows.get(id) ?? 0);
  const report = await verify(database, catalog, {
    expectedRows,
    tables: [...expectedRows.keys()],
    onProgress,
    signal,
  });
  if (!report.ok) throw VerificationError.of(report);
  return report;
}

function describeCuts(plan: Plan, watch: Stopwatch): string[] {
  return plan.tables
    .filter(({ id, rows }) => watch.rowsOf(id) < rows)
    .map(
      ({ id, rows }) =>
        `table "${id}" got ${watch.rowsOf(id)} rows instead of ${rows}: its unique keys leave no room for more below the parents that were drawn`,
    );
}

/** Undoes the load and gives back the error that ended it; if that fails too, the user must know above all. */
async function rollBack(load: Load, target: Target, error: unknown): Promise<unknown> {
  try {
    await load.rollback();
    return error;
  } catch (failure) {
    const sentences = [error, failure].map((each) =>
      each instanceof Error ? each.message : 'unknown failure',
    );
    return new DbsynthError(
      error instanceof DbsynthError ? error.code : 'E_INTERNAL',
      `${sentences[0]}; and ${target.label} could not be rolled back: ${sentences[1]}`,
      { hint: 'look at the target before you use it: it may hold part of the rows', cause: error },
    );
  }
}

/** Tells how long each stage and each table took, from one `stop` to the next. */
class Stopwatch {
  private readonly start: number;
  private last: number;
  private readonly stages: Record<Stage, number> = {
    begin: 0,
    sample: 0,
    write: 0,
    finish: 0,
    verify: 0,
    commit: 0,
  };
  private readonly tables = new Map<string, { rows: number; milliseconds: number }>();

  constructor(private readonly clock: () => number) {
    this.start = this.last = clock();
  }

  stop(stage: Stage, table?: string): void {
    const now = this.clock();
    this.stages[stage] += now - this.last;
    if (table !== undefined) this.tableOf(table).milliseconds += now - this.last;
    this.last = now;
  }

  /** @returns the table's rows so far */
  countRows(table: string, rows: number): number {
    return (this.tableOf(table).rows += rows);
  }

  /** Rows of a table that were written. */
  rowsOf(table: string): number {
    return this.tableOf(table).rows;
  }

  report(plan: Plan, verification: VerifyReport, warnings: readonly string[]): GenerateReport {
    const tables = plan.tables.map(({ id }) => {
      const { rows, milliseconds } = this.tableOf(id);
      return { id, rows, ...speedOf(rows, milliseconds) };
    });
    const rows = tables.reduce((sum, table) => sum + table.rows, 0);
    const inSeconds = Object.entries(this.stages).map(([stage, milliseconds]) => [
      stage,
      milliseconds / 1000,
    ]);
    return {
      rows,
      ...speedOf(rows, this.last - this.start),
      stages: Object.fromEntries(inSeconds) as Record<Stage, number>,
      tables,
      warnings: [...warnings, ...describeCuts(plan, this)],
      verification,
    };
  }

  private tableOf(id: string): { rows: number; milliseconds: number } {
    const known = this.tables.get(id) ?? { rows: 0, milliseconds: 0 };
    this.tables.set(id, known);
    return known;
  }
}

function speedOf(rows: number, milliseconds: number): { seconds: number; rowsPerSecond: number | null } {
  const seconds = milliseconds / 1000;
  return { seconds, rowsPerSecond: seconds > 0 ? Math.round(rows / seconds) : null };
}
