import { compileCheck, type CompiledCheck } from '../check/compile-check.js';
import type { Dialect, ForeignKey, Table } from '../introspect/catalog.js';
import type { GuardDecision } from './decide-keys.js';
import { KeySet } from './key-set.js';
import type { GuardedKey } from './row-guard.js';

/**
 * Makes a unique key ready to be watched.
 * @param owner whose families are drawn one after the other; null when rows come in any order
 * @param inUse keys that stand in the target already, hashed; undefined for none
 */
export function guardKey(
  table: Table,
  owner: ForeignKey | null,
  { key, columns }: GuardDecision,
  dialect: Dialect,
  inUse: Float64Array | undefined,
): GuardedKey {
  const compile = (sql: string): CompiledCheck => compileCheck(sql, dialect, table.columns);
  const isOwned = owner?.columns.every((name) => key.columns.includes(name)) ?? false;
  const mayLackOwner = owner?.columns.some((name) => isNullable(table, name)) ?? true;
  const isInFamily = isOwned && (key.nullsDistinct || !mayLackOwner);
  const parts = key.columns.map((column, i) => ({
    column,
    expression: column === null ? compile(key.expressions[i]!) : null,
    caseInsensitive: key.caseInsensitive[i] ?? false,
  }));
  // What all rows of a family share need not be compared.
  const isShared = (column: string | null): boolean =>
    isInFamily && !mayLackOwner && inUse === undefined && owner!.columns.includes(column!);
  return {
    columns,
    parts: parts.filter(({ column }) => !isShared(column)),
    nullsDistinct: key.nullsDistinct,
    isInFamily,
    applies: key.predicate === null ? null : compile(key.predicate),
    existing: inUse === undefined ? null : new KeySet(inUse),
  };
}

function isNullable(table: Table, name: string): boolean {
  return table.columns.find((column) => column.name === name)!.nullable;
}
