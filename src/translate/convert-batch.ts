import { valueAt, type Batch, type SqlValue, type Vector } from '../batch/batch.js';
import { VectorBuilder } from '../batch/vector-builder.js';
import { parseMoment } from '../classify/moment-format.js';
import type { Conversion } from './find-column-type.js';

/** What becomes of a column on its way into another product. */
export interface ColumnChange {
  readonly name: string;
  readonly conversion: Conversion | null;
}

/**
 * Gives a batch the names and the values that another product takes.
 * @param changes by the name of the column
 */
export function convertBatch(batch: Batch, changes: ReadonlyMap<string, ColumnChange>): Batch {
  return {
    rows: batch.rows,
    names: batch.names.map((name) => changes.get(name)?.name ?? name),
    columns: batch.columns.map((vector, index) => {
      const conversion = changes.get(batch.names[index]!)?.conversion ?? null;
      return conversion === null ? vector : convert(vector, batch.rows, conversion);
    }),
  };
}

function convert(vector: Vector, rows: number, conversion: Conversion): Vector {
  const builder = new VectorBuilder(conversion.kind === 'moment' ? 'number' : 'text', rows);
  const change = conversion.kind === 'moment' ? momentReader(conversion) : arrayToJson;
  for (let row = 0; row < rows; row++) {
    const value = valueAt(vector, row);
    builder.push(value === null ? null : change(value));
  }
  return builder.finish();
}

/** What is no moment of the learned form may be one that the target reads. */
function momentReader({ format }: Extract<Conversion, { kind: 'moment' }>): (value: SqlValue) => SqlValue {
  return (value) => {
    const micros = parseMoment(format, value);
    return Number.isNaN(micros) ? value : micros;
  };
}

/**
 * Writes an array literal as JSON; a text that is none becomes its only item.
 * https://www.postgresql.org/docs/current/arrays.html#ARRAYS-IO
 */
export function arrayToJson(value: SqlValue): SqlValue {
  const text = String(value);
  return JSON.stringify(new ArrayReader(text.replace(/^(?:\[-?\d+:-?\d+\])+=/, '')).readWhole() ?? [text]);
}

type Item = string | number | null | Item[];

class ArrayReader {
  private at = 0;

  constructor(private readonly text: string) {}

  /** @returns null when it is no array */
  readWhole(): Item[] | null {
    const items = this.text.startsWith('{') ? this.read() : undefined;
    return items !== undefined && this.at === this.text.length ? items : null;
  }

  /** Reads from an opening brace to the closing one; undefined when there is none. */
  private read(): Item[] | undefined {
    this.at++;
    const items: Item[] = [];
    if (this.text[this.at] === '}') {
      this.at++;
      return items;
    }
    while (this.at < this.text.length) {
      const item = this.text[this.at] === '{' ? this.read() : this.readItem();
      if (item === undefined) return undefined;
      items.push(item);
      const next = this.text[this.at++];
      if (next === '}') return items;
      if (next !== ',') return undefined;
    }
    return undefined;
  }

  private readItem(): Item {
    if (this.text[this.at] === '"') return this.readQuoted();
    const start = this.at;
    while (this.at < this.text.length && !',}'.includes(this.text[this.at]!))
      this.at += this.text[this.at] === '\\' ? 2 : 1;
    const written = this.text.slice(start, this.at);
    if (written.toUpperCase() === 'NULL') return null;
    const item = written.replace(/\\(.)/gs, '$1');
    return /^-?(?:0|[1-9]\d{0,14})(?:\.\d+)?$/.test(item) ? Number(item) : item;
  }

  private readQuoted(): string {
    let item = '';
    this.at++;
    while (this.at < this.text.length && this.text[this.at] !== '"') {
      if (this.text[this.at] === '\\') this.at++;
      item += this.text[this.at++] ?? '';
    }
    this.at++;
    return item;
  }
}
