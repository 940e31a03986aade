import { isNeededBeside } from '../graph/is-needed-beside.js';
import type { ForeignKey } from '../introspect/catalog.js';
import type { Plan } from '../plan/plan.js';
import { compileHasKey } from './compile-has-key.js';
import { GroupedRows } from './grouped-rows.js';
import type { SampledTable, SampledTables } from './sampled-table.js';

/**
 * Most children of each owner: one where the key is unique, as many as there are partners in a junction.
 * @returns null where nothing limits them
 */
export function childLimits(
  sampled: SampledTable,
  parent: SampledTable,
  owner: ForeignKey,
  tables: SampledTables,
  plan: Plan,
): Float64Array | null {
  const { table, references } = sampled;
  let limits: Float64Array | null = null;
  const limit = (most: (ownerRow: number) => number): void => {
    const before = limits;
    limits = Float64Array.from({ length: parent.rows }, (_, row) =>
      Math.min(before?.[row] ?? Infinity, most(row)),
    );
  };
  const full = table.uniques.filter(
    ({ predicate, columns }) => predicate === null && !columns.includes(null),
  );
  if (full.some(({ columns }) => columns.every((column) => owner.columns.includes(column!)))) limit(() => 1);
  const hasKey = compileHasKey(owner, parent);
  if (hasKey !== null) limit((row) => (hasKey(row) ? Infinity : 0));
  for (const { columns } of full) {
    const choices = countChoices(sampled, owner, columns as string[]);
    if (choices !== null) limit(() => choices);
  }
  references.forEach((key, index) => {
    if (key.parent === sampled.model.id) return;
    const partner = tables.get(key.parent);
    const isNeeded = isNeededBeside(table, key, [owner]);
    const both = [...owner.columns, ...key.columns];
    const isPair = full.some(({ columns }) => columns.every((column) => both.includes(column!)));
    if (partner === undefined) {
      // It closes a cycle, and its parents are drawn later.
      const planned = plan.tables.find(({ id }) => id === key.parent)?.rows ?? 0;
      if (isPair && isNeeded) limit(() => planned);
      return;
    }
    const groups = isNeeded ? GroupedRows.forOwner(sampled, index, partner, tables) : null;
    if (groups !== null) limit((row) => (isPair ? groups(row) : groups(row) > 0 ? Infinity : 0));
    else if (isPair && isNeeded) limit(() => partner.rows);
  });
  return limits;
}

/** Rows that a key leaves to each owner when all that is free in it are categories; null when more is free. */
function countChoices(sampled: SampledTable, owner: ForeignKey, key: readonly string[]): number | null {
  const rest = key.filter((column) => !owner.columns.includes(column));
  if (rest.length === 0 || rest.length + owner.columns.length > key.length) return null;
  let choices = 1;
  for (const name of rest) {
    const column = sampled.model.columns.find((candidate) => candidate.name === name);
    const variable = column?.variable ?? null;
    if (variable === null || column!.copyOf !== null || sampled.linked.has(name)) return null;
    const { scale } = sampled.model.variables[variable]!;
    if (scale.kind !== 'category' || column!.text !== null) return null;
    choices *= scale.values.reduce((sum, values) => sum + values.length, 0);
  }
  return choices;
}
