import type { Batch } from '../../src/batch/batch.js';
import type { ReadOptions, Source } from '../../src/database.js';
import type { Table } from '../../src/introspect/catalog.js';
import type { OpenOptions } from './connect.js';
import { countRows } from './count-rows.js';
import { MysqlDatabase } from './mysql-database.js';
import type { Address } from './parse-url.js';
import { readTable } from './read.js';
import { Session } from './session.js';

/** A database opened for reading only, in one snapshot until it is closed. */
export class MysqlSource extends MysqlDatabase implements Source {
  /**
   * Opens the snapshot. It takes no lock that writers would notice.
   * https://dev.mysql.com/doc/refman/8.4/en/commit.html
   * @throws {DbsynthError} E_CONNECTION, E_PERMISSION, E_SOURCE_MISSING
   */
  static async open(address: Address, options: OpenOptions): Promise<MysqlSource> {
    const session = await Session.open(address, address.database, options);
    await session.execute('SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY');
    await session.execute('START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY');
    return new MysqlSource(session, address);
  }

  countRows(table: Table): Promise<number> {
    return countRows(this.session, table.name);
  }

  /** CRC32 alone is linear: its high bits lie in steps. https://dev.mysql.com/doc/refman/8.4/en/mathematical-functions.html */
  hash(expressions: readonly string[]): string {
    return `((CRC32(CONCAT_WS(CHAR(31), ${expressions.join(', ')})) * 2654435769 & 4294967295) >> 1)`;
  }

  read(table: Table, columns: readonly string[], options?: ReadOptions): AsyncIterable<Batch> {
    return readTable(this.session, table, columns, options);
  }
}
