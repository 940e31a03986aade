import type pg from 'pg';
import type { Batch, SqlValue } from '../../src/batch/batch.js';
import type { ReadOptions, Source } from '../../src/database.js';
import { DbsynthError } from '../../src/errors.js';
import type { Catalog, Table } from '../../src/introspect/catalog.js';
import { connect, type OpenOptions } from './connect.js';
import type { PostgresAddress } from './parse-url.js';
import { PostgresDatabase } from './postgres-database.js';
import { readTable } from './read.js';
import { runQuery } from './run-query.js';
import { codeOf, translateError } from './translate-error.js';

/** A server's clock and rows at one moment: later commits are not seen, and nothing can be written. */
const BEGIN = 'BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY';

/**
 * A PostgreSQL database, opened for reading only, in one snapshot until it is closed. One connection holds the
 * snapshot and answers queries; rows are read on others that share it, for a COPY has its connection to itself.
 * https://www.postgresql.org/docs/current/functions-admin.html#FUNCTIONS-SNAPSHOT-SYNCHRONIZATION
 */
export class PostgresSource extends PostgresDatabase implements Source {
  private readonly idle: pg.Client[] = [];
  private readonly readings = new Set<AsyncGenerator<Batch>>();

  private constructor(
    client: pg.Client,
    address: PostgresAddress,
    private readonly options: OpenOptions,
    private readonly snapshot: string,
  ) {
    super(client, address);
  }

  static async open(address: PostgresAddress, options: OpenOptions): Promise<PostgresSource> {
    const client = await connect(address, options);
    try {
      await client.query(BEGIN);
      const { rows } = await client.query<[string]>({
        text: 'SELECT pg_export_snapshot()',
        rowMode: 'array',
      });
      const source = new PostgresSource(client, address, options, rows[0]![0]);
      await source.findInherited(client);
      return source;
    } catch (error) {
      await client.end().catch(() => undefined);
      throw translateError(error, address.label);
    }
  }

  async introspect(): Promise<Catalog> {
    return this.inTurn(() => this.readCatalog(this.client));
  }

  async query(sql: string): Promise<SqlValue[][]> {
    return this.inTurn(() => runQuery(this.client, sql, this.label));
  }

  async countRows(table: Table): Promise<number> {
    const sql = `SELECT count(*) FROM ${this.qualify(table)}`;
    const rows = await this.inTurn(() => runQuery(this.client, sql, `table "${table.id}"`));
    return Number(rows[0]![0]);
  }

  /** https://www.postgresql.org/docs/current/xfunc-c.html; collations must agree, and "C" compares bytes. */
  hash(expressions: readonly string[]): string {
    const texts = expressions.map((sql) => `(${sql})::text COLLATE "C"`);
    return `(hashtext(concat_ws('\u001f', ${texts.join(', ')})) & 2147483647)`;
  }

  read(table: Table, columns: readonly string[], options?: ReadOptions): AsyncIterable<Batch> {
    const reading = this.readOnOwnConnection(table, columns, options);
    this.readings.add(reading);
    return reading;
  }

  override async close(): Promise<void> {
    for (const reading of this.readings) await reading.return(undefined);
    await Promise.all(this.idle.splice(0).map((client) => client.end().catch(() => undefined)));
    await super.close();
  }

  private async *readOnOwnConnection(
    table: Table,
    columns: readonly string[],
    options?: ReadOptions,
  ): AsyncGenerator<Batch> {
    const client = this.idle.pop() ?? (await this.connectToSnapshot());
    let isComplete = false;
    try {
      yield* readTable(client, table, this.qualify(table), columns, options);
      isComplete = true;
    } finally {
      // What is left of an unfinished COPY would have to be read to the end before the connection is free.
      if (isComplete) this.idle.push(client);
      else await client.end().catch(() => undefined);
    }
  }

  private async connectToSnapshot(): Promise<pg.Client> {
    const client = await connect(this.address, this.options);
    try {
      await client.query(BEGIN);
      await client.query(`SET TRANSACTION SNAPSHOT '${this.snapshot}'`);
      return client;
    } catch (error) {
      await client.end().catch(() => undefined);
      if (SNAPSHOT_GONE.includes(codeOf(error))) throw lostSnapshot(this.label);
      throw translateError(error, this.label);
    }
  }
}

/** The transaction that exported it is over, or was so long ago that the server knows nothing of it. */
const SNAPSHOT_GONE = ['22023', '55000', '42704'];

function lostSnapshot(label: string): DbsynthError {
  return new DbsynthError('E_CONNECTION', `${label}: the connection that holds the snapshot was lost`, {
    hint: 'try again; a reading that goes on would see other rows',
  });
}
