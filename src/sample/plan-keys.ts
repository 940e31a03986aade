import { compileCheck, type CompiledCheck } from '../check/compile-check.js';
import type { Dialect, Table, UniqueKey } from '../introspect/catalog.js';
import { compileText } from '../text/compile-text.js';
import type { KeyPlan } from './read-columns.js';
import type { GuardedCheck, GuardedKey } from './row-guard.js';
import type { SampledTable } from './sampled-table.js';

/** What stands in the target already, per table: the largest number of numbered columns, keys in use. */
export type ExistingKeys = ReadonlyMap<string, ExistingTable>;

export interface ExistingTable {
  /** Largest value per integer key column. */
  readonly largest: ReadonlyMap<string, number>;
  /** Keys in use per unique key, as `keyPart` writes them. */
  readonly taken: ReadonlyMap<string, ReadonlySet<string>>;
}

export interface PlannedKeys extends KeyPlan {
  readonly guarded: readonly GuardedKey[];
  readonly checks: readonly GuardedCheck[];
}

/**
 * Decides how each unique key of a table is kept: by numbering, by texts that are made one to one from the row
 * number, or by watching the rows as they are drawn. Also compiles the CHECKs that drawing must respect.
 */
export function planKeys(
  sampled: SampledTable,
  dialect: Dialect,
  existing: ExistingTable | undefined,
): PlannedKeys {
  const { table } = sampled;
  const counters = new Map<string, number>();
  const uniqueTexts = new Set<string>();
  const isFree = (name: string | null): name is string => name !== null && !sampled.linked.has(name);
  const checks = compileChecks(table, dialect);
  for (const key of table.uniques) {
    const [only] = key.columns;
    if (key.columns.length !== 1 || !isFree(only ?? null)) continue;
    if (isNumbered(sampled, only!)) counters.set(only!, (existing?.largest.get(only!) ?? 0) + 1);
  }
  for (const key of table.uniques) {
    const columns = columnsOf(key, table, dialect);
    if (columns.some((name) => counters.has(name) || uniqueTexts.has(name))) continue;
    if (isOrdinalKey(sampled, columns)) continue;
    const text = columns.find((name) => isFree(name) && canNumberTexts(sampled, name));
    if (text !== undefined) uniqueTexts.add(text);
  }
  const guarded = table.uniques.flatMap((key) => {
    const columns = columnsOf(key, table, dialect);
    if (columns.length === 0 || columns.some((name) => counters.has(name))) return [];
    // Beside rows that another seed may have made, numbered texts could repeat one.
    if (existing === undefined && columns.some((name) => uniqueTexts.has(name))) return [];
    return [guardKey(sampled, key, columns, dialect, existing)];
  });
  return { counters, uniqueTexts, hasRowsBeside: existing !== undefined, guarded, checks };
}

function compileChecks(table: Table, dialect: Dialect): GuardedCheck[] {
  return table.checks
    .map((check) => compileCheck(check, dialect, table.columns))
    .filter((check) => check.expression !== null)
    .map((check) => ({ check, columns: check.columns }));
}

/** Plain columns of a key and those that its expressions read. */
function columnsOf(key: UniqueKey, table: Table, dialect: Dialect): string[] {
  return key.columns.flatMap((name, i) => {
    if (name !== null) return [name];
    const expression = key.expressions[i];
    return typeof expression === 'string'
      ? [...compileCheck(expression, dialect, table.columns).columns]
      : [];
  });
}

/** Whether a column that is unique by itself is numbered: an identity, or an integer that only identifies. */
function isNumbered(sampled: SampledTable, name: string): boolean {
  const column = sampled.table.columns.find((candidate) => candidate.name === name)!;
  if (column.identity) return true;
  const model = sampled.model.columns.find((candidate) => candidate.name === name);
  if (model === undefined) return column.type.name === 'integer';
  const { class: columnClass } = model;
  if (columnClass.kind === 'key') return columnClass.form === 'integer' || columnClass.form === 'number';
  return columnClass.kind === 'number' && columnClass.form === 'integer';
}

/** Whether a key is an owner with a number that counts its rows. */
function isOrdinalKey(sampled: SampledTable, columns: readonly string[]): boolean {
  const { owner, model } = sampled;
  const counts = model.columns.some(({ name, ordinal }) => ordinal !== null && columns.includes(name));
  return counts && owner !== null && owner.columns.every((name) => columns.includes(name));
}

function canNumberTexts(sampled: SampledTable, name: string): boolean {
  const spec = sampled.model.columns.find((candidate) => candidate.name === name)?.text ?? null;
  return spec !== null && spec.kind !== 'bytes' && compileText(spec).capacity >= BigInt(sampled.rows);
}

function guardKey(
  sampled: SampledTable,
  key: UniqueKey,
  columns: readonly string[],
  dialect: Dialect,
  existing: ExistingTable | undefined,
): GuardedKey {
  const { owner, table } = sampled;
  const compile = (sql: string): CompiledCheck => compileCheck(sql, dialect, table.columns);
  return {
    columns,
    parts: key.columns.map((column, i) => ({
      column,
      expression: column === null ? compile(key.expressions[i]!) : null,
      caseInsensitive: key.caseInsensitive[i] ?? false,
    })),
    nullsDistinct: key.nullsDistinct,
    isInFamily:
      owner !== null && owner.columns.every((column) => columns.includes(column)) && existing === undefined,
    applies: key.predicate === null ? null : compile(key.predicate),
    existing: existing?.taken.get(key.name) ?? null,
  };
}
