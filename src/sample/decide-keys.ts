import { compileCheck } from '../check/compile-check.js';
import type { Expression } from '../check/expression.js';
import { linkedColumns } from '../graph/linked-columns.js';
import type { Dialect, Table, UniqueKey } from '../introspect/catalog.js';
import type { TableModel } from '../model/model.js';
import type { Plan, PlannedTable } from '../plan/plan.js';
import { compileText } from '../text/compile-text.js';

/** How the unique keys of a table are kept. */
export interface KeyDecision {
  /** Columns that are numbered. */
  readonly counters: ReadonlySet<string>;
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
  const counters = new Set<string>();
  const texts = new Set<string>();
  for (const key of table.uniques) {
    const [only] = key.columns;
    if (key.columns.length !== 1 || only === null || only === undefined || linked.has(only)) continue;
    if (isNumbered(table, model, only)) counters.add(only);
  }
  const open = table.uniques
    .map((key) => ({ key, distinguishing: distinguishingColumns(key, table, dialect) }))
    .filter(({ distinguishing }) => !distinguishing.some((name) => counters.has(name)));
  for (const { key, distinguishing } of open) {
    if (distinguishing.some((name) => texts.has(name)) || isOrdinalKey(table, model, key)) continue;
    const text = distinguishing.find(
      (name) => !linked.has(name) && canNumberTexts(table, model, planned, name),
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
  if (column.identity) return true;
  const learned = model.columns.find((candidate) => candidate.name === name);
  if (learned === undefined) return column.type.name === 'integer';
  const { class: columnClass } = learned;
  if (columnClass.kind === 'key') return columnClass.form === 'integer' || columnClass.form === 'number';
  return columnClass.kind === 'number' && columnClass.form === 'integer';
}

/** Columns of a key of which each alone would make it unique: as they stand, or as `lower(...)`. */
function distinguishingColumns(key: UniqueKey, table: Table, dialect: Dialect): string[] {
  return key.columns.flatMap((name, i) => {
    if (name !== null) return [name];
    const { expression, columns } = compileCheck(key.expressions[i]!, dialect, table.columns);
    return expression !== null && isFolding(expression) ? columns.slice(0, 1) : [];
  });
}

/** Texts made from numbers differ even when case is ignored. */
function isFolding(expression: Expression): boolean {
  return (
    expression.kind === 'call' &&
    ['lower', 'upper'].includes(expression.name.toLowerCase()) &&
    expression.args.length === 1 &&
    expression.args[0]!.kind === 'column'
  );
}

/** Plain columns of a key and those that its expressions read. */
function columnsOf(key: UniqueKey, table: Table, dialect: Dialect): string[] {
  return key.columns.flatMap((name, i) =>
    name === null ? [...compileCheck(key.expressions[i]!, dialect, table.columns).columns] : [name],
  );
}

/** Whether a key is an owner with a number that counts its rows. */
function isOrdinalKey(table: Table, model: TableModel, { columns }: UniqueKey): boolean {
  const owner = table.foreignKeys.find(({ name }) => name === model.owner?.foreignKey);
  const counts = model.columns.some(({ name, ordinal }) => ordinal !== null && columns.includes(name));
  return counts && owner !== undefined && owner.columns.every((name) => columns.includes(name));
}

/** Whether there are enough texts. Beside rows that stand, a nullable column becomes NULL when they run out. */
function canNumberTexts(table: Table, model: TableModel, planned: PlannedTable, name: string): boolean {
  const spec = model.columns.find((candidate) => candidate.name === name)?.text ?? null;
  if (spec === null || spec.kind === 'bytes') return false;
  // Built from the names of the row, an address seldom repeats; a number in it would give it away.
  if ((spec.kind === 'email' || spec.kind === 'userName') && spec.fromNames) return false;
  const { nullable } = table.columns.find((candidate) => candidate.name === name)!;
  const needed = planned.rows + (nullable ? 0 : planned.existingRows);
  return compileText(spec).capacity >= BigInt(needed);
}
