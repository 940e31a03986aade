import type { SqlValue } from '../batch/batch.js';
import { daysFromCivil, MICROS_PER_DAY } from '../classify/civil.js';
import type { ForeignKey, Table } from '../introspect/catalog.js';
import type { Path, TableModel } from '../model/model.js';

/** Reads a column's value of a row. */
export interface ColumnReader {
  (row: number): SqlValue;
  /** Numbers that stand for the values, where these are nothing but written numbers or dates. */
  readonly plain?: PlainNumbers;
  /** The same texts by code, where the column holds no others. */
  readonly coded?: CodedTexts;
}

/** One code per row; codes beyond the dictionary mean null. */
export interface CodedTexts {
  readonly bins: Uint8Array;
  readonly dictionary: readonly string[];
}

/** One number per row, NaN for null: the value itself, or the microseconds of a date (rounded to the day). */
export interface PlainNumbers {
  readonly values: Float64Array;
  readonly unit: 'number' | `date ${string}`;
}

/**
 * Makes a function that reads plain numbers: values as they are, dates as days, NaN for null.
 */
export function readPlain({ values, unit }: PlainNumbers): (row: number) => number {
  if (unit === 'number') return (row) => values[row]!;
  return (row) => Math.min(LAST_DAY, Math.max(FIRST_DAY, Math.round(values[row]! / MICROS_PER_DAY)));
}

/** Dates beyond are written as these. */
const FIRST_DAY = daysFromCivil(1, 1, 1);
const LAST_DAY = daysFromCivil(9999, 12, 31);

/** The rows of one table as far as they are drawn: what children and later columns need to know of them. */
export class SampledTable {
  /** One byte per row for each variable. */
  readonly bins: Uint8Array[];
  /** Values of numbers and moments (NaN where null). */
  readonly values: (Float64Array | null)[];
  readonly ownerRows: Int32Array;
  /** Position of each row among the rows of its owner. */
  readonly positions: Int32Array;
  /** How often each row was drawn anew: what is made from the row number alone must differ then. */
  readonly salts: Uint8Array;
  /** Rows that are drawn for good. */
  finished = 0;
  /** Parent row per foreign key, -1 where null. */
  readonly links = new Map<string, Int32Array>();
  /** Children per row, by `child table.foreign key`, where they are not drawn but known. */
  readonly children = new Map<string, Float64Array>();
  /** Of variables that repeat texts of siblings: the row that had each row's text first. */
  readonly origins = new Map<number, Int32Array>();
  /** Of foreign keys that close a cycle: 1 for rows that will have a parent, 0 for others; once closed, that have one. */
  readonly foreseen = new Map<string, Uint8Array>();
  /** Where rows are numbered in another order than they are drawn in: rows by number, and numbers by row. */
  numbering: { readonly order: Int32Array; readonly numbers: Int32Array } | null = null;
  /** Columns whose values are known before their rows are drawn: they count the rows. */
  numbered: ReadonlySet<string> = new Set();
  /** Columns that other tables or batches read again. */
  readonly columns = new Map<string, ColumnReader>();

  constructor(
    readonly model: TableModel,
    readonly table: Table,
    /** Fewer in the end when its constraints leave room for no more. */
    public rows: number,
    readonly owner: ForeignKey | null,
    /** The table's other foreign keys, in the order in which `Path` counts them. */
    readonly references: readonly ForeignKey[],
    /** Columns whose values come from parent rows. */
    readonly linked: ReadonlySet<string>,
    /** Of these, columns whose values are known only when all tables are drawn. */
    readonly late: ReadonlySet<string> = new Set(),
  ) {
    this.bins = model.variables.map(() => new Uint8Array(rows));
    this.values = model.variables.map(({ scale, role }) =>
      scale.kind === 'number' && role !== 'clock' ? new Float64Array(rows) : null,
    );
    model.variables.forEach(({ draw }, index) => {
      if (draw.kind === 'echo')
        this.origins.set(
          index,
          Int32Array.from({ length: rows }, (_, row) => row),
        );
    });
    this.ownerRows = new Int32Array(rows).fill(-1);
    this.salts = new Uint8Array(rows);
    this.positions = new Int32Array(rows);
    if (owner !== null) this.links.set(owner.name, this.ownerRows);
    for (const key of references) this.links.set(key.name, new Int32Array(rows).fill(-1));
  }
}

/** Tables by id, parents of the table at hand among them. */
export type SampledTables = ReadonlyMap<string, SampledTable>;

/**
 * Finds the table at the end of a path.
 */
export function tableAt(from: SampledTable, path: Path, tables: SampledTables): SampledTable {
  let table = from;
  for (const step of path) table = tables.get(keyAt(table, step).parent)!;
  return table;
}

/** Whether all tables on a path are there. */
export function hasPath(from: SampledTable, path: Path, tables: SampledTables): boolean {
  let table: SampledTable | undefined = from;
  for (const step of path) {
    const key: ForeignKey | null | undefined = step === null ? table.owner : table.references[step];
    table = key === null || key === undefined ? undefined : tables.get(key.parent);
    if (table === undefined) return false;
  }
  return true;
}

/**
 * Makes a function that follows a path from a row upwards.
 * @returns row of the table at the end of the path, -1 where there is none
 */
export function compilePath(from: SampledTable, path: Path, tables: SampledTables): (row: number) => number {
  const links: Int32Array[] = [];
  let table = from;
  for (const step of path) {
    const key = keyAt(table, step);
    links.push(table.links.get(key.name)!);
    table = tables.get(key.parent)!;
  }
  const [first, second, third] = links;
  if (first === undefined) return (row) => row;
  if (second === undefined) return (row) => first[row]!;
  if (third === undefined) return (row) => (first[row]! < 0 ? -1 : second[first[row]!]!);
  return (row) => {
    let at = row;
    for (const link of links) {
      at = link[at]!;
      if (at < 0) return -1;
    }
    return at;
  };
}

/** The foreign key that a step of a path follows. */
export function keyAt(table: SampledTable, step: number | null): ForeignKey {
  return step === null ? table.owner! : table.references[step]!;
}
