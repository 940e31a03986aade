import type { TableModel } from '../model/model.js';
import { hash32, hashText, unit } from '../random/hash.js';

/**
 * Makes a function that draws which rows have no parent by a foreign key that closes a cycle, as often as in the source.
 * @param index position of the reference
 */
export function compileLacksParent(
  { id, references }: TableModel,
  index: number,
  seed: number,
): (row: number) => boolean {
  const { foreignKey, nullShare } = references[index]!;
  const own = hash32(seed, hashText(id), hashText(foreignKey));
  return (row) => unit(hash32(own, row)) < nullShare;
}
