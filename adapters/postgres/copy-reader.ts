import type { Batch, Vector } from '../../src/batch/batch.js';
import { VectorBuilder, type ExpectedKind } from '../../src/batch/vector-builder.js';
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
 * Takes the bytes of a binary COPY as they come and makes batches of them. A row that a chunk cuts off waits for the
 * next chunk.
 * https://www.postgresql.org/docs/current/sql-copy.html#SQL-COPY-BINARY-FORMAT
 */
export class CopyReader {
  private readonly builders: VectorBuilder[];
  private readonly decoders: Decoder[];
  private rest: Buffer = NO_BYTES;
  private hasHeader = false;
  private rows = 0;

  constructor(
    private readonly columns: readonly ReadColumn[],
    private readonly batchRows: number,
  ) {
    this.builders = columns.map(({ expected }) => new VectorBuilder(expected, batchRows));
    this.decoders = columns.map(({ decode }) => decode);
  }

  /** @returns the batches that are full */
  *take(chunk: Buffer): Generator<Batch> {
    const bytes = this.rest.length === 0 ? chunk : Buffer.concat([this.rest, chunk]);
    let at = this.skipHeader(bytes);
    while (at >= 0) {
      const end = this.takeRow(bytes, at);
      if (end < 0) break;
      at = end;
      if (this.rows === this.batchRows) yield this.finish();
    }
    this.rest = at < 0 ? bytes : bytes.subarray(at);
  }

  /** @returns the rows since the last full batch; null without any */
  end(): Batch | null {
    return this.rows === 0 ? null : this.finish();
  }

  private skipHeader(bytes: Buffer): number {
    if (this.hasHeader) return 0;
    if (bytes.length < HEADER_BYTES) return -1;
    this.hasHeader = true;
    return HEADER_BYTES + bytes.readUInt32BE(HEADER_BYTES - 4);
  }

  /** @returns where the next row begins; -1 when this one is not whole, or there is none */
  private takeRow(bytes: Buffer, start: number): number {
    if (!isWhole(bytes, start)) return -1;
    let at = start + 2;
    const { builders, decoders } = this;
    for (let column = 0; column < builders.length; column++) {
      const length = bytes.readInt32BE(at);
      at += 4;
      if (length < 0) {
        builders[column]!.push(null);
      } else {
        builders[column]!.push(decoders[column]!(bytes, at, length));
        at += length;
      }
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

/** A row begins with its number of fields; -1 ends the stream. */
function isWhole(bytes: Buffer, start: number): boolean {
  if (start + 2 > bytes.length) return false;
  const fields = bytes.readInt16BE(start);
  if (fields < 0) return false;
  let at = start + 2;
  for (let field = 0; field < fields; field++) {
    if (at + 4 > bytes.length) return false;
    const length = bytes.readInt32BE(at);
    at += length < 0 ? 4 : 4 + length;
  }
  return at <= bytes.length;
}

const NO_BYTES = Buffer.alloc(0);
