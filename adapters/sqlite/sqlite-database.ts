import type Sqlite from 'better-sqlite3';
import type { SqlValue } from '../../src/batch/batch.js';
import type { Abilities, Database } from '../../src/database.js';
import type { Catalog } from '../../src/introspect/catalog.js';
import { introspect } from './introspect.js';
import { sqliteProduct } from './product.js';
import { quote } from './quote.js';
import { runQuery } from './run-query.js';
import { translateError } from './translate-error.js';

/** What a source and a target have in common. */
export class SqliteDatabase implements Database {
  readonly dialect = 'sqlite';
  readonly product = sqliteProduct;
  readonly can: Abilities = {
    deferForeignKeys: true,
    transactionalSchema: true,
    disableTriggers: true,
    deferConstraints: true,
  };

  constructor(
    protected handle: Sqlite.Database,
    readonly label: string,
  ) {}

  async introspect(): Promise<Catalog> {
    return this.run(() => introspect(this.handle));
  }

  quote(name: string): string {
    return quote(name);
  }

  qualify(table: { name: string }): string {
    return quote(table.name);
  }

  async query(sql: string): Promise<SqlValue[][]> {
    return this.run(() => runQuery(this.handle, sql));
  }

  async close(): Promise<void> {
    this.handle.close();
  }

  protected run<T>(step: () => T): T {
    try {
      return step();
    } catch (error) {
      throw translateError(error, this.label);
    }
  }
}
