import { availableParallelism } from 'node:os';
import type { Target } from '../src/database.js';
import { adaptModel } from '../src/drift/adapt-model.js';
import { carryReferences } from '../src/drift/carry-references.js';
import { findDrift } from '../src/drift/find-drift.js';
import { DbsynthError } from '../src/errors.js';
import { hashIdentity } from '../src/model/hash-identity.js';
import type { Model } from '../src/model/model.js';
import { checkSchema } from '../src/plan/check-schema.js';
import { heedStandingSchema } from '../src/plan/heed-standing-schema.js';
import { chooseMode } from '../src/plan/choose-mode.js';
import { makePlan } from '../src/plan/make-plan.js';
import type { PlanInput } from '../src/plan/make-plan.js';
import type { Plan } from '../src/plan/plan.js';
import { readExistingKeys } from '../src/sample/read-existing-keys.js';
import { sampleInThreads } from '../src/sample/sample-in-threads.js';
import { translateTarget, type FittingTarget } from '../src/translate/translate-target.js';
import { isSameName } from '../src/write/is-same-name.js';
import { generate } from '../src/write/generate.js';
import type { GenerateReport } from '../src/write/generate.js';
import { parseRowCounts, parseScale } from './flags.js';
import { confirmLoss } from './report/confirm-loss.js';
import type { ProgressDisplay } from './report/show-progress.js';

/** The flags of `generate` and `clone` that decide what is written. */
export interface GenerationFlags {
  readonly seed: number;
  readonly scale: string;
  readonly rows?: string[] | undefined;
  readonly tables?: string[] | undefined;
  readonly exclude?: string[] | undefined;
  readonly truncate: boolean;
  readonly append: boolean;
  readonly yes: boolean;
  readonly 'dry-run': boolean;
  readonly 'no-triggers': boolean;
  readonly 'defer-constraints': boolean;
  readonly threads?: number | undefined;
}

/** The same flags, read and checked before any database is opened. */
export interface GenerationWishes {
  readonly seed: number;
  readonly scale: number;
  readonly rows: Readonly<Record<string, number>>;
  readonly tables: readonly string[];
  readonly exclude: readonly string[];
  readonly truncate: boolean;
  readonly append: boolean;
  readonly isConfirmed: boolean;
  readonly isDryRun: boolean;
  readonly noTriggers: boolean;
  readonly deferConstraints: boolean;
  readonly threads: number | undefined;
  /** Ids of tables whose rows do not make a target full; they are not written. */
  readonly ignored?: readonly string[];
}

/**
 * Reads the flags of a generation.
 * @throws {DbsynthError} E_SCALE, E_ROWS
 */
export function readWishes(flags: GenerationFlags): GenerationWishes {
  return {
    seed: flags.seed,
    scale: parseScale(flags.scale),
    rows: parseRowCounts(flags.rows),
    tables: flags.tables ?? [],
    exclude: flags.exclude ?? [],
    truncate: flags.truncate,
    append: flags.append,
    isConfirmed: flags.yes,
    isDryRun: flags['dry-run'],
    noTriggers: flags['no-triggers'],
    deferConstraints: flags['defer-constraints'],
    threads: flags.threads,
  };
}

/**
 * Refuses to write over what was learned from, by whatever path it is reached.
 * @throws {DbsynthError} E_TARGET_IS_SOURCE
 */
export async function refuseSource(target: Target, sourceIdentity: string): Promise<void> {
  if (hashIdentity(await target.identity()) !== sourceIdentity) return;
  throw new DbsynthError('E_TARGET_IS_SOURCE', `${target.label} is the source itself`, {
    hint: 'name another database with --to',
  });
}

/**
 * Plans a generation into a target as it stands, and asks before rows are deleted.
 * @throws {DbsynthError} E_TARGET_NOT_EMPTY, E_SCHEMA_MISMATCH, E_UNSUPPORTED, E_NOT_CONFIRMED, E_UNFINISHED, and what `makePlan` throws
 */
export async function planGeneration(
  input: PlanInput,
  { target, warnings, changes = [] }: FittingTarget,
  wishes: GenerationWishes,
): Promise<Plan> {
  await refuseLeftover(target);
  const state = await target.state();
  const counted = state.tables.map((table) =>
    wishes.ignored?.includes(table.id) === true ? { ...table, rows: 0 } : table,
  );
  const mode = chooseMode({ ...state, tables: counted }, target.label, wishes);
  const existingRows = new Map(state.tables.map(({ id, rows }) => [id, rows]));
  const plan = makePlan({ ...input, existingRows }, { ...wishes, mode, abilities: target.can });
  if (mode === 'create') return { ...plan, warnings: [...plan.warnings, ...warnings] };
  const found = await target.introspect();
  checkSchema(plan, input.catalog, found);
  const told = { ...plan, warnings: [...plan.warnings, ...changes] };
  const fitted = heedStandingSchema(told, found, wishes, target);
  if (!wishes.isDryRun && !wishes.isConfirmed) await confirmLoss(fitted, state, target.label);
  return fitted;
}

async function refuseLeftover(target: Target): Promise<void> {
  if ((await target.leftover()) === null) return;
  throw new DbsynthError(
    'E_UNFINISHED',
    `${target.label}: a load into it was interrupted before it was complete`,
    {
      hint: '`dbsynth recover <target>` tells what stands; add --resume to complete it, or --discard to drop it',
    },
  );
}

/**
 * Makes a model and a target fit each other, whatever product the target is of and whatever has changed in its schema
 * since the model was learned.
 * @throws {DbsynthError} E_SCHEMA_MISMATCH when what has changed cannot be brought into what was learned
 */
export async function fitModel(
  model: Model,
  target: Target,
): Promise<{ readonly model: Model; readonly fitting: FittingTarget }> {
  await refuseLeftover(target);
  const fitting = await translateTarget(target, model.catalog, model);
  const found = await target.introspect();
  if (target.dialect !== model.catalog.dialect || found.tables.length === 0) return { model, fitting };
  const drift = findDrift(model.catalog, found);
  const adapted = adaptModel(model, found, drift);
  if (adapted === model) return { model, fitting };
  const idOf = (id: string): string => found.tables.find((table) => isSameName(table.id, id))?.id ?? id;
  const changes = drift
    .filter(({ handling, what }) => handling !== 'ignored' && what !== 'table')
    .map(({ table, column, message }) => ({
      table,
      message: column === null ? message : `column "${column}" ${message}`,
    }));
  const rules = { catalog: carryReferences(model.catalog, found), names: target, idOf };
  return { model: adapted, fitting: { ...fitting, rules, changes } };
}

/** Below this, a second thread takes longer to start than it saves [measured]. */
const ROWS_FOR_THREADS = 200_000;

/**
 * Writes the rows of a plan and verifies them.
 * @param threads undefined: two where they pay
 * @throws {DbsynthError} what `sample` and `generate` throw; the target is as it was then
 */
export async function carryOut(
  model: Model,
  plan: Plan,
  { target, rules, warnings, changes = [] }: FittingTarget,
  { display, signal, threads }: { display: ProgressDisplay; signal: AbortSignal; threads?: number },
): Promise<GenerateReport> {
  display.expectRows('write', plan.rows);
  const usual = plan.rows < ROWS_FOR_THREADS ? 1 : Math.min(2, availableParallelism());
  const existing = await readExistingKeys(target, model, plan);
  const events = sampleInThreads(model, plan, { existing, signal, threads: threads ?? usual });
  return generate(model, plan, target, events, {
    clock: () => performance.now(),
    onProgress: display.onProgress,
    signal,
    rules,
    warnings: (plan.mode === 'create' ? warnings : changes).map(describeWarning),
  });
}

function describeWarning({ table, message }: FittingTarget['warnings'][number]): string {
  return table === null ? message : `table "${table}": ${message}`;
}
