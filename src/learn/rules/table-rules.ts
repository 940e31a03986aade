import type { FactorForm, Formula, MomentPart } from '../../model/work-out.js';

/** What a user says of rules, as it stands in the config file. */
export interface RuleWishes {
  /** Columns, as `orders.total`, that are drawn like any other although they follow from others in the source. */
  readonly refuse: readonly string[];
  /** Rules, as `orders.total = orders.price * orders.quantity`, that the copy keeps although the source breaks them. */
  readonly add: readonly string[];
}

/** A column that a rule looks at: of the row, of its sibling before, or of a parent. */
export interface RuleColumn {
  readonly column: string;
  readonly isPrevious: boolean;
  /** Names of the foreign keys that lead from the row to its table. */
  readonly keys: readonly string[];
}

/** How a rule makes a value of columns; factors of a sum count units of `span`. */
export type RuleForm =
  | { readonly op: 'sum'; readonly factors: readonly number[] }
  | { readonly op: 'product'; readonly factor: number; readonly forms: readonly FactorForm[] }
  | { readonly op: 'part'; readonly part: MomentPart };

interface Asked {
  /** As the user wrote it. */
  readonly text: string;
  /** The column that is made to keep the rule. */
  readonly column: string;
}

export interface AskedFormula extends Asked {
  readonly kind: 'formula';
  readonly form: RuleForm;
  readonly operands: readonly RuleColumn[];
  /** Microseconds of the unit in which spans of time are told. */
  readonly span: number;
  /** Null = as fine as the column's own values. */
  readonly rounding: Pick<Formula, 'step' | 'rounding'> | null;
}

export interface AskedOrder extends Asked {
  readonly kind: 'order';
  readonly other: RuleColumn;
  readonly side: 'least' | 'most';
  readonly isStrict: boolean;
}

export type AskedRule = AskedFormula | AskedOrder;

/** What was asked of the columns of one table. */
export interface TableRules {
  readonly refused: ReadonlySet<string>;
  readonly added: readonly AskedRule[];
}

export const NO_RULES: TableRules = { refused: new Set(), added: [] };
