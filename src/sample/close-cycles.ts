import type { LateKey } from '../graph/find-load-order.js';
import { hash32, hashText, unit } from '../random/hash.js';
import { permute } from '../random/permute.js';
import { GroupedRows } from './grouped-rows.js';
import type { SampledTable, SampledTables } from './sampled-table.js';

/**
 * Chooses the parent rows of foreign keys that close a cycle, once all tables are drawn: any parent row that agrees in
 * shared columns, each at most once where the key is unique.
 */
export function closeCycles(
  sampled: SampledTable,
  tables: SampledTables,
  late: readonly LateKey[],
  seed: number,
): void {
  for (const { foreignKey } of late) {
    const index = sampled.references.findIndex(({ name }) => name === foreignKey);
    const key = sampled.references[index]!;
    const model = sampled.model.references[index]!;
    const parent = tables.get(key.parent);
    if (parent === undefined || parent.rows === 0) continue;
    const isNullable = key.columns.some(
      (name) => sampled.table.columns.find((column) => column.name === name)!.nullable,
    );
    const isUnique = sampled.table.uniques.some(
      ({ columns, predicate }) =>
        predicate === null && columns.every((column) => key.columns.includes(column!)),
    );
    const keySeed = hash32(seed, hashText(sampled.model.id), hashText(foreignKey));
    const links = sampled.links.get(foreignKey)!;
    const groups = GroupedRows.forReference(sampled, index, parent, tables);
    const taken = new Set<number>();
    for (let row = 0; row < sampled.rows; row++) {
      if (isNullable && unit(hash32(keySeed, row)) < model.nullShare) continue;
      const candidates = groups?.rowsFor(row) ?? null;
      const size = candidates?.length ?? parent.rows;
      for (let i = 0; i < (isUnique ? size : Math.min(1, size)); i++) {
        const position =
          isUnique && candidates === null
            ? permute((row + i) % size, size, keySeed)
            : (hash32(keySeed, row, 1) + i) % size;
        const found = candidates === null ? position : candidates[position]!;
        if (isUnique && taken.has(found)) continue;
        taken.add(found);
        links[row] = found;
        break;
      }
    }
  }
}
