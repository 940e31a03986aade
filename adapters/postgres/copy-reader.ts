import type { Batch, Vector } from '../../src/batch/batch.js';
import { VectorBuilder, type ExpectedKind } from '../../src/batch/vector-builder.js';
import { DbsynthError } from '../../src/errors.js';
import type { Decoder } from './decode-values.js';

/** A column that is read: its name, how its values are decoded, and what a column of nulls would hold. */
export interface ReadColumn {
  readonly name: string;
  readonly decode: Decoder;
  readonly expected: ExpectedKind;
}

/** "PGCOPY\n\377\r\n\0", flags, and the length of what may follow them. */
const HEADER_BYTES = 19;

/**
 * Takes the messages of a binary COPY, which hold a row each, and makes batches of them.
 * https://www.postgresql.org/docs/current/sql-copy.html#SQL-COPY-BINARY-FORMAT
 */
export class CopyReader {
  private readonly builders: VectorBuilder[];
  private readonly decoders: Decoder[];
  private hasHeader = false;
  private rows = 0;

  constructor(
    private readonly columns: readonly ReadColumn[],
    private readonly batchRows: number,
  ) {
    this.builders = columns.map(({ expected }) => new VectorBuilder(expected, batchRows));
    this.decoders = columns.map(({ decode }) => decode);
  }

  /**
   * Takes the message that lies between `start` and `end`.
   * @returns a batch when it is full
   */
  take(bytes: Buffer, start: number, end: number): Batch | null {
    for (let at = this.skipHeader(bytes, start); at < end;) {
      // A row begins with its number of fields; -1 ends the rows.
      if (bytes.readInt16BE(at) < 0) return null;
      at = this.takeRow(bytes, at + 2, end);
    }
    return this.rows >= this.batchRows ? this.finish() : null;
  }

  /** @returns the rows since the last full batch; null without any */
  end(): Batch | null {
    return this.rows === 0 ? null : this.finish();
  }

  /** The first message may hold a row behind the header. */
  private skipHeader(bytes: Buffer, start: number): number {
    if (this.hasHeader) return start;
    this.hasHeader = true;
    return start + HEADER_BYTES + bytes.readUInt32BE(start + HEADER_BYTES - 4);
  }

  private takeRow(bytes: Buffer, start: number, end: number): number {
    const { builders, decoders } = this;
    let at = start;
    for (let column = 0; column < builders.length; column++) {
      const length = bytes.readInt32BE(at);
      at += 4;
      if (length < 0) {
        builders[column]!.push(null);
        continue;
      }
      if (at + length > end) throw new DbsynthError('E_CONNECTION', 'the server cut a row into pieces');
      builders[column]!.push(decoders[column]!(bytes, at, length));
      at += length;
    }
    this.rows++;
    return at;
  }

  private finish(): Batch {
    const columns: Vector[] = this.builders.map((builder) => builder.finish());
    const batch = { rows: this.rows, names: this.columns.map(({ name }) => name), columns };
    this.rows = 0;
    return batch;
  }
}
