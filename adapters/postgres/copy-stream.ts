import type pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';

/** A COPY FROM STDIN that is under way. The server reads while the next rows are made. */
export class CopyStream {
  private readonly stream: ReturnType<typeof copyFrom>;
  private readonly failed: Promise<never>;
  private failure: Error | null = null;

  constructor(client: pg.Client, sql: string) {
    this.stream = copyFrom(sql, { highWaterMark: 1 << 20 });
    this.failed = new Promise((_, reject) => {
      this.stream.on('error', (error) => {
        this.failure ??= error;
        reject(error);
      });
    });
    this.failed.catch(() => undefined);
    client.query(this.stream);
  }

  /** Resolves when there is room for more; throws what the server said to this chunk or to an earlier one. */
  async write(bytes: Uint8Array): Promise<void> {
    if (this.failure !== null) throw this.failure;
    // One chunk at a time: chunks in waiting would be written to a connection that an error has taken away.
    const written = new Promise<void>((resolve, reject) => {
      this.stream.write(bytes, (error) => (error ? reject(error) : resolve()));
    });
    await Promise.race([written, this.failed]);
  }

  /** Ends the rows. @returns how many the server took */
  async end(): Promise<number> {
    if (this.failure !== null) throw this.failure;
    const done = new Promise<void>((resolve) => this.stream.end(() => resolve()));
    await Promise.race([done, this.failed]);
    return this.stream.rowCount;
  }

  /** Tells the server to forget these rows, which ends its transaction too. */
  async abandon(): Promise<void> {
    if (this.failure !== null) return;
    const closed = new Promise<void>((resolve) => this.stream.once('close', () => resolve()));
    this.stream.destroy();
    await Promise.race([closed, this.failed]).catch(() => undefined);
  }
}
