import type { SqlValue } from '../../src/batch/batch.js';
import type { Abilities, Database } from '../../src/database.js';
import type { Catalog } from '../../src/introspect/catalog.js';
import { introspect } from './introspect.js';
import type { Address } from './parse-url.js';
import { mysqlProduct } from './product.js';
import { quote } from './quote.js';
import { runQuery } from './run-query.js';
import { databaseIdentity } from './server.js';
import type { Session } from './session.js';

/** What a source and a target have in common. */
export class MysqlDatabase implements Database {
  readonly dialect = 'mysql';
  readonly product = mysqlProduct;
  readonly can: Abilities = {
    deferForeignKeys: true,
    transactionalSchema: true,
    // To drop a trigger or a foreign key commits what was done so far.
    disableTriggers: false,
    deferConstraints: false,
  };

  constructor(
    protected readonly session: Session,
    protected readonly address: Address,
  ) {}

  get label(): string {
    return this.session.label;
  }

  introspect(): Promise<Catalog> {
    return introspect(this.session, this.address.database);
  }

  quote(name: string): string {
    return quote(name);
  }

  qualify(table: { name: string }): string {
    return quote(table.name);
  }

  query(sql: string): Promise<SqlValue[][]> {
    return runQuery(this.session, sql);
  }

  identity(): Promise<string> {
    return databaseIdentity(this.session, this.address);
  }

  async close(): Promise<void> {
    await this.session.close();
  }
}
