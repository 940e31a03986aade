import type { TextKind } from '../text/text-spec.js';
import type { MomentFormat } from './moment-format.js';

/** What a column is, and why; plain JSON, without any value that fewer than k entities hold. */
export type ColumnClass = ClassFacts &
  (
    | { readonly kind: 'empty' }
    /** One value only, held by enough entities. */
    | { readonly kind: 'constant'; readonly value: string | number }
    | KeyClass
    | CategoryClass
    /** Two values that mean no and yes, as stored. */
    | { readonly kind: 'boolean'; readonly no: string | number; readonly yes: string | number }
    | NumberClass
    | MomentClass
    | { readonly kind: 'text'; readonly text: TextKind }
    | { readonly kind: 'json'; readonly text: { readonly form: 'json' } }
    | { readonly kind: 'bytes' }
  );

export type ClassName = ColumnClass['kind'];

export interface ClassFacts {
  /** One clause for people: what was seen, never a value. */
  readonly why: string;
  /** How the non-null values are stored, as shares of 1. */
  readonly storage: StorageShares;
  /** Share of non-null values that do not fit the class; they are treated as null. */
  readonly outside: number;
}

export interface StorageShares {
  readonly integer: number;
  readonly real: number;
  readonly text: number;
  readonly blob: number;
}

/** Values that only identify: never learned, made anew (or taken from the parent, for a foreign key). */
export interface KeyClass {
  readonly kind: 'key';
  readonly form: 'integer' | 'number' | 'text' | 'bytes';
  /** How texts look, when `form` is text. */
  readonly text: TextKind | null;
}

export interface CategoryClass {
  readonly kind: 'category';
  /** Values that enough entities hold, most frequent first. */
  readonly values: readonly CategoryValue[];
  /** Share of rows with other values. */
  readonly rareShare: number;
}

export interface CategoryValue {
  readonly value: string | number;
  readonly rows: number;
  readonly entities: number;
}

export interface NumberClass {
  readonly kind: 'number';
  readonly form: 'integer' | 'decimal';
  /** Digits behind the point that nearly all values get along with. */
  readonly decimals: number;
  /** Nearly all values are `origin` plus a multiple of `step`. */
  readonly step: number;
  readonly origin: number;
  /** `numeric`: integer when whole, else real. */
  readonly storedAs: 'integer' | 'real' | 'numeric' | 'text';
  /** Text is written with all its decimals: '1.50', not '1.5'. */
  readonly padded: boolean;
}

export interface MomentClass {
  readonly kind: 'moment';
  readonly format: MomentFormat;
  /** False for a time alone. */
  readonly hasDate: boolean;
  /** Nearly all moments are `origin` plus a multiple of `step`, in microseconds: whole days, minutes, seconds. */
  readonly step: number;
  readonly origin: number;
}
