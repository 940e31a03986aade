import type { ColumnOrder } from '../check/facts.js';
import { nameWords } from '../classify/name-words.js';
import type { Column } from '../introspect/catalog.js';

/** A word of the later (or larger) column, and words of the earlier one in its place. */
const PAIRS: readonly (readonly [high: string, low: readonly string[]])[] = [
  ['end', ['start', 'begin']],
  ['ends', ['starts', 'begins']],
  ['ended', ['started', 'begun']],
  ['finish', ['start']],
  ['finished', ['started']],
  ['stop', ['start']],
  ['stopped', ['started']],
  ['completed', ['started']],
  ['to', ['from']],
  ['until', ['from', 'since']],
  ['till', ['from']],
  ['max', ['min']],
  ['maximum', ['minimum']],
  ['upper', ['lower']],
  ['high', ['low']],
  ['closed', ['opened']],
  ['arrival', ['departure']],
  ['death', ['birth']],
  ['delivered', ['shipped']],
  ['shipped', ['ordered']],
  ['due', ['issued', 'issue']],
  ['checkout', ['checkin']],
];

const CREATED = /(^|_)(created|inserted|registered|joined|added|creation|insert|create)(_|$)/;
/** Moments that have nothing to do with when the row was made. */
const INDEPENDENT =
  /(^|_)(birth|birthday|dob|born|start|starts|started|begin|begins|from|valid|scheduled|since)(_|$)/;

/**
 * Finds columns that are never below another one of the row: by the CHECKs, and by their names (start and end,
 * created and updated).
 * @param columns numbers and moments that are drawn
 * @returns the lower column by the name of the higher one; no column is above itself through others
 */
export function findOrderedColumns(
  columns: readonly Column[],
  isMoment: (column: Column) => boolean,
  orders: readonly ColumnOrder[],
): Map<string, string> {
  const lows = new Map<string, string>();
  const add = (high: string, low: string): void => {
    if (high !== low && !lows.has(high) && !reaches(lows, low, high)) lows.set(high, low);
  };
  const find = (name: string): Column | undefined => columns.find((column) => column.name === name);
  for (const { low, high } of orders) {
    const [lower, higher] = [find(low), find(high)];
    if (lower !== undefined && higher !== undefined && isMoment(lower) === isMoment(higher)) add(high, low);
  }
  const byWords = new Map(columns.map((column) => [nameWords(column.name), column]));
  for (const [name, column] of byWords) {
    const low = lowerNames(name)
      .map((candidate) => byWords.get(candidate))
      .find((found) => found !== undefined);
    if (low !== undefined && isMoment(low) === isMoment(column)) add(column.name, low.name);
  }
  const created = columns.find((column) => isMoment(column) && CREATED.test(nameWords(column.name)));
  for (const column of columns)
    if (created !== undefined && isMoment(column) && !INDEPENDENT.test(nameWords(column.name)))
      add(column.name, created.name);
  return lows;
}

/** Whether a column's name says when its row was made. */
export function saysCreated({ name }: Pick<Column, 'name'>): boolean {
  return CREATED.test(nameWords(name));
}

function lowerNames(name: string): string[] {
  const words = name.split('_');
  return words.flatMap((word, at) =>
    PAIRS.filter(([high]) => high === word).flatMap(([, lows]) =>
      lows.map((low) => words.with(at, low).join('_')),
    ),
  );
}

function reaches(lows: ReadonlyMap<string, string>, from: string, to: string): boolean {
  for (let at: string | undefined = from; at !== undefined; at = lows.get(at)) if (at === to) return true;
  return false;
}
