import type { Dialect, LogicalType } from './introspect/catalog.js';

/**
 * What a database product can hold of a schema that was made for another product, and how it says so. Each adapter
 * has one in `product.ts`; `src/translate` does what is equal for all of them.
 */
export interface Product {
  readonly dialect: Dialect;
  /** Where new tables stand; null where a database has no schemas. */
  readonly schema: string | null;
  /** Makes that place before any table; null where it is always there. */
  readonly schemaSql: string | null;
  /** What stands behind the type of a column that numbers new rows. */
  readonly numbering: string;
  /** Whose words knex writes DDL in. */
  readonly knexClient: 'pg' | 'mysql2' | 'better-sqlite3';
  readonly can: ProductAbilities;
  readonly words: ExpressionWords;
  /** Whether a name is short and plain enough for any object. */
  fitsName(name: string): boolean;
  /** Brings a name into the form by which the product compares names. */
  foldName(name: string): string;
  quote(name: string): string;
  quoteText(text: string): string;
  /** The product's type for a column. */
  typeOf(needs: ColumnNeeds): TargetType;
}

/** What a schema may ask for that some product does not have. */
export interface ProductAbilities {
  /** Keys are better made when the rows are there. */
  readonly keysAfterRows: boolean;
  /** Foreign keys can be added to a table that stands; else they are part of the table. */
  readonly addForeignKeys: boolean;
  /** Foreign keys bring an index of their own. */
  readonly indexForeignKeys: boolean;
  readonly partialKeys: boolean;
  readonly expressionKeys: boolean;
  readonly nullsNotDistinct: boolean;
  readonly deferForeignKeys: boolean;
  readonly matchFull: boolean;
  readonly setDefault: boolean;
  /** A generated column may be computed when it is read. */
  readonly virtualColumns: boolean;
  /** Only a column at the start of a key can number the rows. */
  readonly numberKeysOnly: boolean;
  /** Checks and generated columns may read the column that numbers the rows. */
  readonly readNumberedColumns: boolean;
  /** Only a table's whole primary key can number the rows. */
  readonly numberPrimaryKeyOnly: boolean;
  /** A column's own type may compare texts without case. */
  readonly ignoreCase: boolean;
  /** A primary key has a name of its own. */
  readonly namePrimaryKeys: boolean;
}

/** What a column must be able to do, whatever its product calls it. */
export interface ColumnNeeds {
  /** Its name in the target. */
  readonly name: string;
  readonly type: LogicalType;
  readonly caseInsensitive: boolean;
  /** Columns of the widest key or index that it is part of; 0 for none. */
  readonly keyParts: number;
  /** Digits behind the point of a decimal without a declared scale, where they are known. */
  readonly decimals: number | null;
}

export interface TargetType {
  /** As a CREATE TABLE has it, collation included. */
  readonly declared: string;
  /** What it means to the engine. */
  readonly type: LogicalType;
  /** SQL of a rule that the source's type has and this one has not; null for none. */
  readonly check: string | null;
  /** Continues `type inet `: what becomes of it, where that is worth a warning. */
  readonly warning: string | null;
}

/** A pattern of LIKE taken apart: any characters, one character, or these characters. */
export type LikePart = { readonly any: 'many' | 'one' } | { readonly text: string };

/** How expressions are written; operands are SQL that is complete in itself. Null where a product cannot say it. */
export interface ExpressionWords {
  /** Booleans are no numbers, and a condition must be one. */
  readonly strictBooleans: boolean;
  bytes(hex: string): string;
  /** Whether two values are the same, nulls included. */
  same(left: string, right: string): string;
  exclusiveOr(left: string, right: string): string | null;
  concat(left: string, right: string): string;
  divide(left: string, right: string, isWhole: boolean): string;
  power(left: string, right: string): string | null;
  like(text: string, pattern: readonly LikePart[], ignoresCase: boolean): string | null;
  /** @param pattern a regular expression of what all products understand */
  regexp(text: string, pattern: string, ignoresCase: boolean): string | null;
  /** @param name one of the meanings that `functionMeaning` tells */
  call(name: string, args: readonly string[]): string | null;
  cast(operand: string, to: CastType): string;
  now(part: 'date' | 'time' | 'timestamp'): string;
  /** A new random UUID as a default. */
  uuid(): string | null;
}

/** What a cast is made to, as far as products agree. */
export type CastType =
  | { readonly name: 'integer' | 'real' | 'text' | 'date' | 'timestamp' | 'boolean' }
  | { readonly name: 'decimal'; readonly precision: number | null; readonly scale: number | null };
