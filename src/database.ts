import type { Batch, SqlValue } from './batch/batch.js';
import type { Catalog, Dialect, SchemaScript, Table } from './introspect/catalog.js';
import type { Leftover } from './leftover.js';
import type { Product } from './product.js';

/** What an adapter can do, so that no other code asks for its name. */
export interface Abilities {
  /** Foreign keys may be violated until the end of the load. */
  readonly deferForeignKeys: boolean;
  /** A failed load leaves schema and rows as they were. */
  readonly transactionalSchema: boolean;
  /** Triggers of a schema that stands can be kept from firing during a load, and a load that fails changes none of them. */
  readonly disableTriggers: boolean;
  /** Foreign keys of a schema that stands can be out of the way during a load, and a load that fails loses none of them. */
  readonly deferConstraints: boolean;
}

/** What every open database offers. */
export interface Database {
  readonly dialect: Dialect;
  /** Safe to print: no password, no query string. */
  readonly label: string;
  readonly can: Abilities;
  /** How schemas of other products are made here. */
  readonly product: Product;
  /** The catalog as it is now. */
  introspect(): Promise<Catalog>;
  /** Quotes an identifier. */
  quote(name: string): string;
  /** The quoted, schema-qualified name of a table. */
  qualify(table: { schema: string | null; name: string }): string;
  /** Runs one reading statement; rows as arrays. Integers beyond 2^53 come as bigint. */
  query(sql: string): Promise<SqlValue[][]>;
  close(): Promise<void>;
}

/** Which rows of a table are read: SQL over the table, which is called `t`, as `sampleSql` writes it. */
export interface RowSelection {
  /** Joins to other tables that leave each row once; may be empty. */
  readonly join: string;
  readonly where: string;
}

export interface ReadOptions {
  /** Default: all rows. */
  readonly only?: RowSelection;
  /** Rows per batch; default 10,000. */
  readonly batchRows?: number;
  /** Names of the columns to sort by, so that the order of rows does not depend on the scan. */
  readonly orderBy?: readonly string[];
  readonly signal?: AbortSignal;
}

/** A database opened for reading only, in one consistent snapshot until it is closed. */
export interface Source extends Database {
  countRows(table: Table): Promise<number>;
  /** An SQL expression of the database that hashes values evenly to 0 .. 2^31 - 1, the same each time. */
  hash(expressions: readonly string[]): string;
  /** Streams a table's columns. */
  read(table: Table, columns: readonly string[], options?: ReadOptions): AsyncIterable<Batch>;
  /** Tells the same database by whatever path or name it is reached. */
  identity(): Promise<string>;
}

/** What stands in the target before a load. */
export interface TargetState {
  readonly exists: boolean;
  /** Tables found, with their rows; empty when the target is new. */
  readonly tables: readonly { readonly id: string; readonly rows: number }[];
  /** Whether dbsynth made this database. */
  readonly madeByDbsynth: boolean;
}

/** A database opened for writing. Nothing is changed before `begin`. */
export interface Target extends Database {
  /** The database's own name; a file's path. */
  readonly name: string;
  /** Whether it is on this machine. */
  readonly isLocal: boolean;
  identity(): Promise<string>;
  state(): Promise<TargetState>;
  /** What an interrupted load left that is neither complete nor undone; null, as always where DDL can be rolled back. */
  leftover(): Promise<Leftover | null>;
  /**
   * Makes a schema by running a file of SQL statements, as a whole or not at all where the product can.
   * @returns warnings, one per statement that was passed over because no table depends on it
   */
  makeSchema(sql: string): Promise<readonly string[]>;
  /** Starts a load: from here to `commit` nothing is visible to others, `rollback` undoes all of it. */
  begin(options: LoadOptions): Promise<Load>;
}

export interface LoadOptions {
  /** Create this schema (target new or empty); null when the user's schema stands. */
  readonly create: SchemaScript | null;
  /** Tables to empty first, children before parents. */
  readonly truncate: readonly Table[];
  /** Whether foreign keys are violated in passing (cycles), so that checks must wait for the end. */
  readonly deferForeignKeys: boolean;
  /** Tables of a schema that stands whose triggers do not fire for this load; default none. */
  readonly disableTriggers?: readonly Table[];
  /**
   * Tables of a schema that stands whose foreign keys, and secondary indexes where the product can, are made again
   * after the rows; default none.
   */
  readonly deferConstraints?: readonly Table[];
}

/**
 * One load in progress. Reads (`query`) see what was written so far.
 */
export interface Load {
  /** Appends a batch to a table. The database must take every row: fewer is an error. */
  write(table: Table, batch: Batch): Promise<void>;
  /** Sets columns of rows found by their key, for foreign keys that close a cycle. */
  update(table: Table, key: readonly string[], batch: Batch): Promise<void>;
  /** Runs one reading statement inside the load. */
  query(sql: string): Promise<SqlValue[][]>;
  /**
   * Makes what comes after the rows: indexes, triggers, counters of identities.
   * @returns warnings, one per optional statement that the database refused
   */
  finish(): Promise<readonly string[]>;
  commit(): Promise<void>;
  rollback(): Promise<void>;
}
