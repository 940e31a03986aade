import type { CheckWay } from '../check/plan-check.js';
import type { Cycle, LateKey } from '../graph/find-load-order.js';

/**
 * What happens to rows that the target holds.
 * - `create`: there are none; the schema is made first.
 * - `fill`: the schema stands, its tables are empty.
 * - `truncate`: planned tables are emptied first.
 * - `append`: planned rows are added to what is there.
 */
export type LoadMode = 'create' | 'fill' | 'truncate' | 'append';

/** All that one run will do; plain JSON, so that `--dry-run --json` prints it as it is. */
export interface Plan {
  readonly seed: number;
  readonly scale: number;
  readonly mode: LoadMode;
  /** In load order. */
  readonly tables: readonly PlannedTable[];
  /** Rows of all tables. */
  readonly rows: number;
  /** Cycles among the planned tables. */
  readonly cycles: readonly Cycle[];
  /** Foreign keys of planned tables that cannot be satisfied when the row is written. */
  readonly late: readonly LateKey[];
  readonly target: TargetActions;
  readonly warnings: readonly PlanWarning[];
}

export interface PlannedTable {
  readonly id: string;
  /** Rows to write. */
  readonly rows: number;
  /** Named by the user: met or refused, never cut. */
  readonly isAsked: boolean;
  /** Rows of the source when it was learned. */
  readonly sourceRows: number;
  /** Rows that stand in the target and stay; 0 unless rows are appended. */
  readonly existingRows: number;
  readonly included: Inclusion;
  /** Owning foreign key; null where the table is the root of a family. */
  readonly owner: PlannedReference | null;
  /** Other foreign keys whose parents stand before the row is written. */
  readonly references: readonly PlannedReference[];
  /** Names of foreign keys to the same table. */
  readonly selfReferences: readonly string[];
  /** Names of foreign keys that are closed later; `Plan.late` says how. */
  readonly late: readonly string[];
  /** Foreign keys that stay NULL in every row, because their parents have no rows in this run. */
  readonly nulled: readonly NulledKey[];
  /** Set when --scale asked for more rows than a unique key has room for. */
  readonly limit: Capacity | null;
  /** The unique key that will be all but full: four fifths of what it has room for, or more. */
  readonly nearlyFull: (Capacity & { readonly asked: number }) | null;
  /** How each CHECK is kept. */
  readonly checks: readonly { readonly name: string; readonly way: CheckWay }[];
}

/** Why a table is in the plan. */
export interface Inclusion {
  /** `all`: no table was named; `asked`: by name or pattern; `needed`: a planned table refers to it. */
  readonly why: 'all' | 'asked' | 'needed';
  /** The table that needs it. */
  readonly by: string | null;
}

export interface PlannedReference {
  readonly foreignKey: string;
  readonly parent: string;
}

export interface NulledKey extends PlannedReference {
  readonly columns: readonly string[];
}

/** How many rows a unique key has room for. */
export interface Capacity {
  readonly constraint: string;
  readonly columns: readonly string[];
  readonly possible: number;
}

export interface TargetActions {
  readonly createSchema: boolean;
  /** Tables to empty first, children before parents. */
  readonly truncate: readonly string[];
  /** Foreign keys are violated in passing, so that checks must wait for the end of the load. */
  readonly deferForeignKeys: boolean;
  /** Triggers of the planned tables do not fire for the rows. */
  readonly disableTriggers: boolean;
  /** Foreign keys and secondary indexes of the planned tables are made again after the rows. */
  readonly deferConstraints: boolean;
}

export interface PlanWarning {
  readonly table: string | null;
  readonly message: string;
}
