import type pg from 'pg';
import type { SqlValue } from '../../src/batch/batch.js';
import type { Load, LoadOptions, Target, TargetState } from '../../src/database.js';
import type { Catalog } from '../../src/introspect/catalog.js';
import { isLocalHost } from '../../src/is-local-host.js';
import { connect, type OpenOptions } from './connect.js';
import { findObjects, idOf } from './find-objects.js';
import { PostgresLoad } from './load.js';
import { makeSchema } from './make-schema.js';
import { areMarked } from './mark-schemas.js';
import type { PostgresAddress } from './parse-url.js';
import { PostgresDatabase } from './postgres-database.js';
import { runQuery } from './run-query.js';
import { translateError } from './translate-error.js';

/** A PostgreSQL database to write; it must exist, for the server says who may make one. */
export class PostgresTarget extends PostgresDatabase implements Target {
  private load: PostgresLoad | null = null;

  private constructor(
    client: pg.Client,
    address: PostgresAddress,
    private readonly options: OpenOptions,
  ) {
    super(client, address);
  }

  static async open(address: PostgresAddress, options: OpenOptions): Promise<PostgresTarget> {
    const target = new PostgresTarget(await connect(address, options), address, options);
    try {
      await target.findInherited(target.client);
      return target;
    } catch (error) {
      await target.client.end().catch(() => undefined);
      throw translateError(error, address.label);
    }
  }

  get name(): string {
    return this.address.database;
  }

  get isLocal(): boolean {
    return isLocalHost(this.address.host);
  }

  async introspect(): Promise<Catalog> {
    return this.reading(() => this.readCatalog(this.client));
  }

  async query(sql: string): Promise<SqlValue[][]> {
    return this.reading(() => runQuery(this.client, sql, this.label));
  }

  async state(): Promise<TargetState> {
    return this.reading(async () => {
      const { tables } = await findObjects(this.client, this.address.schemas);
      const counted: { id: string; rows: number }[] = [];
      for (const table of tables) {
        const [row] = await runQuery(
          this.client,
          `SELECT count(*) FROM ${this.qualify(table)}`,
          `table "${idOf(table)}"`,
        );
        counted.push({ id: idOf(table), rows: Number(row![0]) });
      }
      return { exists: true, tables: counted, madeByDbsynth: await areMarked(this.client) };
    });
  }

  async leftover(): Promise<null> {
    return null;
  }

  async makeSchema(sql: string): Promise<readonly string[]> {
    const client = await connect(this.address, this.options);
    try {
      return await makeSchema(client, sql);
    } catch (error) {
      throw translateError(error, this.label);
    } finally {
      await client.end().catch(() => undefined);
    }
  }

  async begin(options: LoadOptions): Promise<Load> {
    const catalog = options.create === null && options.deferForeignKeys ? await this.introspect() : null;
    const load = new PostgresLoad(this.client, this.label, options, (table) => this.qualify(table));
    try {
      await load.start(catalog);
      this.load = load;
      await this.findInherited(this.client);
      return load;
    } catch (error) {
      await load.rollback();
      throw translateError(error, this.label);
    }
  }

  override async close(): Promise<void> {
    await this.load?.rollback();
    await super.close();
  }

  /** Inside a load its transaction is read in, else one that cannot write. */
  private reading<T>(step: () => Promise<T>): Promise<T> {
    return this.inTurn(async () => {
      try {
        if (this.load?.isRunning === true) {
          await this.load.flush();
          return await step();
        }
        await this.client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
        try {
          return await step();
        } finally {
          await this.client.query('ROLLBACK').catch(() => undefined);
        }
      } catch (error) {
        throw translateError(error, this.label);
      }
    });
  }
}
