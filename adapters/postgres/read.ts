import type pg from 'pg';
import type { Batch } from '../../src/batch/batch.js';
import type { ExpectedKind } from '../../src/batch/vector-builder.js';
import type { ReadOptions } from '../../src/database.js';
import { DbsynthError } from '../../src/errors.js';
import type { LogicalType, Table } from '../../src/introspect/catalog.js';
import { CopyOut } from './copy-out.js';
import { CopyReader, type ReadColumn } from './copy-reader.js';
import { decodeText, findDecoder } from './decode-values.js';
import { quote } from './quote.js';
import { translateError } from './translate-error.js';

const DEFAULT_BATCH_ROWS = 10_000;

/**
 * Streams columns of a table in batches, by binary COPY. Moments arrive in ISO form, in UTC where they have a zone;
 * columns of a type that the engine does not know are cast to text by the server.
 * @param from the table as FROM names it, with ONLY where others inherit from it
 * @throws {DbsynthError} E_INTERRUPTED when the signal fires, E_PERMISSION, E_CONNECTION
 */
export async function* readTable(
  client: pg.Client,
  table: Table,
  from: string,
  columns: readonly string[],
  options: ReadOptions = {},
): AsyncGenerator<Batch> {
  const { signal } = options;
  throwIfAborted(signal, table);
  const read = columns.map((name) => toReadColumn(table, name));
  const reader = new CopyReader(read, options.batchRows ?? DEFAULT_BATCH_ROWS);
  const copy = CopyOut.start(client, copySql(table, from, columns, options), reader);
  try {
    for (let batch = await copy.next(); batch !== null; batch = await copy.next()) {
      yield batch;
      throwIfAborted(signal, table);
    }
  } catch (error) {
    throw translateError(error, `table "${table.id}"`);
  }
}

function copySql(
  table: Table,
  from: string,
  columns: readonly string[],
  { orderBy = [], only }: ReadOptions,
): string {
  const own = (name: string): string => `t.${quote(name)}`;
  const list = columns.map((name) =>
    typeOf(table, name).name === 'other' ? `${own(name)}::text` : own(name),
  );
  const rows = only === undefined ? '' : ` ${only.join} WHERE ${only.where}`;
  const order = orderBy.length === 0 ? '' : ` ORDER BY ${orderBy.map(own).join(', ')}`;
  return `COPY (SELECT ${list.join(', ')} FROM ${from} AS t${rows}${order}) TO STDOUT (FORMAT binary)`;
}

function toReadColumn(table: Table, name: string): ReadColumn {
  const type = typeOf(table, name);
  return { name, decode: findDecoder(type) ?? decodeText, expected: KIND_BY_TYPE[type.name] };
}

function typeOf(table: Table, name: string): LogicalType {
  return table.columns.find((column) => column.name === name)?.type ?? { name: 'other' };
}

function throwIfAborted(signal: AbortSignal | undefined, table: Table): void {
  if (signal?.aborted) throw new DbsynthError('E_INTERRUPTED', `reading table "${table.id}" was interrupted`);
}

/** What a column of nothing but nulls would hold. */
const KIND_BY_TYPE: Readonly<Record<LogicalType['name'], ExpectedKind>> = {
  integer: 'number',
  decimal: 'number',
  real: 'number',
  boolean: 'number',
  text: 'text',
  bytes: 'bytes',
  date: 'text',
  time: 'text',
  timestamp: 'text',
  uuid: 'text',
  json: 'text',
  enum: 'text',
  other: 'text',
};
