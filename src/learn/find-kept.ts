import { valueAt, type Vector } from '../batch/batch.js';
import { guessPersonal } from '../classify/guess-personal.js';
import { saysClassification } from '../classify/says-classification.js';
import { selectorColumns } from '../graph/selector-columns.js';
import { DbsynthError } from '../errors.js';
import type { Catalog, ForeignKey, Table } from '../introspect/catalog.js';
import type { Frame } from './frame.js';

/** What a lookup table says of each row, besides its keys and columns that are the same in all rows. */
const MOST_COLUMNS = 3;
/** Rows are told apart by one byte, some of which have other meanings. */
const MOST_ROWS = 220;
/** A table is a lookup table when its shared rows have at least this share of all references to it. */
const SHARED_USE = 0.8;

/** Which rows of a table are kept as they are. */
export interface KeptTable {
  /** One mark per row: 1 where the row is kept; the others are made up beside them. */
  readonly isKept: Uint8Array;
}

/**
 * Finds the tables whose rows are kept as they are: those that the user names, all rows, and lookup tables. A lookup
 * table is small, has no foreign keys, is called after what it classifies, and has at most three columns that say
 * anything and none that is personal. Of it the rows are kept that `minEntities` distinct entities refer to: such a
 * row is no row of anybody but the name of a category, held by as many as any value in a dictionary must be.
 * @param frames of all tables, by id
 * @param asked ids of the tables that the user names
 * @throws {DbsynthError} E_KEEP when a table that is asked for is too large, or refers to one that is not kept
 */
export function findKept(
  catalog: Catalog,
  frames: ReadonlyMap<string, Frame>,
  minEntities: number,
  asked: ReadonlySet<string>,
): ReadonlyMap<string, KeptTable> {
  const kept = new Map<string, KeptTable>();
  for (const table of catalog.tables) {
    const frame = frames.get(table.id)!;
    if (asked.has(table.id)) kept.set(table.id, keepAll(table, frame));
    else if (isLookup(table, frame, catalog)) {
      const isKept = findShared(table, catalog, frames, minEntities);
      if (isKept !== null && canMakeUpOthers(table, frame, isKept)) kept.set(table.id, { isKept });
    }
  }
  return kept;
}

function keepAll(table: Table, frame: Frame): KeptTable {
  const refuse = (why: string): DbsynthError =>
    new DbsynthError('E_KEEP', `table "${table.id}" cannot be kept as it is: ${why}`, {
      hint: 'keep is for small tables that others refer to; leave this one out of --keep',
    });
  if (frame.sourceRows > MOST_ROWS)
    throw refuse(`it has ${frame.sourceRows.toLocaleString('en')} rows, at most ${MOST_ROWS} can be kept`);
  if (table.foreignKeys.length > 0) throw refuse('it has foreign keys');
  if (table.columns.some(({ generated }) => generated !== false)) throw refuse('it has generated columns');
  return { isKept: new Uint8Array(frame.rows).fill(1) };
}

function isLookup(table: Table, frame: Frame, { tables }: Catalog): boolean {
  return (
    frame.rows > 0 &&
    frame.rows <= MOST_ROWS &&
    frame.rows === frame.sourceRows &&
    table.foreignKeys.length === 0 &&
    table.columns.every(({ generated }) => generated === false) &&
    (saysClassification(table.name) || tables.some((child) => isSelectedFrom(child, table))) &&
    saysLittle(table, frame)
  );
}

/** Whether polymorphic references of a table go by which row of the other one it refers to. */
function isSelectedFrom(child: Table, { id }: Table): boolean {
  const selectors = selectorColumns(child);
  return child.foreignKeys.some(
    ({ parent, columns }) => parent === id && columns.some((name) => selectors.has(name)),
  );
}

function saysLittle(table: Table, { rows, columns }: Frame): boolean {
  let telling = 0;
  for (const [name, vector] of columns) {
    const values = distinctValues(vector, rows);
    const texts = [...values].filter((value) => typeof value === 'string' && value !== '') as string[];
    if (texts.length > 0 && guessPersonal(name, table.name, texts)?.isStrict === true) return false;
    if (values.size > 1 && !table.primaryKey.includes(name)) telling++;
  }
  return telling <= MOST_COLUMNS;
}

function distinctValues(vector: Vector, rows: number): Set<unknown> {
  return new Set(Array.from({ length: rows }, (_, row) => valueAt(vector, row)));
}

/**
 * Marks the rows to which one foreign key or another leads enough entities.
 * @returns null when other rows are used too much
 */
function findShared(
  table: Table,
  catalog: Catalog,
  frames: ReadonlyMap<string, Frame>,
  minEntities: number,
): Uint8Array | null {
  const { rows } = frames.get(table.id)!;
  const isShared = new Uint8Array(rows);
  const uses = new Float64Array(rows);
  for (const child of catalog.tables)
    for (const key of child.foreignKeys)
      if (key.parent === table.id) markShared(isShared, uses, frames.get(child.id)!, key, minEntities);
  const all = uses.reduce((sum, count) => sum + count, 0);
  const shared = uses.reduce((sum, count, row) => sum + count * isShared[row]!, 0);
  return all > 0 && shared >= SHARED_USE * all ? isShared : null;
}

function markShared(
  isShared: Uint8Array,
  uses: Float64Array,
  child: Frame,
  key: ForeignKey,
  minEntities: number,
): void {
  const behind = Array.from(isShared, () => new Set<number>());
  child.parents.get(key.name)?.forEach((parent, row) => {
    if (parent < 0) return;
    uses[parent]!++;
    if (behind[parent]!.size >= minEntities) return;
    behind[parent]!.add(child.entities[row]!);
    if (behind[parent]!.size === minEntities) isShared[parent] = 1;
  });
}

/** Whether rows that are not kept can stand in for others without breaking a rule. */
function canMakeUpOthers(table: Table, { columns: vectors, rows }: Frame, isKept: Uint8Array): boolean {
  if (!isKept.includes(0)) return true;
  const isMadeUp = (name: string | null): boolean => {
    const column = table.columns.find((candidate) => candidate.name === name);
    if (column?.type.name !== 'integer' && column?.type.name !== 'text') return false;
    return distinctValues(vectors.get(column.name)!, rows).size === rows;
  };
  return (
    table.checks.length === 0 &&
    table.uniques.every(({ columns, predicate }) => predicate === null && columns.some(isMadeUp))
  );
}
