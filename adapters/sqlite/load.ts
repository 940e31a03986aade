import { setImmediate } from 'node:timers/promises';
import type SqliteHandle from 'better-sqlite3';
import type { Batch, SqlValue } from '../../src/batch/batch.js';
import type { Load, LoadOptions } from '../../src/database.js';
import { DbsynthError } from '../../src/errors.js';
import type { SchemaStatement, Table } from '../../src/introspect/catalog.js';
import { countRows } from './count-rows.js';
import { dropTriggers, type DroppedTriggers } from './drop-triggers.js';
import { findOrphans, type Orphans } from './find-orphans.js';
import { foldName } from './fold-name.js';
import { quote } from './quote.js';
import { runQuery } from './run-query.js';
import { codeOf, translateError } from './translate-error.js';
import { RowWriter } from './write.js';

/** How a load ends; differs between a new file and an existing one. */
export interface Ending {
  commit(): void;
  rollback(): void;
}

/**
 * One load in one transaction. Foreign keys are not enforced row by row but checked as a whole in `finish`, by
 * SQLite's own foreign_key_check: cycles need no order then, and the cost stays linear. (With deferred enforcement
 * every new parent makes SQLite look for children that wait for it, a scan of the child table where its foreign
 * key has no index.) So the option `deferForeignKeys` asks for nothing more.
 */
export class SqliteLoad implements Load {
  private readonly writer: RowWriter;
  /** Rows that tables with ON CONFLICT REPLACE or IGNORE must hold at the end, by name. */
  private readonly expectedRows = new Map<string, number>();
  /** Folded, as SQLite compares names. */
  private readonly written = new Set<string>();
  private readonly truncated = new Set<string>();
  private orphansBefore: readonly Orphans[] = [];
  private triggers: DroppedTriggers | null = null;
  private isOpen = false;

  constructor(
    private readonly handle: SqliteHandle.Database,
    private readonly label: string,
    private readonly options: LoadOptions,
    private readonly ending: Ending,
  ) {
    this.writer = new RowWriter(handle);
  }

  /**
   * Takes the write lock, makes the tables or empties those that are to be emptied.
   * @throws {DbsynthError} E_LOCKED, E_TARGET_NOT_EMPTY when a schema is to be made where one stands
   */
  start(): void {
    this.run(this.label, () => {
      const script = this.options.create?.tables ?? [];
      // The encoding is fixed by the first write, and taking the lock may count as one.
      for (const statement of script.filter(isEncoding)) this.handle.exec(statement.sql);
      this.handle.exec('BEGIN IMMEDIATE');
      this.isOpen = true;
      if (this.options.create === null) this.orphansBefore = this.countOrphansToKeep();
      else this.checkEmpty();
      for (const statement of script.filter((candidate) => !isEncoding(candidate))) this.execute(statement);
      this.triggers = dropTriggers(this.handle, this.options.disableTriggers ?? []);
      for (const table of this.options.truncate) this.truncate(table);
    });
  }

  async write(table: Table, batch: Batch): Promise<void> {
    this.checkOpen();
    this.expectRows(table, batch.rows);
    this.written.add(foldName(table.name));
    this.writer.insert(table, batch);
    await setImmediate();
  }

  async update(table: Table, key: readonly string[], batch: Batch): Promise<void> {
    this.checkOpen();
    this.written.add(foldName(table.name));
    this.writer.update(table, key, batch);
    await setImmediate();
  }

  async query(sql: string): Promise<SqlValue[][]> {
    this.checkOpen();
    return this.run(this.label, () => runQuery(this.handle, sql));
  }

  /**
   * Makes indexes, views, virtual tables and triggers, then counts rows and looks for orphans. AUTOINCREMENT needs
   * nothing: SQLite moves its counter with every row that brings its own number.
   * @throws {DbsynthError} E_CONSTRAINT when rows are missing or have no parent, E_SCHEMA_MISMATCH
   */
  async finish(): Promise<readonly string[]> {
    this.checkOpen();
    for (const statement of this.options.create?.afterLoad ?? []) {
      this.execute(statement);
      await setImmediate();
    }
    this.run(this.label, () => {
      this.triggers?.restore();
      this.checkRows();
      this.checkOrphans();
    });
    return [];
  }

  async commit(): Promise<void> {
    this.checkOpen();
    this.run(this.label, () => this.ending.commit());
    this.isOpen = false;
  }

  async rollback(): Promise<void> {
    if (!this.isOpen) return;
    this.isOpen = false;
    this.run(this.label, () => this.ending.rollback());
  }

  private checkOpen(): void {
    if (!this.isOpen) throw new DbsynthError('E_INTERNAL', `${this.label}: the load has ended`);
  }

  private checkEmpty(): void {
    const objects = this.handle
      .prepare<[], number>(`SELECT count(*) FROM sqlite_schema WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\'`)
      .pluck()
      .get()!;
    if (objects === 0) return;
    throw new DbsynthError(
      'E_TARGET_NOT_EMPTY',
      `${this.label}: it already holds ${objects} tables, indexes or views`,
      {
        hint: 'choose a new file, or fill the tables that stand there',
      },
    );
  }

  private execute(statement: SchemaStatement): void {
    try {
      this.handle.exec(statement.sql);
    } catch (error) {
      const subject = `${statement.kind} "${statement.name}"`;
      if (codeOf(error) !== 'SQLITE_ERROR') throw translateError(error, subject);
      throw new DbsynthError(
        'E_SCHEMA_MISMATCH',
        `${subject} cannot be made in this SQLite: ${(error as Error).message}`,
        {
          hint: 'the schema uses a function, collation or module of another SQLite; leave that table out, or remove it from the schema',
          cause: error,
        },
      );
    }
  }

  private truncate(table: Table): void {
    this.truncated.add(foldName(table.name));
    this.handle.exec(`DELETE FROM ${quote(table.name)}`);
  }

  private expectRows(table: Table, rows: number): void {
    if (!table.uniques.some((unique) => unique.silentConflict)) return;
    const before = this.expectedRows.get(table.name) ?? countRows(this.handle, table.name);
    this.expectedRows.set(table.name, before + rows);
  }

  /** REPLACE deletes a row for each that it takes, so only the table's total shows the loss. */
  private checkRows(): void {
    for (const [table, expected] of this.expectedRows) {
      const rows = countRows(this.handle, table);
      if (rows === expected) continue;
      throw new DbsynthError(
        'E_CONSTRAINT',
        `table "${table}" holds ${rows} rows instead of ${expected}: a key with ON CONFLICT REPLACE or IGNORE dropped the others`,
      );
    }
  }

  /** Orphans in rows that this load leaves alone are not its fault. */
  private countOrphansToKeep(): Orphans[] {
    const truncated = new Set(this.options.truncate.map((table) => foldName(table.name)));
    return findOrphans(this.handle, (table) => !truncated.has(table));
  }

  private checkOrphans(): void {
    const found = findOrphans(
      this.handle,
      (table, parents) => this.written.has(table) || parents.some((parent) => this.truncated.has(parent)),
    );
    for (const { table, columns, parent, rows } of found) {
      const before = this.orphansBefore.find(
        (known) => known.table === table && `${known.columns}` === `${columns}`,
      );
      const more = rows - (before?.rows ?? 0);
      if (more <= 0) continue;
      throw new DbsynthError(
        'E_CONSTRAINT',
        `table "${table}", foreign key (${columns.join(', ')}): ${more} rows have no parent in "${parent}"`,
      );
    }
  }

  private run<T>(subject: string, step: () => T): T {
    try {
      return step();
    } catch (error) {
      throw translateError(error, subject);
    }
  }
}

function isEncoding(statement: SchemaStatement): boolean {
  return statement.kind === 'other' && statement.name === 'encoding';
}
