import type { Batch } from '../../src/batch/batch.js';
import type { ReadOptions, Source } from '../../src/database.js';
import type { Table } from '../../src/introspect/catalog.js';
import { labelOf, openForReading } from './connect.js';
import type { OpenOptions } from './connect.js';
import { countRows } from './count-rows.js';
import { fileIdentity } from './file-identity.js';
import { readTable } from './read.js';
import { SqliteDatabase } from './sqlite-database.js';

/** A SQLite file, opened for reading only, in one snapshot until it is closed. */
export class SqliteSource extends SqliteDatabase implements Source {
  private readonly readings = new Set<AsyncGenerator<Batch>>();

  constructor(
    private readonly path: string,
    options: OpenOptions,
  ) {
    super(openForReading(path, options), labelOf(path));
  }

  async countRows(table: Table): Promise<number> {
    return this.run(() => countRows(this.handle, table.name));
  }

  hash(expressions: readonly string[]): string {
    return `dbsynth_hash(${expressions.join(', ')})`;
  }

  read(table: Table, columns: readonly string[], options?: ReadOptions): AsyncIterable<Batch> {
    const reading = readTable(this.handle, table, columns, options);
    this.readings.add(reading);
    return reading;
  }

  async identity(): Promise<string> {
    return fileIdentity(this.path);
  }

  override async close(): Promise<void> {
    // The driver refuses to close while a statement that nobody reads any more is open.
    for (const reading of this.readings) await reading.return(undefined);
    await super.close();
  }
}
