import type pg from 'pg';
import type { SqlValue } from '../../src/batch/batch.js';
import type { Abilities, Database } from '../../src/database.js';
import type { Catalog } from '../../src/introspect/catalog.js';
import type { Product } from '../../src/product.js';
import { askCatalog } from './ask-catalog.js';
import { introspect } from './introspect.js';
import type { PostgresAddress } from './parse-url.js';
import { DEFAULT_SCHEMA } from './find-objects.js';
import { postgresProduct } from './product.js';
import { qualify, quote } from './quote.js';
import { translateError } from './translate-error.js';

/** What a source and a target have in common. */
export abstract class PostgresDatabase implements Database {
  readonly dialect = 'postgres';
  readonly can: Abilities = {
    deferForeignKeys: true,
    transactionalSchema: true,
    disableTriggers: true,
    deferConstraints: true,
  };
  readonly label: string;
  readonly product: Product;
  /** Qualified names of the tables that others inherit from. */
  private inherited: ReadonlySet<string> = new Set();
  private last: Promise<unknown> = Promise.resolve();

  protected constructor(
    protected readonly client: pg.Client,
    protected readonly address: PostgresAddress,
  ) {
    this.label = address.label;
    this.product = postgresProduct(address.schemas?.[0] ?? DEFAULT_SCHEMA);
  }

  abstract query(sql: string): Promise<SqlValue[][]>;

  abstract introspect(): Promise<Catalog>;

  quote(name: string): string {
    return quote(name);
  }

  /** A table that others inherit from is meant without their rows. */
  qualify(table: { schema: string | null; name: string }): string {
    const name = qualify(table.schema, table.name);
    return this.inherited.has(name) ? `ONLY ${name}` : name;
  }

  async close(): Promise<void> {
    await this.client.end().catch(() => undefined);
  }

  /**
   * Tells one database of one server from others: the number that was drawn when the server's files were made, and
   * the database's own. Managed servers may hide the first; then it is the microsecond of its start.
   * https://www.postgresql.org/docs/current/functions-info.html#FUNCTIONS-INFO-CONTROLDATA
   */
  async identity(): Promise<string> {
    const ask = (system: string): Promise<SqlValue[][]> =>
      this.query(`SELECT ${system}, oid FROM pg_database WHERE datname = current_database()`);
    const answer = await ask(`(SELECT system_identifier::text FROM pg_control_system())`).catch(() =>
      ask(`extract(epoch FROM pg_postmaster_start_time())::text`),
    );
    return `postgres:${answer[0]!.join(':')}`;
  }

  /** Runs steps of several statements one after the other, for they share a connection. */
  protected inTurn<T>(step: () => Promise<T>): Promise<T> {
    const turn = this.last.then(step, step);
    this.last = turn.catch(() => undefined);
    return turn;
  }

  /** Reads the catalog inside the transaction that is open. */
  protected async readCatalog(client: pg.Client): Promise<Catalog> {
    try {
      await this.findInherited(client);
      return await introspect(client, this.address.schemas);
    } catch (error) {
      throw translateError(error, this.label);
    }
  }

  protected async findInherited(client: pg.Client): Promise<void> {
    const found = await askCatalog<{ schema: string; name: string }>(
      client,
      `SELECT DISTINCT nspname AS schema, p.relname AS name FROM pg_inherits
       JOIN pg_class AS p ON p.oid = inhparent AND p.relkind = 'r' JOIN pg_namespace AS n ON n.oid = p.relnamespace`,
    );
    this.inherited = new Set(found.map(({ schema, name }) => qualify(schema, name)));
  }
}
