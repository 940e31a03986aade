import type { Duplex, Readable } from 'node:stream';
import type { Connection, FieldPacket, QueryError, ResultSetHeader } from 'mysql2';
import type { SqlValue } from '../../src/batch/batch.js';
import { DbsynthError } from '../../src/errors.js';
import { connect, type OpenOptions } from './connect.js';
import { labelOf, type Address } from './parse-url.js';
import { quote } from './quote.js';
import { toExactNumber } from './to-exact-number.js';
import { translateError } from './translate-error.js';

/** What a statement that writes says of itself. */
export interface Outcome {
  readonly rows: number;
  readonly warnings: number;
}

/** Rows that flow from the server until they are all there or nobody wants them any more. */
export interface Flow {
  /** Takes the rest into memory, so that the connection is free for something else. */
  drain(): Promise<void>;
  /** Ends, because the connection is closed. */
  cut(): void;
}

/** A cell as the driver hands it out. */
export type Cell = null | number | string | Uint8Array;

/**
 * One connection. A server sends one result at a time, and a snapshot belongs to its connection: so a statement that
 * comes while rows still flow first takes the rest of them into memory.
 */
export class Session {
  private flow: Flow | null = null;
  private isClosed = false;

  private constructor(
    readonly connection: Connection,
    private readonly address: Address,
    private readonly options: OpenOptions,
    readonly label: string,
  ) {}

  /**
   * @param database to use; null for none
   * @throws {DbsynthError} E_CONNECTION, E_PERMISSION, E_SOURCE_MISSING
   */
  static async open(address: Address, database: string | null, options: OpenOptions): Promise<Session> {
    return new Session(await connect(address, database, options), address, options, labelOf(address));
  }

  /** Runs a statement that reads; rows as arrays, integers and decimals as exact numbers where there are such. */
  async query(sql: string, subject = this.label): Promise<SqlValue[][]> {
    await this.becomeFree();
    return new Promise((resolve, reject) => {
      this.connection.query(sql, (error: QueryError | null, rows: unknown, fields: FieldPacket[]) => {
        if (error !== null) reject(translateError(error, subject));
        else resolve(toValues(rows as Cell[][], fields));
      });
    });
  }

  /**
   * Runs a statement that writes.
   * @param rows the file that `LOAD DATA LOCAL` asks for
   */
  async execute(sql: string, subject = this.label, rows?: () => Readable): Promise<Outcome> {
    await this.becomeFree();
    return new Promise((resolve, reject) => {
      const options = rows === undefined ? { sql } : { sql, infileStreamFactory: rows };
      this.connection.query(options, (error: QueryError | null, result: unknown) => {
        if (error !== null) return reject(translateError(error, subject));
        const { affectedRows = 0, warningStatus = 0 } = (result ?? {}) as Partial<ResultSetHeader>;
        resolve({ rows: affectedRows, warnings: warningStatus });
      });
    });
  }

  /** Waits until no rows flow, then calls what starts the next flow. */
  async startFlow<F extends Flow>(start: () => F): Promise<F> {
    await this.becomeFree();
    const flow = start();
    this.flow = flow;
    return flow;
  }

  /** To be called by a flow that has ended. */
  endFlow(flow: Flow): void {
    if (this.flow === flow) this.flow = null;
  }

  /** Makes the server end the statement that runs in this session; the transaction goes on. */
  async killQuery(): Promise<void> {
    const id = this.connection.threadId;
    const other = await connect(this.address, null, this.options);
    await new Promise<void>((resolve) => {
      other.query(`KILL QUERY ${id}`, () => resolve());
    });
    other.end();
  }

  /** Uses another database of the server from now on. */
  async use(database: string): Promise<void> {
    await this.execute(`USE ${quote(database)}`);
  }

  /** Another connection to the same server. */
  openAnother(database: string | null): Promise<Session> {
    return Session.open(this.address, database, this.options);
  }

  get isOpen(): boolean {
    return !this.isClosed;
  }

  /** Ends the connection, whatever runs in it; the server rolls back what is not committed. */
  async close(): Promise<void> {
    if (this.isClosed) return;
    this.isClosed = true;
    if (this.flow !== null) {
      // The driver would only say goodbye, and the server not hear it before it has sent all rows.
      (this.connection as unknown as { stream: Duplex }).stream.destroy();
      this.connection.destroy();
      return this.flow.cut();
    }
    await new Promise<void>((resolve) => {
      this.connection.end(() => resolve());
      this.connection.once('error', () => resolve());
    });
  }

  private async becomeFree(): Promise<void> {
    if (this.isClosed) throw new DbsynthError('E_INTERNAL', `${this.label}: the connection is closed`);
    while (this.flow !== null) await this.flow.drain();
  }
}

/** The driver's numbers of column types. https://dev.mysql.com/doc/dev/mysql-server/latest/field__types_8h.html */
const LONGLONG = 8;
const BIT = 16;
const DECIMAL = 0;
const NEWDECIMAL = 246;

function toValues(rows: Cell[][], fields: readonly FieldPacket[]): SqlValue[][] {
  const converters = fields.map(({ type, columnType }) => converterOf(columnType ?? type));
  for (const row of rows) {
    for (let column = 0; column < row.length; column++) {
      const convert = converters[column];
      if (convert && row[column] !== null) row[column] = convert(row[column]!) as Cell;
    }
  }
  return rows;
}

function converterOf(type: number | undefined): ((cell: Cell) => SqlValue) | null {
  switch (type) {
    case LONGLONG:
      return (cell) => (typeof cell === 'string' ? BigInt(cell) : cell);
    case DECIMAL:
    case NEWDECIMAL:
      return (cell) => toExactNumber(cell as string);
    case BIT:
      return (cell) => (cell instanceof Uint8Array ? bitsToNumber(cell) : cell);
    default:
      return null;
  }
}

function bitsToNumber(bytes: Uint8Array): SqlValue {
  let value = 0n;
  for (const byte of bytes) value = value * 256n + BigInt(byte);
  return Number.isSafeInteger(Number(value)) ? Number(value) : value;
}
