import { isOneToOne } from '../graph/is-one-to-one.js';
import { isOptional } from '../graph/is-optional.js';
import { hash32, hashText, unit } from '../random/hash.js';
import { compileLacksParent } from './compile-lacks-parent.js';
import { compileSelection } from './compile-selection.js';
import type { SampledTable } from './sampled-table.js';

/**
 * Decides which rows of a drawn table will have a parent by a foreign key that closes a cycle, so that other tables
 * refer to such rows only, and enough of them: as many are NULL as in the source, unless more are needed; no more are not
 * than there are parents where the key is unique.
 * @param needed rows that must have a parent
 * @param parents rows that the parent table has, or is to get
 */
export function foreseeParents(
  sampled: SampledTable,
  foreignKey: string,
  needed: number,
  parents: number,
  seed: number,
): void {
  const { table, model, references, rows } = sampled;
  const index = references.findIndex(({ name }) => name === foreignKey);
  const key = references[index]!;
  const { when: _, ...whole } = key;
  const isConcerned = compileSelection(sampled, key);
  const lacks = isOptional(table, whole) ? compileLacksParent(model, index, seed) : (): boolean => false;
  const room = isOneToOne(table, key) ? parents : parents > 0 ? rows : 0;
  const foreseen = Uint8Array.from({ length: rows }, (_, row) =>
    isConcerned?.(row) === false || lacks(row) ? 0 : 1,
  );
  const withParent = [...foreseen.keys()].filter((row) => foreseen[row] === 1);
  for (const row of withParent.slice(room)) foreseen[row] = 0;
  const missing = Math.min(needed, room) - withParent.length;
  if (missing > 0) {
    const own = hash32(seed, hashText(model.id), hashText(foreignKey), 0xf0e);
    const rank = (row: number): number => unit(hash32(own, row));
    const others = [...foreseen.keys()].filter((row) => foreseen[row] === 0 && isConcerned?.(row) !== false);
    others.sort((a, b) => rank(a) - rank(b) || a - b);
    for (const row of others.slice(0, missing)) foreseen[row] = 1;
  }
  sampled.foreseen.set(foreignKey, foreseen);
}
