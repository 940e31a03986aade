import { compileCheck } from '../check/compile-check.js';
import type { Dialect, ForeignKey, Table } from '../introspect/catalog.js';
import type { Plan, PlannedTable } from '../plan/plan.js';
import { compileText } from '../text/compile-text.js';
import { decideKeys, type GuardDecision } from './decide-keys.js';
import type { FreeTexts } from './free-numbers.js';
import { guardKey } from './guard-key.js';
import { KeyHasher } from './key-hasher.js';
import { KeySet } from './key-set.js';
import type { StandingSpans } from './keep-apart.js';
import type { KeyPlan } from './read-columns.js';
import type { GuardedCheck, GuardedKey } from './row-guard.js';
import type { SampledTable } from './sampled-table.js';
import { writtenColumns } from './written-columns.js';

/** What stands in the target already and must not be repeated, per table that holds rows. */
export type ExistingKeys = ReadonlyMap<string, ExistingTable>;

/** Keys are hashed by `KeyHasher` and held as the slots of a `KeySet`, so that they can go to another thread. */
export interface ExistingTable {
  /** First free number of each numbered column. */
  readonly first: ReadonlyMap<string, number>;
  /** Texts in use per numbered text column, case ignored. */
  readonly texts: ReadonlyMap<string, Float64Array>;
  /** Keys in use per watched unique key. */
  readonly taken: ReadonlyMap<string, Float64Array>;
  /** The stretch that is in use, per exclusion constraint. */
  readonly spans: StandingSpans;
}

export interface PlannedKeys extends KeyPlan {
  readonly guarded: readonly GuardedKey[];
  /** The same for rows that are watched in any order, not family by family. */
  readonly late: readonly GuardedKey[];
  readonly checks: readonly GuardedCheck[];
}

/**
 * Compiles what keeps the unique keys and the CHECKs of a table: numbers to start from, texts to pass over, keys and
 * conditions to watch.
 */
export function planKeys(
  sampled: SampledTable,
  planned: PlannedTable,
  plan: Pick<Plan, 'late'>,
  dialect: Dialect,
  existing: ExistingTable | undefined,
): PlannedKeys {
  const { table, model } = sampled;
  const { counters, texts, guarded } = decideKeys(table, model, planned, plan, dialect);
  const guard = (decision: GuardDecision, owner: ForeignKey | null): GuardedKey =>
    guardKey(table, owner, decision, dialect, existing?.taken.get(decision.key.name));
  return {
    counters: new Map([...counters].map(([name, first]) => [name, existing?.first.get(name) ?? first])),
    uniqueTexts: new Map(
      texts.map(({ column }) => [column, freeTextsOf(sampled, column, planned, existing)]),
    ),
    guarded: guarded.map((decision) => guard(decision, sampled.owner)),
    late: guarded.map((decision) => guard(decision, null)),
    checks: compileChecks(table, dialect),
  };
}

function freeTextsOf(
  sampled: SampledTable,
  name: string,
  planned: PlannedTable,
  existing: ExistingTable | undefined,
): FreeTexts | null {
  const slots = existing?.texts.get(name);
  if (slots === undefined) return null;
  const inUse = new KeySet(slots);
  const hasher = new KeyHasher();
  const isTaken = (text: string): boolean => inUse.has(hasher.hash(text, true));
  const { capacity } = compileText(sampled.model.columns.find((column) => column.name === name)!.text!);
  return {
    of: `table "${sampled.table.id}", column "${name}"`,
    first: planned.existingRows,
    capacity: Number(capacity),
    isTaken,
    isOptional: isNullable(sampled.table, name),
  };
}

function compileChecks(table: Table, dialect: Dialect): GuardedCheck[] {
  return table.checks
    .map((check) => compileCheck(check, dialect, table.columns))
    .filter((check) => check.expression !== null)
    .map((check) => ({ check, columns: writtenColumns(table, check.columns, dialect) }));
}

function isNullable(table: Table, name: string): boolean {
  return table.columns.find((column) => column.name === name)!.nullable;
}
