import { valueAt, type SqlValue, type Vector } from '../batch/batch.js';
import type { Column } from '../introspect/catalog.js';
import type { KeptRows } from '../model/model.js';
import type { KeptTable } from './find-kept.js';
import type { Frame, Learned } from './frame.js';

/**
 * Takes down the rows of a table that are kept as they are. A row that is not kept repeats one that is, but for
 * columns in which every row has a value of its own: there it gets the next free number, or the table's name and one.
 * @param children numbers of children per row, by `child table.foreign key`
 * @param learned the table's variables
 */
export function keepRows(
  frame: Frame,
  { isKept }: KeptTable,
  children: ReadonlyMap<string, Float64Array>,
  learned: readonly Learned[],
): KeptRows {
  const kept = [...isKept.keys()].filter((row) => isKept[row] === 1);
  const stand = Array.from(isKept, (mark, row) => (mark === 1 ? row : kept[row % kept.length]!));
  const written = frame.table.columns.filter(({ name }) => frame.columns.has(name));
  return {
    rows: frame.rows,
    columns: Object.fromEntries(
      written.map((column) => [column.name, keepColumn(column, frame, isKept, stand)]),
    ),
    children: Object.fromEntries([...children].map(([of, counts]) => [of, levelRare(counts, isKept)])),
    bins: learned.map(({ bins }) => stand.map((row) => bins[row]!)),
    values: learned.map(({ values }) =>
      values === null ? null : stand.map((row) => (Number.isNaN(values[row]!) ? null : values[row]!)),
    ),
  };
}

function keepColumn(column: Column, frame: Frame, isKept: Uint8Array, stand: readonly number[]): SqlValue[] {
  const vector = frame.columns.get(column.name)!;
  const values = stand.map((row) => valueAt(vector, row));
  if (!isKept.includes(0) || !identifies(vector, frame.rows)) return values;
  const used = new Set<string>(
    values.flatMap((value, row) => (isKept[row] === 1 ? [String(value).toLowerCase()] : [])),
  );
  let next = 1;
  return values.map((value, row) => {
    if (isKept[row] === 1) return value;
    for (;;) {
      const free = makeUp(value, frame.table.name, next++, column);
      if (used.has(String(free).toLowerCase())) continue;
      used.add(String(free).toLowerCase());
      return free;
    }
  });
}

function identifies(vector: Vector, rows: number): boolean {
  return new Set(Array.from({ length: rows }, (_, row) => valueAt(vector, row))).size === rows;
}

function makeUp(like: SqlValue, table: string, number: number, column: Column): SqlValue {
  if (typeof like !== 'string') return number;
  const most = column.type.name === 'text' ? (column.type.maxLength ?? Infinity) : Infinity;
  const name = `${table} ${number}`;
  return name.length <= most ? name : String(number);
}

/** Rows that are not kept share their children evenly, so that no small number is told. */
function levelRare(counts: Float64Array, isKept: Uint8Array): number[] {
  const rare = [...isKept.keys()].filter((row) => isKept[row] === 0);
  const sum = rare.reduce((total, row) => total + counts[row]!, 0);
  const levelled = [...counts];
  rare.forEach((row, at) => {
    levelled[row] = Math.floor((sum * (at + 1)) / rare.length) - Math.floor((sum * at) / rare.length);
  });
  return levelled;
}
