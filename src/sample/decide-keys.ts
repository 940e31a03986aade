import { columnBounds } from '../check/column-bounds.js';
import { compileCheck, type CompiledCheck } from '../check/compile-check.js';
import type { Expression } from '../check/expression.js';
import { linkedColumns } from '../graph/linked-columns.js';
import type { Dialect, Table, UniqueKey } from '../introspect/catalog.js';
import type { TableModel } from '../model/model.js';
import type { Plan, PlannedTable } from '../plan/plan.js';
import { isOpenCategory } from './is-open-category.js';
import { takesTexts } from './takes-texts.js';
import { writtenColumns } from './written-columns.js';
import { compileText } from '../text/compile-text.js';
import type { TextGenerator } from '../text/text-generator.js';

/** How the unique keys of a table are kept. */
export interface KeyDecision {
  /** Columns that are numbered, with the first number where there are no rows yet. */
  readonly counters: ReadonlyMap<string, number>;
  /** Text columns whose texts are made one to one from a number. */
  readonly texts: readonly TextDecision[];
  /** Keys that neither of them makes unique, so that the rows are watched as they are drawn. */
  readonly guarded: readonly GuardDecision[];
}

export interface TextDecision {
  readonly column: string;
  /** The keys that are unique because of it. */
  readonly keys: readonly UniqueKey[];
}

export interface GuardDecision {
  readonly key: UniqueKey;
  /** All columns that have a say in it. */
  readonly columns: readonly string[];
}

/**
 * Decides how each unique key of a table is kept: by numbering, by texts that are made one to one from a number, or
 * by watching the rows.
 */
export function decideKeys(
  table: Table,
  model: TableModel,
  planned: PlannedTable,
  { late }: Pick<Plan, 'late'>,
  dialect: Dialect,
): KeyDecision {
  const linked = linkedColumns(
    table,
    late.filter((key) => key.table === table.id),
  );
  const counters = new Map<string, number>();
  const texts = new Set<string>();
  for (const key of table.uniques) {
    const [only] = key.columns;
    if (key.columns.length !== 1 || only === null || only === undefined || linked.has(only)) continue;
    if (key.predicate !== null || !isNumbered(table, model, only)) continue;
    const first = firstNumber(table, planned, only, dialect);
    if (first !== null) counters.set(only, first);
  }
  dropContradicted(counters, table, planned, dialect);
  const open = table.uniques
    .map((key) => ({ key, distinguishing: distinguishingColumns(key, table, dialect) }))
    .filter(({ distinguishing }) => !distinguishing.some((name) => counters.has(name)));
  for (const { key, distinguishing } of open) {
    if (distinguishing.some((name) => texts.has(name)) || isOrdinalKey(table, model, key)) continue;
    const text = distinguishing.find(
      (name) => !linked.has(name) && canNumberTexts(table, model, planned, name, dialect),
    );
    if (text !== undefined) texts.add(text);
  }
  const isByText = ({ distinguishing }: (typeof open)[0]): boolean =>
    distinguishing.some((name) => texts.has(name));
  return {
    counters,
    texts: [...texts].map((column) => ({
      column,
      keys: open.filter(({ distinguishing }) => distinguishing.includes(column)).map(({ key }) => key),
    })),
    guarded: open
      .filter((candidate) => !isByText(candidate))
      .map(({ key }) => ({ key, columns: columnsOf(key, table, dialect) }))
      .filter(({ columns }) => columns.length > 0),
  };
}

/** Whether a column that is unique by itself is numbered: an identity, or an integer that only identifies. */
function isNumbered(table: Table, model: TableModel, name: string): boolean {
  const column = table.columns.find((candidate) => candidate.name === name)!;
  if (column.generated !== false || column.type.name === 'boolean' || column.type.name === 'enum')
    return false;
  if (column.identity) return true;
  const learned = model.columns.find((candidate) => candidate.name === name);
  if (learned === undefined) return column.type.name === 'integer';
  const { class: columnClass } = learned;
  if (columnClass.kind === 'key') return columnClass.form === 'integer' || columnClass.form === 'number';
  return columnClass.kind === 'number' && columnClass.form === 'integer';
}

/**
 * Where the numbers of a column begin: at 1, or at the least number that its CHECKs allow.
 * @returns null when the CHECKs do not allow as many numbers in a row
 */
function firstNumber(table: Table, planned: PlannedTable, name: string, dialect: Dialect): number | null {
  const checks = singleChecks(table, name, dialect);
  if (checks.length === 0) return 1;
  const least = columnBounds(checks).get(name)?.min;
  const first = typeof least === 'number' ? Math.max(1, Math.ceil(least)) : 1;
  const count = planned.rows + planned.existingRows + 1;
  const numbers = triedOf(count);
  const isAllowed = (number: number) => checks.every((check) => check.evaluate(() => number) !== false);
  for (const start of [first, first + 1]) if (numbers.every((i) => isAllowed(start + i))) return start;
  return null;
}

/** Lets a column be drawn whose numbers, beside those of other columns, break a CHECK on all of them. */
function dropContradicted(
  counters: Map<string, number>,
  table: Table,
  planned: PlannedTable,
  dialect: Dialect,
): void {
  const count = planned.rows + planned.existingRows;
  const rows = Array.from({ length: Math.min(count, TRIED) }, (_, row) => row);
  for (const sql of table.checks) {
    const check = compileCheck(sql, dialect, table.columns);
    if (check.columns.length < 2 || !check.columns.every((name) => counters.has(name))) continue;
    if (rows.every((row) => check.evaluate((name) => counters.get(name)! + row) !== false)) continue;
    const drawable = [...check.columns]
      .reverse()
      .filter((name) => table.columns.find((column) => column.name === name)?.identity !== true);
    const dropped = drawable.find((name) => !table.primaryKey.includes(name)) ?? drawable[0];
    if (dropped !== undefined) counters.delete(dropped);
  }
}

/** The CHECKs that are about one column alone. */
function singleChecks(table: Table, name: string, dialect: Dialect): CompiledCheck[] {
  return table.checks
    .map((check) => compileCheck(check, dialect, table.columns))
    .filter(({ columns }) => columns.length === 1 && columns[0] === name);
}

/** Columns of a key of which each alone would make it unique: as they stand, or as `lower(...)`. */
function distinguishingColumns(key: UniqueKey, table: Table, dialect: Dialect): string[] {
  return key.columns.flatMap((name, i) => {
    const sql =
      name === null
        ? key.expressions[i]!
        : table.columns.find((candidate) => candidate.name === name)!.generatedSql;
    if (sql === undefined) return [name!];
    const { expression, columns } = compileCheck(sql, dialect, table.columns);
    return expression !== null && isFolding(expression) ? columns.slice(0, 1) : [];
  });
}

const FOLDING = new Set(['lower', 'upper', 'lcase', 'ucase', 'trim', 'btrim']);

/** Texts made from numbers differ even when case is ignored, and blanks around them. */
function isFolding(expression: Expression): boolean {
  if (expression.kind === 'cast')
    return isFolding(expression.operand) || expression.operand.kind === 'column';
  if (expression.kind !== 'call' || expression.args.length !== 1) return false;
  const [argument] = expression.args;
  return FOLDING.has(expression.name.toLowerCase()) && (argument!.kind === 'column' || isFolding(argument!));
}

/** Plain columns of a key and those that its expressions and its predicate read. */
function columnsOf(key: UniqueKey, table: Table, dialect: Dialect): string[] {
  const read = (sql: string): readonly string[] => compileCheck(sql, dialect, table.columns).columns;
  const named = key.columns.flatMap((name, i) => (name === null ? read(key.expressions[i]!) : [name]));
  const inPredicate = key.predicate === null ? [] : read(key.predicate);
  return writtenColumns(table, [...named, ...inPredicate], dialect);
}

/** Whether a key is an owner with a number that counts its rows. */
function isOrdinalKey(table: Table, model: TableModel, { columns }: UniqueKey): boolean {
  const owner = table.foreignKeys.find(({ name }) => name === model.owner?.foreignKey);
  const counts = model.columns.some(({ name, ordinal }) => ordinal !== null && columns.includes(name));
  return counts && owner !== undefined && owner.columns.every((name) => columns.includes(name));
}

/** Whether there are enough texts. Beside rows that stand, a nullable column becomes NULL when they run out. */
function canNumberTexts(
  table: Table,
  model: TableModel,
  planned: PlannedTable,
  name: string,
  dialect: Dialect,
): boolean {
  const learned = model.columns.find((candidate) => candidate.name === name);
  const spec = learned?.text ?? null;
  if (spec === null || spec.kind === 'bytes') return false;
  // Of its texts some are frequent.
  if (learned!.variable !== null && isOpenCategory(model.variables[learned!.variable]!.scale)) return false;
  // Built from the names of the row, an address seldom repeats; a number in it would give it away.
  if ((spec.kind === 'email' || spec.kind === 'userName') && spec.fromNames) return false;
  const column = table.columns.find((candidate) => candidate.name === name)!;
  if (!takesTexts(column)) return false;
  const needed = planned.rows + (column.nullable ? 0 : planned.existingRows);
  const texts = compileText(spec);
  return texts.capacity >= BigInt(needed) && keepsChecks(table, name, texts, needed, dialect);
}

function keepsChecks(
  table: Table,
  name: string,
  texts: TextGenerator,
  needed: number,
  dialect: Dialect,
): boolean {
  const checks = singleChecks(table, name, dialect);
  if (checks.length === 0) return true;
  return triedOf(needed).every((index) => {
    const text = texts.generateUnique(index, 0);
    return checks.every((check) => check.evaluate(() => text) !== false);
  });
}

/** So many numbers, and texts made from numbers, are tried against the CHECKs of their column: the first ones, and others up to the last. */
const TRIED = 64;

function triedOf(count: number): number[] {
  const first = Array.from({ length: Math.min(count, TRIED) }, (_, i) => i);
  if (count <= TRIED) return first;
  return [...first, ...first.map((i) => Math.floor((i * (count - 1)) / (TRIED - 1)))];
}
