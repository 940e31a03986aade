import type pg from 'pg';
import type { Batch } from '../../src/batch/batch.js';
import { DbsynthError } from '../../src/errors.js';
import type { Table } from '../../src/introspect/catalog.js';
import { CopyStream } from './copy-stream.js';
import { BINARY_HEADER, BINARY_TRAILER, encodeBinary } from './encode-binary.js';
import { encodeText } from './encode-text.js';
import { findTargetColumns, type TargetColumn, type TargetTable } from './find-target-columns.js';
import { quote, qualify } from './quote.js';
import { translateError } from './translate-error.js';
import { TYPE_OID } from './type-oids.js';

/** Rows that are on their way into one table: straight, or into a table beside it for a later UPDATE. */
interface Stream {
  readonly table: Table;
  readonly names: readonly string[];
  readonly isBinary: boolean;
  readonly copy: CopyStream;
  /** Columns that find the rows to update; null for new rows. */
  readonly key: readonly string[] | null;
  rows: number;
}

/** Holds the rows of an update until all are there, so that it is one statement, and ends with the load. */
const UPDATES = 'pg_temp.dbsynth_updates';

/**
 * Writes batches by COPY inside an open transaction. A COPY stays open as long as batches of the same columns
 * follow each other, so that the server works while the next batch is drawn.
 */
export class RowWriter {
  private readonly targets = new Map<string, TargetTable>();
  /** Ids of tables with values that have no binary form. */
  private readonly isTextOnly = new Set<string>();
  private stream: Stream | null = null;

  /**
   * @param canFreeze whether a table was made or emptied in this transaction, so that its rows need no later visit
   * of VACUUM. https://www.postgresql.org/docs/current/sql-copy.html
   */
  constructor(
    private readonly client: pg.Client,
    private readonly canFreeze: (table: Table) => boolean,
  ) {}

  /**
   * Appends the rows of a batch.
   * @throws {DbsynthError} E_CONSTRAINT and others for this batch or one before it
   */
  async insert(table: Table, batch: Batch): Promise<void> {
    if (batch.rows === 0) return;
    if (batch.names.length === 0) return this.insertDefaults(table, batch.rows);
    await this.send(table, null, batch);
  }

  /** Sets the batch's other columns in the rows that its key columns find, all at once when the last batch is there. */
  async update(table: Table, key: readonly string[], batch: Batch): Promise<void> {
    if (batch.rows > 0) await this.send(table, key, batch);
  }

  /**
   * Waits until the server has taken all rows.
   * @throws {DbsynthError} E_CONSTRAINT also when a trigger dropped rows silently
   */
  async flush(): Promise<void> {
    const { stream } = this;
    this.stream = null;
    if (stream === null) return;
    try {
      if (stream.isBinary) await stream.copy.write(BINARY_TRAILER);
      const taken = await stream.copy.end();
      if (taken !== stream.rows) throw droppedRows(stream.table, taken, stream.rows);
      if (stream.key !== null) await this.runUpdate(stream, stream.key);
    } catch (error) {
      throw translateError(error, `table "${stream.table.id}"`);
    }
  }

  /** Gives up rows that are on their way. */
  async abandon(): Promise<void> {
    const { stream } = this;
    this.stream = null;
    await stream?.copy.abandon();
  }

  private async send(table: Table, key: readonly string[] | null, batch: Batch): Promise<void> {
    try {
      const target = await this.targetOf(table);
      const columns = batch.names.map((name) => target.columns.get(name));
      const binary = this.isTextOnly.has(table.id) ? null : encodeBinary(batch, columns);
      // Going back and forth would end a COPY each time.
      if (binary === null) this.isTextOnly.add(table.id);
      const stream = await this.streamFor(table, key, batch.names, binary !== null);
      for (const chunk of binary ?? encodeText(batch, columns.map(typeOf))) await stream.copy.write(chunk);
      stream.rows += batch.rows;
    } catch (error) {
      throw translateError(error, `table "${table.id}"`);
    }
  }

  private async streamFor(
    table: Table,
    key: readonly string[] | null,
    names: readonly string[],
    isBinary: boolean,
  ): Promise<Stream> {
    const { stream } = this;
    const isSameTable =
      stream?.table.id === table.id && `${stream.key}` === `${key}` && isEqual(stream.names, names);
    if (isSameTable && stream.isBinary === isBinary) return stream;
    await this.flush();
    this.stream = await this.open(table, key, names, isBinary);
    return this.stream;
  }

  private async open(
    table: Table,
    key: readonly string[] | null,
    names: readonly string[],
    isBinary: boolean,
  ): Promise<Stream> {
    const { isPartitioned } = await this.targetOf(table);
    const list = names.map(quote).join(', ');
    const name = qualify(table.schema, table.name);
    if (key !== null) {
      await this.client.query(
        `CREATE TEMP TABLE dbsynth_updates ON COMMIT DROP AS SELECT ${list} FROM ${name} LIMIT 0`,
      );
    }
    const options = [
      `FORMAT ${isBinary ? 'binary' : 'text'}`,
      ...(key === null && !isPartitioned && this.canFreeze(table) ? ['FREEZE'] : []),
    ];
    const into = key === null ? name : UPDATES;
    const copy = new CopyStream(
      this.client,
      `COPY ${into} (${list}) FROM STDIN WITH (${options.join(', ')})`,
    );
    if (isBinary) await copy.write(BINARY_HEADER);
    return { table, names, isBinary, copy, key, rows: 0 };
  }

  private async targetOf(table: Table): Promise<TargetTable> {
    const known = this.targets.get(table.id);
    if (known !== undefined) return known;
    // A COPY that is open has the connection to itself.
    await this.flush();
    const found = await findTargetColumns(this.client, table);
    this.targets.set(table.id, found);
    return found;
  }

  /** COPY wants a column; a row of nothing but defaults has none to name. */
  private async insertDefaults(table: Table, rows: number): Promise<void> {
    await this.flush();
    try {
      const name = qualify(table.schema, table.name);
      const { rowCount } = await this.client.query(
        `INSERT INTO ${name} SELECT FROM generate_series(1, ${rows})`,
      );
      if (rowCount !== rows) throw droppedRows(table, rowCount ?? 0, rows);
    } catch (error) {
      throw translateError(error, `table "${table.id}"`);
    }
  }

  private async runUpdate({ table, names, rows }: Stream, key: readonly string[]): Promise<void> {
    const set = names.filter((name) => !key.includes(name));
    const assignments = set.map((name) => `${quote(name)} = u.${quote(name)}`).join(', ');
    const condition = key.map((name) => `t.${quote(name)} = u.${quote(name)}`).join(' AND ');
    const { rowCount } = await this.client.query(
      `UPDATE ${qualify(table.schema, table.name)} AS t SET ${assignments} FROM ${UPDATES} AS u WHERE ${condition}`,
    );
    await this.client.query(`DROP TABLE ${UPDATES}`);
    if (rowCount === rows) return;
    throw new DbsynthError(
      'E_INTERNAL',
      `table "${table.id}": a key to update does not find exactly one row`,
    );
  }
}

function droppedRows(table: Table, taken: number, sent: number): DbsynthError {
  return new DbsynthError(
    'E_CONSTRAINT',
    `table "${table.id}" took ${taken} of ${sent} rows: a trigger or a rule of the database dropped the rest`,
  );
}

function typeOf(column: TargetColumn | undefined): number {
  return column?.type ?? TYPE_OID.text;
}

function isEqual(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((name, position) => name === b[position]);
}
