import type { SqlValue } from '../batch/batch.js';
import type { LogicalType } from '../introspect/catalog.js';
import type { ArithmeticOperator, Expression, MatchOperator, TypeName } from './expression.js';

/** The answer "cannot be told without the database"; taken for neither true, false nor NULL. */
export const UNKNOWN: unique symbol = Symbol('unknown');

/** SQLite's REAL with an integral value; without the box it would be an INTEGER. */
export class Real {
  constructor(readonly value: number) {}
}

/** What an expression yields; booleans are 1 and 0, moments are microseconds since 1970 (UTC). */
export type Value = SqlValue | Real | typeof UNKNOWN;

/** A value that is neither NULL nor unknown. */
export type Known = Exclude<Value, null | typeof UNKNOWN>;

/** Gives the value of a column, as the database stores it. */
export type Row = (column: string) => SqlValue;

/** For what reads no column. */
export const NO_ROW: Row = () => null;

export type Getter = (row: Row) => Value;

export type Truth = boolean | null | typeof UNKNOWN;

export type Condition = (row: Row) => Truth;

/** A compiled operand: how to get its value, what the dialect knows about it beforehand. */
export interface Typed<T> {
  readonly get: Getter;
  readonly type: T;
  /** Its value, where that does not depend on the row. */
  readonly constant?: Value;
}

/** A column as a check sees it. `Column` of the catalog is one. */
export interface CheckColumn {
  readonly name: string;
  readonly type: LogicalType;
  /** Decides SQLite's affinity; without it the logical type does. */
  readonly declaredType?: string;
  readonly collation?: string | null;
  readonly caseInsensitive?: boolean;
}

/** Two operands made ready for comparison. */
export interface Comparable {
  readonly left: Getter;
  readonly right: Getter;
  /** < 0, 0 or > 0; NaN when it cannot be told. Two numbers never come here: they compare as numbers. */
  readonly order: (left: Known, right: Known) => number;
  /** Whether they are equal, where that can be told though the order cannot; null when it cannot either. */
  readonly same?: (left: Known, right: Known) => boolean | null;
  /** Whether two texts are equal only if they are the same. */
  readonly exactTexts?: boolean;
}

/** What differs between dialects when an expression is evaluated; `T` is what the dialect knows about an operand. */
export interface Semantics<T> {
  /** The type of TRUE and of every comparison. */
  readonly boolean: T;
  /** The type of NULL and of what is not understood. */
  readonly untyped: T;
  literal(node: Extract<Expression, { kind: 'literal' }>): Typed<T>;
  column(column: CheckColumn): Typed<T>;
  /** Whether a name in double quotes that is no column is a text literal. */
  readonly quotedNameIsText: boolean;
  /** The column that a name means, null when there is none. */
  findColumn(
    node: Extract<Expression, { kind: 'column' }>,
    columns: readonly CheckColumn[],
  ): CheckColumn | null;
  truth(value: Known, type: T): boolean | typeof UNKNOWN;
  comparable(left: Typed<T>, right: Typed<T>): Comparable;
  /** Operand of IN against one item of its list. */
  member(operand: Typed<T>, item: Typed<T>, isOnlyItem: boolean): Comparable;
  sign(operator: '-' | '+' | '~', operand: Typed<T>): Typed<T>;
  arithmetic(operator: ArithmeticOperator, left: Typed<T>, right: Typed<T>): Typed<T>;
  interval(amount: Typed<T>, unit: string): Typed<T>;
  match(operator: MatchOperator, operand: Typed<T>, pattern: Typed<T>, escape: Typed<T> | null): Condition;
  cast(operand: Typed<T>, type: TypeName): Typed<T>;
  collate(operand: Typed<T>, collation: string): Typed<T>;
  /** Operands of which one is the result (CASE, COALESCE), brought to one type. */
  unify(operands: readonly Typed<T>[]): { readonly type: T; readonly getters: readonly Getter[] };
  /** Null when the function is not understood. */
  call(name: string, args: readonly Typed<T>[]): Typed<T> | null;
}
