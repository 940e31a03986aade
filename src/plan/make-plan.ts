import type { Abilities } from '../database.js';
import { DbsynthError } from '../errors.js';
import type { Owners } from '../graph/choose-owners.js';
import { columnsToNull } from '../graph/columns-to-null.js';
import type { LoadOrder } from '../graph/find-load-order.js';
import type { Catalog, ForeignKey, Table } from '../introspect/catalog.js';
import { compileCheck } from '../check/compile-check.js';
import { planCheck } from '../check/plan-check.js';
import { findNearlyFull } from './find-nearly-full.js';
import { findCapacity } from './find-capacity.js';
import { findContradiction } from './find-contradiction.js';
import type {
  Capacity,
  LoadMode,
  NulledKey,
  Plan,
  PlannedTable,
  PlanWarning,
  TargetActions,
} from './plan.js';
import { selectTables } from './select-tables.js';
import type { Selection } from './select-tables.js';
import { setRowTargets } from './set-row-targets.js';
import type { RowTarget } from './set-row-targets.js';

/** What was learned that a plan depends on. */
export interface PlanInput {
  readonly catalog: Catalog;
  readonly loadOrder: LoadOrder;
  readonly owners: Owners;
  /** Source rows by table id. */
  readonly sourceRows: ReadonlyMap<string, number>;
  /** Lookup tables that are kept as they are, whatever the scale. */
  readonly kept?: ReadonlySet<string>;
  /** Rows that tables get at scale 1 where there is no source, by table id; default: those of the source. */
  readonly usualRows?: ReadonlyMap<string, number>;
  /** Rows that the target holds, by table id; needed in mode `append` only. */
  readonly existingRows?: ReadonlyMap<string, number>;
}

export interface PlanOptions {
  readonly mode: LoadMode;
  readonly abilities: Pick<Abilities, 'deferForeignKeys'>;
  /** Whole number from 0; default 0, so that a run is repeatable unless the user wants another. */
  readonly seed?: number;
  /** Rows of the target per row of the source; default 1. */
  readonly scale?: number;
  /** Rows by table name, instead of the scale. */
  readonly rows?: Readonly<Record<string, number>>;
  /** Names or patterns of the tables to write; default all. */
  readonly tables?: readonly string[];
  readonly exclude?: readonly string[];
}

/**
 * Plans a run: which tables, in which order, how many rows each, which foreign keys are closed late, what happens
 * to the target. Whatever cannot be satisfied is refused here, before anything is written.
 *
 * Where a unique key has no room for the rows: rows that the user asked for by name are refused, rows that follow
 * from the scale are cut to what is possible, with a warning. The pairs of a junction table shrink with the square
 * of a scale below 1, and a lookup table of seven weekdays has no 70; a run should not fail for either.
 * @throws {DbsynthError} E_USAGE, E_UNKNOWN_TABLE, E_SCALE, E_ROWS for what was asked; E_CAPACITY, E_CONSTRAINT, E_CYCLE for
 *   what cannot be satisfied
 */
export function makePlan(input: PlanInput, options: PlanOptions): Plan {
  const { catalog, loadOrder } = input;
  const seed = checkSeed(options.seed ?? 0);
  const scale = options.scale ?? 1;
  const selection = selectTables(catalog, options);
  const tables = new Map(catalog.tables.map((table) => [table.id, table]));
  const order = loadOrder.order.filter((id) => selection.included.has(id));
  const targets = setRowTargets(catalog, order, ownerOf, input.usualRows ?? input.sourceRows, {
    scale,
    rows: options.rows ?? {},
    ...(input.kept === undefined ? {} : { kept: input.kept }),
  });
  const existing = (id: string) => (options.mode === 'append' ? (input.existingRows?.get(id) ?? 0) : 0);

  const draft: Draft = {
    input,
    tables,
    order,
    targets,
    existing,
    selection,
    nulled: new Map(selection.nulled),
  };
  const warnings = [...selection.warnings, ...warnOfEmptySources(draft), ...settleEmptyParents(draft)];
  const limits = fitCapacities(draft);
  checkUnkept(draft);
  checkContradictions(draft);
  const late = loadOrder.late.filter(({ table, foreignKey }) => isWritten(draft, table, foreignKey));
  const planned = order.map((id) => planTable(draft, tables.get(id)!, limits.get(id) ?? null));
  const plan: Plan = {
    seed,
    scale,
    mode: options.mode,
    tables: planned,
    rows: planned.reduce((sum, { rows }) => sum + rows, 0),
    cycles: findPlannedCycles(draft),
    late,
    target: planActions(draft, options.mode, late),
    warnings: [...warnings, ...warnOfLimits(limits, targets)],
  };
  checkDeferral(plan, options.abilities);
  return plan;

  function ownerOf(id: string): string | null {
    const key = tables.get(id)!.foreignKeys.find(({ name }) => name === input.owners.get(id));
    return key && selection.included.has(key.parent) ? key.parent : null;
  }
}

/** What the steps of planning share; `targets` and `nulled` settle as they go. */
interface Draft {
  readonly input: PlanInput;
  readonly tables: ReadonlyMap<string, Table>;
  readonly order: readonly string[];
  readonly targets: Map<string, RowTarget>;
  readonly existing: (table: string) => number;
  readonly selection: Selection;
  readonly nulled: Map<string, readonly NulledKey[]>;
}

/** Why a table gets fewer rows than follow from the scale. */
interface Limit {
  /** Null where a parent has no rows. */
  readonly capacity: Capacity | null;
  readonly asked: number;
  readonly barren?: ForeignKey;
}

function checkSeed(seed: number): number {
  if (Number.isSafeInteger(seed) && seed >= 0) return seed;
  throw new DbsynthError('E_USAGE', `a seed must be a whole number from 0 to 2^53 - 1, not ${seed}`);
}

function warnOfEmptySources({ order, targets, input }: Draft): PlanWarning[] {
  if (input.usualRows !== undefined) return [];
  return order
    .filter((id) => (input.sourceRows.get(id) ?? 0) === 0 && !targets.get(id)!.isAsked)
    .map((table) => ({
      table,
      message: 'stays empty: the source has no rows in it (ask for some with --rows)',
    }));
}

/** A row without any parent to refer to has NULL there, or cannot be. */
function settleEmptyParents(draft: Draft): PlanWarning[] {
  const warnings: PlanWarning[] = [];
  for (const id of draft.order) {
    const table = draft.tables.get(id)!;
    if (draft.targets.get(id)!.rows === 0) continue;
    for (const key of table.foreignKeys) {
      const hasParents =
        key.parent === id || !isWritten(draft, id, key.name) || draft.targets.get(key.parent)!.rows > 0;
      if (hasParents) continue;
      const columns = columnsToNull(table, key);
      if (columns.length === 0) throw lacksParent(draft, table, key);
      draft.nulled.set(id, [...nulledOf(draft, id), { foreignKey: key.name, parent: key.parent, columns }]);
      warnings.push({
        table: id,
        message: `foreign key "${key.name}" stays NULL: "${key.parent}" has no rows`,
      });
    }
  }
  return warnings;
}

function lacksParent(draft: Draft, table: Table, key: ForeignKey): DbsynthError {
  const { rows } = draft.targets.get(table.id)!;
  return new DbsynthError(
    'E_CAPACITY',
    `table "${table.id}" is to get ${count(rows)}, but its parent "${key.parent}" (foreign key "${key.name}", which cannot be NULL) gets none`,
    {
      hint: `give the parent rows with --rows ${key.parent}=n, or leave the child out with --exclude ${table.id}`,
    },
  );
}

/**
 * Cuts derived targets to what unique keys allow, until nothing moves: a table that was cut may leave its children
 * less room. Every round lowers some target to a bound, so there are at most as many rounds as foreign keys in a row.
 */
function fitCapacities(draft: Draft): Map<string, Limit> {
  const limits = new Map<string, Limit>();
  for (let moved = true; moved;) {
    moved = false;
    for (const id of draft.order) {
      const target = draft.targets.get(id)!;
      const barren = target.rows > 0 ? findBarrenParent(draft, id) : undefined;
      if (barren !== undefined) {
        if (target.isAsked) throw lacksParent(draft, draft.tables.get(id)!, barren);
        limits.set(id, { capacity: null, asked: limits.get(id)?.asked ?? target.rows, barren });
        draft.targets.set(id, { ...target, rows: 0 });
        moved = true;
        continue;
      }
      const capacity = capacityOf(draft, id);
      if (capacity === null || target.rows + draft.existing(id) <= capacity.possible) continue;
      if (target.isAsked) throw exceeds(draft, id, capacity);
      limits.set(id, { capacity, asked: limits.get(id)?.asked ?? target.rows });
      draft.targets.set(id, { ...target, rows: Math.max(0, capacity.possible - draft.existing(id)) });
      moved = true;
    }
  }
  return limits;
}

/** A foreign key that cannot be NULL and whose parent gets no rows: new rows refer to new rows alone. */
function findBarrenParent(draft: Draft, id: string): ForeignKey | undefined {
  const table = draft.tables.get(id)!;
  return table.foreignKeys.find(
    (key) =>
      key.parent !== id &&
      isWritten(draft, id, key.name) &&
      draft.targets.get(key.parent)!.rows === 0 &&
      columnsToNull(table, key).length === 0,
  );
}

function capacityOf(draft: Draft, id: string): Capacity | null {
  return findCapacity(draft.tables.get(id)!, {
    dialect: draft.input.catalog.dialect,
    tables: draft.input.catalog.tables,
    rowsOf: (parent) => rowsAfter(draft, parent),
    nulled: nulledOf(draft, id).map(({ foreignKey }) => foreignKey),
    sourceRows: draft.input.sourceRows.get(id) ?? 0,
  });
}

/** One row excludes no other. */
function checkUnkept(draft: Draft): void {
  for (const id of draft.order) {
    const { unkept = [] } = draft.tables.get(id)!;
    const { rows } = draft.targets.get(id)!;
    if (unkept.length === 0 || rows === 0 || rowsAfter(draft, id) < 2) continue;
    throw new DbsynthError(
      'E_CONSTRAINT',
      `table "${id}" is to get ${count(rows)}, and dbsynth does not know how to keep its constraint "${unkept[0]}" with more than one`,
      { hint: `leave it out with --exclude ${id}, or ask for one row with --rows ${id}=1` },
    );
  }
}

function checkContradictions({ input, order, tables, targets }: Draft): void {
  const { dialect } = input.catalog;
  const rowsOf = (id: string): number => targets.get(id)?.rows ?? 0;
  const filled = order.filter((id) => rowsOf(id) > 0).map((id) => tables.get(id)!);
  const hasRows = (id: string): boolean => (input.sourceRows.get(id) ?? 0) > 0;
  const found = findContradiction(filled, rowsOf, hasRows, dialect);
  if (found === null) return;
  const { table, constraints, why, needed } = found;
  const names = constraints.map((name) => `"${name}"`).join(', ');
  throw new DbsynthError(
    'E_CONSTRAINT',
    `table "${table}" can hold ${needed === null ? 'no rows' : `no fewer than ${count(needed)}`} by its constraints ${names}: ${why}; ${rowsOf(table).toLocaleString('en')} are asked for`,
    {
      hint:
        needed === null
          ? `leave it out with --exclude ${table}, or change one of the constraints`
          : `ask for more with --rows ${table}=${needed}`,
    },
  );
}

function exceeds(draft: Draft, id: string, { constraint, columns, possible }: Capacity): DbsynthError {
  const { rows } = draft.targets.get(id)!;
  const existing = draft.existing(id);
  const room = Math.max(0, possible - existing);
  const already = existing > 0 ? ` (${count(existing)} there already)` : '';
  return new DbsynthError(
    'E_CAPACITY',
    `table "${id}" has room for ${count(possible)}${already} by its key "${constraint}" (${columns.join(', ')}), ${rows.toLocaleString('en')} are asked for`,
    {
      hint: `ask for at most ${room} with --rows ${id}=${room}, or for more rows of the tables it refers to`,
    },
  );
}

function warnOfLimits(
  limits: ReadonlyMap<string, Limit>,
  targets: ReadonlyMap<string, RowTarget>,
): PlanWarning[] {
  return [...limits].map(([table, { capacity, asked, barren }]) => ({
    table,
    message: `gets ${count(targets.get(table)!.rows)} instead of ${asked.toLocaleString('en')}: ${
      capacity === null
        ? `its parent "${barren!.parent}" (foreign key "${barren!.name}", which cannot be NULL) gets none`
        : `its key "${capacity.constraint}" (${capacity.columns.join(', ')}) has room for no more`
    }`,
  }));
}

function planTable(draft: Draft, table: Table, limit: Limit | null): PlannedTable {
  const { input, selection } = draft;
  const { id } = table;
  const ownerName = input.owners.get(id) ?? null;
  const settled = table.foreignKeys.filter(
    ({ name, parent }) => parent !== id && isWritten(draft, id, name) && !isLate(input.loadOrder, id, name),
  );
  const references = settled.map(({ name, parent }) => ({ foreignKey: name, parent }));
  return {
    id,
    rows: draft.targets.get(id)!.rows,
    isAsked: draft.targets.get(id)!.isAsked,
    sourceRows: input.sourceRows.get(id) ?? 0,
    existingRows: draft.existing(id),
    included: selection.included.get(id)!,
    owner: references.find(({ foreignKey }) => foreignKey === ownerName) ?? null,
    references: references.filter(({ foreignKey }) => foreignKey !== ownerName),
    selfReferences: table.foreignKeys.filter(({ parent }) => parent === id).map(({ name }) => name),
    late: table.foreignKeys
      .filter(({ name }) => isWritten(draft, id, name) && isLate(input.loadOrder, id, name))
      .map(({ name }) => name),
    nulled: nulledOf(draft, id),
    limit: limit?.capacity ?? null,
    nearlyFull: findNearlyFull(capacityOf(draft, id), rowsAfter(draft, id)),
    checks: table.checks.map((check) => ({
      name: check.name,
      way: planCheck(compileCheck(check, input.catalog.dialect, table.columns), table.columns),
    })),
  };
}

function planActions(draft: Draft, mode: LoadMode, late: Plan['late']): TargetActions {
  const truncate = mode === 'truncate' ? draft.order.toReversed() : [];
  const emptiesCycle = truncate.length > 0 && findPlannedCycles(draft).length > 0;
  return {
    createSchema: mode === 'create',
    truncate,
    deferForeignKeys: emptiesCycle || late.some(({ how }) => how === 'defer'),
    disableTriggers: false,
    deferConstraints: false,
  };
}

function findPlannedCycles(draft: Draft): Plan['cycles'] {
  return draft.input.loadOrder.cycles.filter(({ brokenAt }) =>
    brokenAt.some(({ table, foreignKey }) => isWritten(draft, table, foreignKey)),
  );
}

function checkDeferral(plan: Plan, abilities: PlanOptions['abilities']): void {
  // A schema that dbsynth makes gets such a foreign key after the rows.
  if (abilities.deferForeignKeys || plan.target.createSchema) return;
  const key = plan.late.find(({ how }) => how === 'defer');
  if (!key) return;
  throw new DbsynthError(
    'E_CYCLE',
    `foreign key "${key.foreignKey}" of table "${key.table}" closes a cycle, cannot be NULL, and the target checks it at once`,
    {
      hint: 'write into an empty target, so that dbsynth makes the schema, or make the foreign key deferrable',
    },
  );
}

function isWritten(draft: Draft, table: string, foreignKey: string): boolean {
  return (
    draft.selection.included.has(table) &&
    !nulledOf(draft, table).some((key) => key.foreignKey === foreignKey)
  );
}

function isLate(loadOrder: LoadOrder, table: string, foreignKey: string): boolean {
  return loadOrder.late.some((late) => late.table === table && late.foreignKey === foreignKey);
}

function nulledOf(draft: Draft, table: string): readonly NulledKey[] {
  return draft.nulled.get(table) ?? [];
}

function rowsAfter(draft: Draft, table: string): number {
  return (draft.targets.get(table)?.rows ?? 0) + draft.existing(table);
}

function count(rows: number): string {
  return `${rows.toLocaleString('en')} ${rows === 1 ? 'row' : 'rows'}`;
}
