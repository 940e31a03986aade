/**
 * The catalog: all that introspection found, in terms that no database product owns.
 * Adapters build it; `createCatalog` checks that it is whole; later stages trust it.
 */

export type Dialect = 'sqlite' | 'postgres' | 'mysql';

/** What a declared type means to the engine. A column of an unknown type is `other` and travels as typed text. */
export type LogicalType =
  | { name: 'integer'; min: bigint; max: bigint }
  | { name: 'decimal'; precision: number | null; scale: number | null }
  | { name: 'real' }
  | { name: 'boolean' }
  | { name: 'text'; maxLength: number | null; fixed: boolean }
  | { name: 'bytes'; maxLength: number | null }
  | { name: 'date' }
  | { name: 'time' }
  | { name: 'timestamp'; precision: number | null; timeZone: boolean }
  | { name: 'uuid' }
  | { name: 'json' }
  /** `several`: a value may be several labels, joined by commas (MySQL's SET). */
  | { name: 'enum'; labels: readonly string[]; several?: true }
  | { name: 'other'; form?: WrittenForm };

/** How the values of an `other` type are written, where the adapter knows, so that some can be made up. */
export type WrittenForm =
  /** `{a,b}` */
  | { readonly kind: 'list'; readonly of: LogicalType }
  /** `[a,b)`, or several in braces. */
  | { readonly kind: 'range'; readonly of: LogicalType; readonly isMany: boolean }
  /** `(a,b)` */
  | { readonly kind: 'record'; readonly of: readonly LogicalType[] }
  /** Zeros and ones. */
  | { readonly kind: 'bits'; readonly length: number }
  /** Texts in which each `#` stands for a number of two digits. */
  | { readonly kind: 'templates'; readonly texts: readonly string[] };

export interface Column {
  readonly name: string;
  /** As written in the schema, for display and for creating the same column again. */
  readonly declaredType: string;
  readonly type: LogicalType;
  readonly nullable: boolean;
  /** SQL text of the default, null without one. */
  readonly defaultSql: string | null;
  /** Computed by the database; never written. */
  readonly generated: false | 'stored' | 'virtual';
  /** SQL of what a generated column is computed as; missing for other columns. */
  readonly generatedSql?: string;
  /** The database numbers new rows: SQLite's rowid alias, an identity or serial, AUTO_INCREMENT. */
  readonly identity: boolean;
  /** null = the dialect's default comparison (case-sensitive). */
  readonly collation: string | null;
  /** Whether two texts that differ only in (ASCII) case are equal to the database. */
  readonly caseInsensitive: boolean;
  /**
   * What its texts may be written with, where that is not all of Unicode: `ascii`, `latin1` (the first 256 characters),
   * `bmp` (those of two bytes), or a single-byte encoding as https://encoding.spec.whatwg.org/#names-and-labels names it.
   */
  readonly encoding?: string;
}

/** A primary key, a UNIQUE constraint or a unique index. */
export interface UniqueKey {
  readonly name: string;
  /** Plain columns of the key, in order; a key over expressions has `null` in their places. */
  readonly columns: readonly (string | null)[];
  /** SQL of each expression (null for a plain column). */
  readonly expressions: readonly (string | null)[];
  /** SQL predicate of a partial index: uniqueness holds only among rows that satisfy it. */
  readonly predicate: string | null;
  /** False: two nulls collide (NULLS NOT DISTINCT). */
  readonly nullsDistinct: boolean;
  readonly primary: boolean;
  /** Per plain column, whether comparison ignores (ASCII) case. */
  readonly caseInsensitive: readonly boolean[];
  /** ON CONFLICT REPLACE or IGNORE in the DDL: the database drops rows silently instead of failing. */
  readonly silentConflict: boolean;
}

export interface ForeignKey {
  /** Unique in its table: the declared name, or one made from the columns. */
  readonly name: string;
  readonly columns: readonly string[];
  /** Id of the parent table. */
  readonly parent: string;
  /** The parent's columns, in the order of `columns`. */
  readonly parentColumns: readonly string[];
  readonly match: 'simple' | 'full';
  readonly deferrable: boolean;
  readonly onDelete: string;
  readonly onUpdate: string;
  /** Declared by the user: rows keep it, the database does not know it. */
  readonly declared?: true;
  /** A polymorphic reference: only rows that hold these values refer to the parent. */
  readonly when?: readonly Selector[];
}

/** A column and the value by which a row says which table it refers to. */
export interface Selector {
  readonly column: string;
  readonly value: string | number;
}

export interface Check {
  readonly name: string;
  /** The expression without the word CHECK and its outer parentheses. */
  readonly sql: string;
}

/** PostgreSQL's EXCLUDE: what rows that agree in some columns may not have together. */
export interface Exclusion {
  readonly name: string;
  readonly columns: readonly string[];
  readonly span: ExcludedSpan;
  /** Only rows that satisfy it exclude each other; null = all. */
  readonly predicate: string | null;
}

/**
 * Intervals that overlap, in a column that holds a range or in two that are its ends (where NULL is no end); or different values of
 * a column.
 */
export type ExcludedSpan =
  | { readonly range: string }
  | {
      readonly low: string;
      readonly high: string;
      /** Which ends belong to the interval; default `[)`. */
      readonly bounds?: RangeBounds;
    }
  | { readonly alike: string };

export type RangeBounds = '[)' | '[]' | '(]' | '()';

export interface Table {
  /** `schema.name`, or the name alone where the dialect's default schema holds it. Unique in the catalog. */
  readonly id: string;
  readonly schema: string | null;
  readonly name: string;
  readonly columns: readonly Column[];
  /** Columns of the primary key in key order; empty without one. */
  readonly primaryKey: readonly string[];
  /** All unique keys, the primary key included (first). */
  readonly uniques: readonly UniqueKey[];
  readonly foreignKeys: readonly ForeignKey[];
  readonly checks: readonly Check[];
  readonly exclusions?: readonly Exclusion[];
  /** Names of constraints that dbsynth does not know how to keep. */
  readonly unkept?: readonly string[];
  /** Names of triggers that fire on insert or update. */
  readonly triggers: readonly string[];
}

/** Statements that make the same schema again, in an order that works. */
export interface SchemaScript {
  /** Tables (and what they need), before the rows. */
  readonly tables: readonly SchemaStatement[];
  /** Secondary indexes, views, triggers, virtual tables: after the rows. */
  readonly afterLoad: readonly SchemaStatement[];
}

export interface SchemaStatement {
  readonly kind: 'table' | 'index' | 'view' | 'trigger' | 'virtual' | 'sequence' | 'type' | 'other';
  readonly name: string;
  /** Id of the table it belongs to; null for objects of their own. */
  readonly table: string | null;
  readonly sql: string;
  /** No rows are lost without it: where the target refuses it, that is told and the rest is made. */
  readonly optional?: true;
}

export interface CatalogWarning {
  readonly table: string | null;
  readonly column: string | null;
  readonly message: string;
}

export interface Catalog {
  readonly dialect: Dialect;
  readonly serverVersion: string;
  readonly tables: readonly Table[];
  readonly script: SchemaScript;
  /** Objects that hold no rows of their own or that dbsynth leaves out, with the reason. */
  readonly skipped: readonly { readonly name: string; readonly reason: string }[];
  readonly warnings: readonly CatalogWarning[];
}
