import type { Table } from '../introspect/catalog.js';
import { mayBeNull } from '../introspect/may-be-null.js';
import { KeySet } from './key-set.js';
import type { Demand } from './list-demands.js';
import type { ExistingKeys } from './plan-keys.js';
import type { GuardedKey } from './row-guard.js';
import type { SampledTable } from './sampled-table.js';

/**
 * Makes ready to be watched what other tables demand of the rows of a table: so many of them differ in some columns. What
 * the table's own keys see to is left out, and whether late columns are NULL, which is foreseen.
 * @param existing keys that stand in the target, which do not count again
 */
export function guardDemands(
  { table, rows, late }: SampledTable,
  demands: readonly Demand[],
  existing: ExistingKeys | undefined,
): GuardedKey[] {
  const isEarly = (name: string): boolean => !late.has(name);
  return demands
    .map(({ columns, present, rows: needed, unique }) => ({
      needed,
      columns,
      unique,
      present: columns.every(isEarly) ? present.filter(isEarly) : columns,
    }))
    .filter(({ needed, columns, present }) => {
      const isNullable = present.some((name) => isEarly(name) && mayBeNull(table, name));
      return needed <= rows && (isNullable || (needed > 1 && !isUnique(table, columns)));
    })
    .map(({ needed, columns, present, unique }) => {
      const inUse = unique === null ? undefined : existing?.get(unique.table)?.taken.get(unique.key.name);
      return {
        columns: present,
        parts: columns.map((column, i) => ({
          column,
          expression: null,
          caseInsensitive: unique?.key.caseInsensitive[i] ?? false,
        })),
        nullsDistinct: true,
        isInFamily: false,
        applies: null,
        existing: inUse === undefined ? null : new KeySet(inUse),
        demand: { present, spare: rows - needed },
      };
    });
}

function isUnique({ uniques }: Table, columns: readonly string[]): boolean {
  return uniques.some(
    ({ columns: own, predicate }) =>
      predicate === null && own.every((name) => name !== null && columns.includes(name)),
  );
}
