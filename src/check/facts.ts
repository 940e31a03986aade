import type { SqlValue } from '../batch/batch.js';
import type { Comparison, MatchOperator } from './expression.js';

/** A pattern that the texts of a column (do not) match. */
export interface TextPattern {
  readonly operator: MatchOperator;
  readonly pattern: string;
  /** Of LIKE and SIMILAR TO; '' for none. */
  readonly escape: string;
  /** Whether ASCII letters match in either case. */
  readonly ignoreCase: boolean;
  readonly negated: boolean;
}

/**
 * What CHECKs say of one column alone. Every fact holds for values other than NULL; together they are enough to
 * satisfy the checks that `remainingChecks` leaves out.
 */
export interface ColumnFacts {
  /** In the column's own form: a moment as the schema writes it. */
  readonly min?: SqlValue;
  readonly minExclusive?: boolean;
  readonly max?: SqlValue;
  readonly maxExclusive?: boolean;
  /** The only values; empty when only NULL is left. */
  readonly in?: readonly SqlValue[];
  readonly notIn?: readonly SqlValue[];
  readonly notNull?: boolean;
  /** In characters; of bytes, in bytes. */
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly patterns?: readonly TextPattern[];
  /** All letters in one case. */
  readonly letterCase?: 'upper' | 'lower';
  /** No blanks at either end. */
  readonly trimmed?: boolean;
  /** A valid JSON text, an ISO date or timestamp. */
  readonly format?: 'json' | 'date' | 'timestamp' | 'time';
  /** Whole multiples of this number. */
  readonly multipleOf?: number;
  /** At most so many digits behind the point. */
  readonly decimals?: number;
  /** SQLite's typeof(): 'integer', 'real', 'text', 'blob'. */
  readonly storage?: readonly string[];
  /** Names of the checks that say so. */
  readonly from: readonly string[];
}

/** One column of a row is not above another; rows where either is NULL are free. */
export interface ColumnOrder {
  readonly low: string;
  readonly high: string;
  /** Whether they may not be equal. */
  readonly strict: boolean;
  readonly from: string;
}

/** A condition on several columns of a row together. */
export interface JointCondition {
  readonly columns: readonly string[];
  /** Sum of coefficient × column, compared with a constant; null when the condition is not of this kind. */
  readonly linear: {
    readonly terms: readonly { readonly column: string; readonly coefficient: number }[];
    readonly operator: Comparison;
    readonly constant: number;
  } | null;
  readonly from: string;
}

/** A column that a check sets to a value worked out of others. */
export interface DerivedColumn {
  readonly column: string;
  readonly columns: readonly string[];
  /** 'unknown' when only the database can work it out. */
  value(row: (column: string) => SqlValue): SqlValue | 'unknown';
  readonly from: string;
}
