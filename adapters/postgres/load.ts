import type pg from 'pg';
import type { Batch, SqlValue } from '../../src/batch/batch.js';
import type { Load, LoadOptions } from '../../src/database.js';
import { DbsynthError } from '../../src/errors.js';
import type { Catalog, SchemaStatement, Table } from '../../src/introspect/catalog.js';
import { findDeferrals, type Deferral } from './find-deferrals.js';
import { findMembers } from './find-members.js';
import { markSchemas } from './mark-schemas.js';
import { qualify } from './quote.js';
import { runQuery } from './run-query.js';
import { setAside, type SetAside } from './set-aside.js';
import { setSequences } from './set-sequences.js';
import { codeOf, translateError } from './translate-error.js';
import { RowWriter } from './write.js';

/**
 * One load in one transaction, schema included. With a schema of our making, keys, indexes and foreign keys come
 * after the rows, which is faster and lets cycles be written in any order; in a schema that stands, they are in
 * force all the time, and those of cycles wait for the end if the options say so.
 */
export class PostgresLoad implements Load {
  private readonly writer: RowWriter;
  private readonly written = new Set<string>();
  /** Tables whose old rows are gone by TRUNCATE, by qualified name. */
  private readonly truncated = new Set<string>();
  private deferrals: readonly Deferral[] = [];
  private aside: SetAside | null = null;
  private isOpen = false;

  constructor(
    private readonly client: pg.Client,
    private readonly label: string,
    private readonly options: LoadOptions,
    /** A table as DELETE and TRUNCATE name it. */
    private readonly nameOf: (table: Table) => string,
  ) {
    this.writer = new RowWriter(
      client,
      (table) => this.options.create !== null || this.truncated.has(qualify(table.schema, table.name)),
    );
  }

  /**
   * Begins the transaction, makes the tables or empties those that are to be emptied.
   * @param catalog of the target as it stands; null when its schema is to be made
   * @throws {DbsynthError} E_PERMISSION, E_LOCKED, E_TARGET_EXISTS, E_SCHEMA_MISMATCH, E_CASCADE
   */
  async start(catalog: Catalog | null): Promise<void> {
    await this.run(this.label, async () => {
      await this.client.query('BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE');
      this.isOpen = true;
      await this.runScript(this.options.create?.tables ?? []);
      await this.clearTheWay();
      if (catalog !== null && this.options.deferForeignKeys) await this.deferForeignKeys(catalog);
      if (this.options.truncate.length > 0) await this.truncate();
    });
  }

  async write(table: Table, batch: Batch): Promise<void> {
    this.checkOpen();
    this.written.add(qualify(table.schema, table.name));
    await this.writer.insert(table, batch);
  }

  async update(table: Table, key: readonly string[], batch: Batch): Promise<void> {
    this.checkOpen();
    this.written.add(qualify(table.schema, table.name));
    await this.writer.update(table, key, batch);
  }

  async query(sql: string): Promise<SqlValue[][]> {
    this.checkOpen();
    await this.writer.flush();
    return runQuery(this.client, sql, this.label);
  }

  /**
   * Makes keys, indexes, foreign keys and what else comes after the rows, and lets constraints that waited be
   * checked.
   * @returns warnings, one per optional statement that the server refused
   * @throws {DbsynthError} E_CONSTRAINT, E_SCHEMA_MISMATCH
   */
  async finish(): Promise<readonly string[]> {
    this.checkOpen();
    await this.writer.flush();
    const refused: string[] = [];
    await this.run(this.label, async () => {
      await this.runScript(this.options.create?.afterLoad ?? [], { refused });
      await this.client.query('SET CONSTRAINTS ALL IMMEDIATE');
      for (const { restore } of this.deferrals) await this.client.query(restore);
      if (this.aside !== null) await this.runScript(this.aside.after, { finish: this.aside.check });
      if (this.options.create === null) return;
      await this.setSequences();
      await markSchemas(this.client);
    });
    return refused;
  }

  async commit(): Promise<void> {
    this.checkOpen();
    await this.writer.flush();
    await this.run(this.label, async () => {
      // Not before the last moment: a rollback would not take it back.
      if (this.options.create === null) await this.setSequences();
      await this.client.query('COMMIT');
    });
    this.isOpen = false;
  }

  /** A connection that is lost was rolled back by the server. */
  async rollback(): Promise<void> {
    if (!this.isOpen) return;
    this.isOpen = false;
    try {
      await this.writer.abandon();
      await this.client.query('ROLLBACK');
    } catch (error) {
      const translated = translateError(error, this.label);
      if (translated.code !== 'E_CONNECTION') throw translated;
    }
  }

  /** Whether its transaction is open. */
  get isRunning(): boolean {
    return this.isOpen;
  }

  /** Waits until the server has all rows, so that the connection is free. */
  async flush(): Promise<void> {
    await this.writer.flush();
  }

  private checkOpen(): void {
    if (!this.isOpen) throw new DbsynthError('E_INTERNAL', `${this.label}: the load has ended`);
  }

  /**
   * With nothing on the search path and function bodies unread, as scripts of pg_dump do it.
   * @param finish done in the same state afterwards
   * @param refused receives a warning per optional statement that the server refuses
   */
  private async runScript(
    script: readonly SchemaStatement[],
    { finish, refused }: { finish?: () => Promise<void>; refused?: string[] } = {},
  ): Promise<void> {
    if (script.length === 0) return;
    await this.withoutSearchPath(async () => {
      for (const statement of script) {
        if (statement.optional && refused !== undefined) await this.attempt(statement, refused);
        else await this.execute(statement);
      }
      await finish?.();
    });
  }

  private async withoutSearchPath(step: () => Promise<void>): Promise<void> {
    const { rows } = await this.client.query<[string]>({
      text: `SELECT current_setting('search_path')`,
      rowMode: 'array',
    });
    await this.client.query(
      'SET LOCAL search_path = pg_catalog; SET LOCAL check_function_bodies = off; SET LOCAL client_min_messages = error',
    );
    await step();
    await this.client.query({ text: `SELECT set_config('search_path', $1, true)`, values: [rows[0]![0]] });
  }

  private async execute(statement: SchemaStatement): Promise<void> {
    try {
      await this.client.query(statement.sql);
    } catch (error) {
      const owner = statement.table === null ? '' : ` of table "${statement.table}"`;
      const subject = `${statement.kind} "${statement.name}"${statement.kind === 'table' ? '' : owner}`;
      throw translateDefinitionError(error, subject);
    }
  }

  /** Makes an object that can be missed. What is no refusal, as a connection that is lost, ends the load all the same. */
  private async attempt(statement: SchemaStatement, refused: string[]): Promise<void> {
    await this.client.query('SAVEPOINT dbsynth_optional');
    try {
      await this.execute(statement);
    } catch (error) {
      if (!(error instanceof DbsynthError) || !REFUSALS.has(error.code)) throw error;
      await this.client.query('ROLLBACK TO SAVEPOINT dbsynth_optional');
      refused.push(`left out: ${error.message}`);
    }
    await this.client.query('RELEASE SAVEPOINT dbsynth_optional');
  }

  /**
   * TRUNCATE where the role may and no other table refers to one of these, else DELETE. Never CASCADE: it would
   * reach tables that nobody named.
   */
  private async truncate(): Promise<void> {
    const names = this.options.truncate.map(this.nameOf);
    await this.client.query('SAVEPOINT dbsynth_truncate');
    try {
      await this.client.query(`TRUNCATE TABLE ${names.join(', ')}`);
      for (const table of this.options.truncate) this.truncated.add(qualify(table.schema, table.name));
    } catch (error) {
      const code = codeOf(error);
      if (code !== FEATURE_NOT_SUPPORTED && code !== INSUFFICIENT_PRIVILEGE) throw error;
      await this.client.query('ROLLBACK TO SAVEPOINT dbsynth_truncate');
      for (const name of names) await this.client.query(`DELETE FROM ${name}`);
    }
    await this.client.query('RELEASE SAVEPOINT dbsynth_truncate');
  }

  /** Puts triggers, foreign keys and indexes out of the way, where the options say so. */
  private async clearTheWay(): Promise<void> {
    const { disableTriggers = [], deferConstraints = [] } = this.options;
    if (disableTriggers.length + deferConstraints.length === 0) return;
    const quiet = await findMembers(this.client, disableTriggers);
    const free = await findMembers(this.client, deferConstraints);
    await this.withoutSearchPath(async () => {
      this.aside = await setAside(this.client, quiet, free);
    });
    // Indexes are to come back to where they were, whatever the role's setting says.
    await this.client.query(`SET LOCAL default_tablespace = ''`);
    await this.runScript(this.aside!.before);
  }

  private async deferForeignKeys(catalog: Catalog): Promise<void> {
    const isGone = ({ table, foreignKey }: Deferral): boolean =>
      this.aside?.before.some(
        ({ kind, table: owner, name }) => kind === 'index' && owner === table && name === foreignKey,
      ) ?? false;
    const deferrals = findDeferrals(catalog).filter((deferral) => !isGone(deferral));
    for (const { table, defer } of deferrals) {
      await this.run(`table "${table}"`, async () => {
        for (const sql of defer) await this.client.query(sql);
      });
    }
    this.deferrals = deferrals.filter(({ restore }) => restore !== '');
  }

  private async setSequences(): Promise<void> {
    await setSequences(this.client, (schema, table) => this.written.has(qualify(schema, table)));
  }

  private async run<T>(subject: string, step: () => Promise<T>): Promise<T> {
    try {
      return await step();
    } catch (error) {
      throw translateError(error, subject);
    }
  }
}

/** The server lacks something, the role may not, or the rows do not fit a view that says more than the tables. */
const REFUSALS: ReadonlySet<string> = new Set(['E_SCHEMA_MISMATCH', 'E_PERMISSION', 'E_CONSTRAINT']);

const FEATURE_NOT_SUPPORTED = '0A000';
const INSUFFICIENT_PRIVILEGE = '42501';

/** Classes of errors that say that this server cannot have this schema. */
const DEFINITION = /^(42|0A|3F|58|2B|3D)/;
const DUPLICATE = /^42(P06|P07|710|723)/;

function translateDefinitionError(error: unknown, subject: string): DbsynthError {
  const code = codeOf(error);
  if (code === INSUFFICIENT_PRIVILEGE || !DEFINITION.test(code)) return translateError(error, subject);
  if (DUPLICATE.test(code)) {
    return new DbsynthError('E_TARGET_EXISTS', `${subject}: there is one of this name already`, {
      hint: 'name an empty database, or use the tables that are there with --truncate or --append',
    });
  }
  const sentence = error instanceof Error ? error.message : 'it was refused';
  return new DbsynthError('E_SCHEMA_MISMATCH', `${subject} cannot be made on this server: ${sentence}`, {
    hint: 'the schema needs a role, an extension or a version that this server lacks; add it, or leave that table out',
  });
}
