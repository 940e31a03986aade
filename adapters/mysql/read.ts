import type { Batch, SqlValue } from '../../src/batch/batch.js';
import { VectorBuilder, type ExpectedKind } from '../../src/batch/vector-builder.js';
import type { ReadOptions } from '../../src/database.js';
import { DbsynthError } from '../../src/errors.js';
import type { Column, LogicalType, Table } from '../../src/introspect/catalog.js';
import { quote } from './quote.js';
import type { Cell, Flow, Session } from './session.js';
import { toExactNumber } from './to-exact-number.js';
import { translateError } from './translate-error.js';
import { isGeometry, parseType } from './types.js';

const DEFAULT_BATCH_ROWS = 10_000;

/** Batches that may wait before the server is told to wait. */
const BATCHES_AHEAD = 2;

/**
 * Streams columns of a table in batches. The server sends rows as they are asked for, so that memory is bounded by
 * a few batches, unless another statement needs the connection meanwhile: then the rest is taken into memory.
 * @throws {DbsynthError} E_INTERRUPTED when the signal fires
 */
export async function* readTable(
  session: Session,
  table: Table,
  columns: readonly string[],
  options: ReadOptions = {},
): AsyncGenerator<Batch> {
  throwIfAborted(options.signal, table);
  const reading = await session.startFlow(() => new Reading(session, table, columns, options));
  try {
    for (let batch = await reading.next(); batch !== null; batch = await reading.next()) {
      yield batch;
      throwIfAborted(options.signal, table);
    }
  } finally {
    await reading.stop();
  }
}

/** The rows of one SELECT on their way. */
class Reading implements Flow {
  private readonly builders: VectorBuilder[];
  private readonly converters: (Converter | null)[];
  private readonly batchRows: number;
  private rows = 0;
  private waiting: Batch[] = [];
  private error: DbsynthError | null = null;
  private hasEnded = false;
  private isUnwanted = false;
  private isDraining = false;
  private wake: () => void = () => {};
  private readonly ended: Promise<void>;
  private end: () => void = () => {};
  private breakOff: (error: Error) => void = () => {};

  constructor(
    private readonly session: Session,
    table: Table,
    private readonly names: readonly string[],
    options: ReadOptions,
  ) {
    this.batchRows = options.batchRows ?? DEFAULT_BATCH_ROWS;
    const found = names.map((name) => table.columns.find((column) => column.name === name));
    this.builders = found.map((column) => new VectorBuilder(expectedKind(column), this.batchRows));
    this.converters = found.map(converterOf);
    const query = session.connection.query(selectSql(table, names, options));
    const fail = (error: Error): void => {
      this.error ??= translateError(error, `table "${table.id}"`);
    };
    this.ended = new Promise((resolve) => {
      this.end = (): void => {
        session.connection.off('error', this.breakOff);
        resolve();
      };
      this.breakOff = (error): void => {
        fail(error);
        this.finish();
      };
    });
    query.on('result', (row: unknown) => this.take(row as Cell[]));
    query.on('error', fail);
    query.on('end', () => this.finish());
    // The driver tells a broken connection to the connection only.
    session.connection.on('error', this.breakOff);
  }

  /** The next batch; null when there are no more. */
  async next(): Promise<Batch | null> {
    for (;;) {
      const batch = this.waiting.shift();
      if (batch !== undefined) {
        if (this.waiting.length < BATCHES_AHEAD) this.session.connection.resume();
        return batch;
      }
      if (this.error !== null) throw this.error;
      if (this.hasEnded) return null;
      await new Promise<void>((resolve) => {
        this.wake = resolve;
      });
    }
  }

  async drain(): Promise<void> {
    this.isDraining = true;
    this.session.connection.resume();
    await this.ended;
  }

  cut(): void {
    this.breakOff(new DbsynthError('E_INTERNAL', `${this.session.label}: closed while rows were being read`));
  }

  /** Gives up what has not been read. */
  async stop(): Promise<void> {
    this.isUnwanted = true;
    this.waiting = [];
    if (this.hasEnded || !this.session.isOpen) return;
    await this.session.killQuery().catch(() => {});
    this.session.connection.resume();
    await this.ended;
    // If the statement had ended before it could be killed, the next one would be.
    await this.session.execute('DO 0').catch(() => {});
  }

  private take(row: Cell[]): void {
    if (this.isUnwanted) return;
    const { builders, converters } = this;
    for (let column = 0; column < builders.length; column++) {
      const cell = row[column]!;
      const convert = converters[column]!;
      builders[column]!.push(cell === null || convert === null ? cell : convert(cell));
    }
    if (++this.rows === this.batchRows) this.release();
  }

  private release(): void {
    this.waiting.push({
      rows: this.rows,
      names: this.names,
      columns: this.builders.map((builder) => builder.finish()),
    });
    this.rows = 0;
    if (this.waiting.length >= BATCHES_AHEAD && !this.isDraining) this.session.connection.pause();
    this.wake();
  }

  private finish(): void {
    if (this.hasEnded) return;
    this.hasEnded = true;
    if (this.rows > 0 && this.error === null) this.release();
    this.session.endFlow(this);
    this.session.connection.resume();
    this.end();
    this.wake();
  }
}

function selectSql(table: Table, names: readonly string[], { orderBy = [], only }: ReadOptions): string {
  const columns = new Map(table.columns.map((column) => [column.name, column]));
  const own = (name: string): string => `t.${quote(name)}`;
  const list =
    names.length === 0 ? 'NULL' : names.map((name) => selected(own(name), columns.get(name))).join(', ');
  const rows = only === undefined ? '' : ` ${only.join} WHERE ${only.where}`;
  const order = orderBy.length === 0 ? '' : ` ORDER BY ${orderBy.map(own).join(', ')}`;
  return `SELECT ${list} FROM ${quote(table.name)} AS t${rows}${order}`;
}

/** What the driver would read inexactly or as an object is asked for in another form. */
function selected(sql: string, column: Column | undefined): string {
  const { name: type } = parseType(column?.declaredType ?? '');
  if (type === 'double') return `CAST(${sql} AS CHAR)`;
  if (type === 'bit') return `${sql} + 0`;
  return isGeometry(type) ? `ST_AsText(${sql})` : sql;
}

type Converter = (cell: Exclude<Cell, null>) => SqlValue;

function converterOf(column: Column | undefined): Converter | null {
  const { name } = parseType(column?.declaredType ?? '');
  switch (name) {
    case 'double':
      return Number;
    case 'decimal':
      return (cell) => toExactNumber(cell as string);
    case 'bigint':
    case 'bit':
      return (cell) => (typeof cell === 'string' ? toInteger(cell) : cell);
    case 'date':
    case 'datetime':
    case 'timestamp': {
      const none = column!.nullable ? null : EARLIEST[name];
      return (cell) => (isZeroDate(cell as string) ? none : cell);
    }
    default:
      return null;
  }
}

/** Beyond 2^63 an unsigned integer stays text, because the engine's 64-bit integers are signed. */
function toInteger(text: string): bigint | string {
  const integer = BigInt(text);
  return BigInt.asIntN(64, integer) === integer ? integer : text;
}

/** Stands for a zero date where no null may: the first moment that the type promises to hold. */
const EARLIEST = {
  date: '1000-01-01',
  datetime: '1000-01-01 00:00:00',
  timestamp: '1970-01-01 00:00:01',
} as const;

/**
 * A date without year, month or day is MySQL's way to say that there is none; it even answers to IS NULL.
 * https://dev.mysql.com/doc/refman/8.4/en/date-and-time-types.html
 */
function isZeroDate(text: string): boolean {
  return text.startsWith('0000') || text.startsWith('-00', 4) || text.startsWith('-00', 7);
}

function throwIfAborted(signal: AbortSignal | undefined, table: Table): void {
  if (signal?.aborted) throw new DbsynthError('E_INTERRUPTED', `reading table "${table.id}" was interrupted`);
}

function expectedKind(column: Column | undefined): ExpectedKind {
  return column === undefined ? 'text' : KIND_BY_TYPE[column.type.name];
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
