import type { Batch, Vector } from '../batch/batch.js';
import { VectorBuilder } from '../batch/vector-builder.js';
import type { CodedTexts, ColumnReader, SampledTable } from './sampled-table.js';

/**
 * Reads some columns of drawn rows.
 * @param rows row numbers
 */
export function makeBatch(sampled: SampledTable, names: readonly string[], rows: Int32Array): Batch {
  return {
    rows: rows.length,
    names,
    columns: names.map((name) => vectorOf(sampled.columns.get(name)!, rows)),
  };
}

/** Numbers and codes are copied; only other columns are read cell by cell. */
function vectorOf(read: ColumnReader, rows: Int32Array): Vector {
  if (read.plain?.unit === 'number') return numbersOf(read.plain.values, rows);
  if (read.coded !== undefined) return codesOf(read.coded, rows);
  const builder = new VectorBuilder('number', rows.length);
  for (let i = 0; i < rows.length; i++) builder.push(read(rows[i]!));
  return builder.finish();
}

function numbersOf(drawn: Float64Array, rows: Int32Array): Vector {
  const values = new Float64Array(rows.length);
  let nulls: Uint8Array | undefined;
  for (let i = 0; i < rows.length; i++) {
    const value = drawn[rows[i]!]!;
    if (!Number.isNaN(value)) values[i] = value;
    else (nulls ??= new Uint8Array(rows.length))[i] = 1;
  }
  return nulls === undefined ? { kind: 'number', values } : { kind: 'number', values, nulls };
}

function codesOf({ bins, dictionary }: CodedTexts, rows: Int32Array): Vector {
  const codes = new Uint32Array(rows.length);
  let nulls: Uint8Array | undefined;
  for (let i = 0; i < rows.length; i++) {
    const bin = bins[rows[i]!]!;
    if (bin < dictionary.length) codes[i] = bin;
    else (nulls ??= new Uint8Array(rows.length))[i] = 1;
  }
  return nulls === undefined
    ? { kind: 'coded', codes, dictionary }
    : { kind: 'coded', codes, dictionary, nulls };
}
