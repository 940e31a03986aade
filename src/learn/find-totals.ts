import { valueAt, type SqlValue } from '../batch/batch.js';
import type { ForeignKey } from '../introspect/catalog.js';
import type { ColumnModel, TableModel } from '../model/model.js';
import { workOut } from '../model/work-out.js';
import { stepOf } from './find-formula.js';
import type { Frame } from './frame.js';
import { RULE_SHARE } from './rule-share.js';
import { spreadRows } from './spread-rows.js';

const MIN_ROWS = 40;
const MIN_VALUES = 3;
const FIRST_ROWS = 16;
const FIRST_MISSES = 1;
/** Columns of a child that products are made of. */
const MOST_IN_PRODUCTS = 8;

/** Rows of another table that refer to this one. */
export interface Children {
  readonly frame: Frame;
  readonly key: ForeignKey;
}

/** A parent's column that is to be told by its children. */
interface Target {
  readonly values: Float64Array;
  /** Rows whose children were all read. */
  readonly rows: Int32Array;
  /** Some of those that have children. */
  readonly first: readonly number[];
  readonly step: number;
  readonly usual: number;
}

/**
 * Finds columns that total the rows that refer to theirs: the sum of a column or of the product of two, or how many they
 * are, in 99.5 % of the rows, and as often among those without the most frequent value.
 * @param refused columns that are to be drawn
 * @returns the table with what was found
 */
export function findTotals(
  model: TableModel,
  frame: Frame,
  children: readonly Children[],
  refused: ReadonlySet<string>,
  minEntities: number,
): TableModel {
  const { table } = frame;
  const isFree = (column: ColumnModel): boolean =>
    column.class.kind === 'number' &&
    column.variable !== null &&
    model.variables[column.variable]!.draw.kind !== 'formula' &&
    column.wish === undefined &&
    !refused.has(column.name) &&
    !table.uniques.some(({ columns }) => columns.includes(column.name));
  if (!model.learned || model.kept !== null || children.length === 0) return model;
  return {
    ...model,
    columns: model.columns.map((column) => {
      if (!isFree(column)) return column;
      for (const child of children) {
        const found = findTotal(frame, column.name, child, minEntities);
        if (found !== null) return { ...column, ...found };
      }
      return column;
    }),
  };
}

function findTotal(
  frame: Frame,
  name: string,
  { frame: child, key }: Children,
  minEntities: number,
): Pick<ColumnModel, 'totalOf' | 'support'> | null {
  const links = child.parents.get(key.name);
  if (links === undefined || key.when !== undefined) return null;
  const counts = new Float64Array(frame.rows);
  for (const row of links) if (row >= 0) counts[row]!++;
  const known = frame.childCounts.get(`${child.table.id}.${key.name}`);
  const values = numbersOf(frame, name);
  const rows = Int32Array.from(values.keys()).filter(
    (row) => known === undefined || known[row] === counts[row],
  );
  const target = describe(values, rows, counts);
  if (target === null) return null;
  const isFirst = new Set(target.first);
  const below = Int32Array.from(links.keys()).filter((row) => isFirst.has(links[row]!));
  const all = Int32Array.from(links.keys()).filter((row) => links[row]! >= 0);
  for (const columns of trials(child)) {
    const sumsOver = (of: Int32Array): Float64Array =>
      columns.length === 0 ? counts : sumUp(child, columns, links, of, frame.rows);
    if (!holdsInFirst(target, sumsOver(below))) continue;
    const sums = sumsOver(all);
    const found = judge(target, sums, counts, frame, minEntities);
    if (found === null) continue;
    const { step } = target;
    return {
      totalOf: {
        table: child.table.id,
        foreignKey: key.name,
        columns,
        step,
        isNullWhenNone: found.isNullWhenNone,
      },
      support: found.support,
    };
  }
  return null;
}

function describe(values: Float64Array, rows: Int32Array, counts: Float64Array): Target | null {
  const present = rows.filter((row) => !Number.isNaN(values[row]!));
  const frequency = new Map<number, number>();
  for (const row of present) frequency.set(values[row]!, (frequency.get(values[row]!) ?? 0) + 1);
  if (present.length < MIN_ROWS || frequency.size < MIN_VALUES) return null;
  const usual = [...frequency].reduce((most, entry) => (entry[1] > most[1] ? entry : most))[0];
  const filled = rows.filter((row) => counts[row]! > 0);
  if (filled.length < MIN_ROWS) return null;
  return { values, rows, first: spreadRows(filled, FIRST_ROWS), step: stepOf(values, present), usual };
}

/** No column = their number, one = its sum, two = the sum of their products. */
function* trials({ table, columns }: Frame): Generator<string[]> {
  const keys = new Set([...table.primaryKey, ...table.foreignKeys.flatMap((key) => key.columns)]);
  const numbers = table.columns
    .filter(
      ({ name, type }) =>
        columns.has(name) && !keys.has(name) && ['integer', 'decimal', 'real'].includes(type.name),
    )
    .map(({ name }) => name);
  yield [];
  for (const name of numbers) yield [name];
  const few = numbers.slice(0, MOST_IN_PRODUCTS);
  for (let i = 0; i < few.length; i++) for (let j = i + 1; j < few.length; j++) yield [few[i]!, few[j]!];
}

/** @param rows of the child, all with a parent */
function sumUp(
  child: Frame,
  columns: readonly string[],
  links: Int32Array,
  rows: Int32Array,
  parents: number,
): Float64Array {
  const factors = columns.map((name) => child.columns.get(name)!);
  const sums = new Float64Array(parents);
  for (const row of rows) {
    let product = 1;
    for (const factor of factors) product *= numberOf(valueAt(factor, row));
    // SQL's SUM passes over NULL.
    if (!Number.isNaN(product)) sums[links[row]!]! += product;
  }
  return sums;
}

function holdsInFirst(target: Target, sums: Float64Array): boolean {
  return target.first.filter((row) => !holds(target, sums, row)).length <= FIRST_MISSES;
}

function holds({ values, step }: Target, sums: Float64Array, row: number): boolean {
  const total = workOut({ op: 'sum', factors: [1], isNullZero: false, step, rounding: 'nearest' }, [
    sums[row]!,
  ]);
  return Math.abs(total - values[row]!) <= 1e-9 * Math.abs(values[row]!);
}

function judge(
  target: Target,
  sums: Float64Array,
  counts: Float64Array,
  frame: Frame,
  minEntities: number,
): { isNullWhenNone: boolean; support: ColumnModel['support'] } | null {
  const { values, rows, usual } = target;
  const filled = rows.filter((row) => counts[row]! > 0);
  const unusual = filled.filter((row) => values[row] !== usual);
  const kept = filled.filter((row) => holds(target, sums, row));
  const keptUnusual = unusual.filter((row) => holds(target, sums, row));
  const behind = new Set(kept.map((row) => frame.entities[row]!));
  if (kept.length < RULE_SHARE * filled.length || behind.size < minEntities) return null;
  if (unusual.length < MIN_ROWS / 2 || keptUnusual.length < RULE_SHARE * unusual.length) return null;
  const none = rows.filter((row) => counts[row] === 0);
  const nulls = none.filter((row) => Number.isNaN(values[row]!)).length;
  const share = Math.floor((1e4 * kept.length) / filled.length) / 1e4;
  return { isNullWhenNone: nulls > none.length / 2, support: { rows: filled.length, share } };
}

function numbersOf(frame: Frame, name: string): Float64Array {
  const vector = frame.columns.get(name)!;
  return Float64Array.from({ length: frame.rows }, (_, row) => numberOf(valueAt(vector, row)));
}

function numberOf(value: SqlValue): number {
  return value === null || value instanceof Uint8Array || value === '' ? NaN : Number(value);
}
