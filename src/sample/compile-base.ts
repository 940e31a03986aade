import type { Base } from '../model/model.js';
import type { FamilyState } from './family-state.js';
import { compilePath, tableAt, type SampledTable, type SampledTables } from './sampled-table.js';

/**
 * Makes the function that reads the value to start from: of the row itself, its previous sibling, or a parent.
 * @returns values, NaN where there is none
 */
export function compileBase(
  base: Base,
  sampled: SampledTable,
  tables: SampledTables,
  family: FamilyState,
): (row: number) => number {
  if (base.from === 'own') {
    const values = sampled.values[base.variable]!;
    return (row) => values[row]!;
  }
  if (base.from === 'previous') {
    const values = sampled.values[base.variable]!;
    return (row) => (family.position > 0 ? values[row - 1]! : NaN);
  }
  const follow = compilePath(sampled, base.path, tables);
  const values = tableAt(sampled, base.path, tables).values[base.variable]!;
  return (row) => {
    const parent = follow(row);
    return parent < 0 ? NaN : values[parent]!;
  };
}
