import type { Batch, SqlValue } from '../../src/batch/batch.js';
import type { Load, LoadOptions } from '../../src/database.js';
import { DbsynthError } from '../../src/errors.js';
import type { SchemaStatement, Table } from '../../src/introspect/catalog.js';
import { findOrphans, type Orphans } from './find-orphans.js';
import { quote, quoteText } from './quote.js';
import { runQuery } from './run-query.js';
import type { Session } from './session.js';
import { RowWriter } from './write.js';

/** Where a load writes and how it ends; differs between a new schema and one that stands. */
export interface Place {
  /** The session that writes, in the database that is written. */
  readonly session: Session;
  readonly database: string;
  /** Whether other programs may change rows of this place meanwhile. */
  readonly isShared: boolean;
  commit(): Promise<void>;
  rollback(): Promise<void>;
}

/** Rows after which a place that nobody else sees is committed, so that the server need not remember how to undo them. */
const ROWS_PER_COMMIT = 100_000;

/**
 * One load. Foreign keys are not enforced row by row but counted as a whole in `finish`: cycles and self-references need
 * no order then. So the option `deferForeignKeys` asks for nothing more. Unique keys stay enforced.
 */
export class MysqlLoad implements Load {
  private readonly written = new Set<string>();
  private readonly truncated = new Set<string>();
  private untransactional = new Set<string>();
  private orphansBefore: readonly Orphans[] = [];
  private rowsToCommit = 0;
  private isOpen = true;

  private constructor(
    private readonly place: Place,
    private readonly writer: RowWriter,
    private readonly label: string,
    private readonly options: LoadOptions,
  ) {}

  /**
   * Makes the tables, or empties those that are to be emptied.
   * @throws {DbsynthError} E_LOCKED, E_PERMISSION, E_SCHEMA_MISMATCH; the place is left as it was found
   */
  static async start(place: Place, label: string, options: LoadOptions): Promise<MysqlLoad> {
    try {
      const load = new MysqlLoad(place, await RowWriter.create(place.session), label, options);
      await load.prepare();
      return load;
    } catch (error) {
      await place.rollback();
      throw error;
    }
  }

  async write(table: Table, batch: Batch): Promise<void> {
    this.checkOpen();
    this.refuseUntransactional(table);
    this.written.add(table.name.toLowerCase());
    await this.writer.insert(table, batch);
    await this.commitNowAndThen(batch.rows);
  }

  async update(table: Table, key: readonly string[], batch: Batch): Promise<void> {
    this.checkOpen();
    this.refuseUntransactional(table);
    this.written.add(table.name.toLowerCase());
    await this.writer.update(table, key, batch);
    await this.commitNowAndThen(batch.rows);
  }

  async query(sql: string): Promise<SqlValue[][]> {
    this.checkOpen();
    return runQuery(this.place.session, sql);
  }

  /**
   * Makes late foreign keys, routines, views and triggers, then looks for orphans. AUTO_INCREMENT needs nothing: the
   * server moves its counter with every row that brings its own number.
   * @throws {DbsynthError} E_CONSTRAINT when rows have no parent, E_SCHEMA_MISMATCH
   */
  async finish(): Promise<readonly string[]> {
    this.checkOpen();
    for (const statement of this.options.create?.afterLoad ?? [])
      await makeObject(this.place.session, statement);
    await this.checkOrphans();
    return [];
  }

  async commit(): Promise<void> {
    this.checkOpen();
    await this.place.commit();
    this.isOpen = false;
  }

  async rollback(): Promise<void> {
    if (!this.isOpen) return;
    this.isOpen = false;
    await this.place.rollback();
  }

  private async prepare(): Promise<void> {
    const { session, isShared } = this.place;
    await session.execute('SET SESSION foreign_key_checks = 0');
    for (const statement of this.options.create?.tables ?? []) await makeObject(session, statement);
    await session.execute('START TRANSACTION');
    if (!isShared) return;
    this.untransactional = await fetchUntransactional(session, this.place.database);
    for (const table of this.options.truncate) {
      this.refuseUntransactional(table);
      this.truncated.add(table.name.toLowerCase());
    }
    this.orphansBefore = await findOrphans(
      session,
      this.place.database,
      (table) => !this.truncated.has(table.toLowerCase()),
      false,
    );
    // With the checks off nothing cascades into tables that nobody named.
    for (const table of this.options.truncate) {
      await session.execute(`DELETE FROM ${quote(table.name)}`, `table "${table.id}"`);
    }
  }

  private checkOpen(): void {
    if (!this.isOpen) throw new DbsynthError('E_INTERNAL', `${this.label}: the load has ended`);
  }

  private refuseUntransactional(table: Table): void {
    if (!this.untransactional.has(table.name.toLowerCase())) return;
    throw new DbsynthError(
      'E_SCHEMA_MISMATCH',
      `table "${table.id}": its engine knows no transactions, so a load that fails could not be undone`,
      { hint: `ALTER TABLE ${quote(table.name)} ENGINE = InnoDB, or write into a new database` },
    );
  }

  private async commitNowAndThen(rows: number): Promise<void> {
    if (this.place.isShared) return;
    this.rowsToCommit += rows;
    if (this.rowsToCommit < ROWS_PER_COMMIT) return;
    this.rowsToCommit = 0;
    await this.place.session.execute('COMMIT');
    await this.place.session.execute('START TRANSACTION');
  }

  /** Orphans in rows that this load leaves alone are not its fault. */
  private async checkOrphans(): Promise<void> {
    const { session, database, isShared } = this.place;
    const found = await findOrphans(
      session,
      database,
      (table, parent) => this.written.has(table.toLowerCase()) || this.truncated.has(parent.toLowerCase()),
      isShared,
    );
    for (const { table, key, columns, parent, rows } of found) {
      const before = this.orphansBefore.find((known) => known.table === table && known.key === key);
      const more = rows - (before?.rows ?? 0);
      if (more <= 0) continue;
      throw new DbsynthError(
        'E_CONSTRAINT',
        `table "${table}", foreign key (${columns.join(', ')}): ${more} rows have no parent in "${parent}"`,
      );
    }
  }
}

/**
 * Makes one object of a schema in the database that the session uses.
 * @throws {DbsynthError} E_SCHEMA_MISMATCH when this server cannot make it
 */
export async function makeObject(session: Session, { kind, name, sql }: SchemaStatement): Promise<void> {
  const subject = `${kind} "${name}"`;
  try {
    await session.execute(sql, subject);
  } catch (error) {
    if (!(error instanceof DbsynthError) || error.code !== 'E_INTERNAL') throw error;
    throw new DbsynthError(
      'E_SCHEMA_MISMATCH',
      `${error.message.replace(subject, `${subject} cannot be made here`)}`,
      {
        hint: 'the schema uses what this server or its version does not know; leave that table out, or change the schema',
        cause: error,
      },
    );
  }
}

/** https://dev.mysql.com/doc/refman/8.4/en/information-schema-engines-table.html */
async function fetchUntransactional(session: Session, database: string): Promise<Set<string>> {
  const rows = await session.query(
    `SELECT t.table_name FROM information_schema.tables t JOIN information_schema.engines e ON e.engine = t.engine
     WHERE t.table_schema = ${quoteText(database)} AND t.table_type = 'BASE TABLE' AND e.transactions = 'NO'`,
  );
  return new Set(rows.map(([name]) => String(name).toLowerCase()));
}
