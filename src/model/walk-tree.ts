import type { Tree } from './model.js';

/**
 * Finds the leaf of a tree that a row falls into.
 * @param row one byte per feature of the forest, 255 = there is none
 * @returns number of the leaf
 */
export function findLeaf(tree: Tree, row: Uint8Array): number {
  const { feature, split, left, subsets } = tree;
  let node = 0;
  for (let f = feature[0]!; f >= 0; f = feature[node]!) {
    const bin = row[f]!;
    const at = split[node]!;
    const goesLeft = at >= 0 ? bin <= at : ((subsets[(-1 - at) * 8 + (bin >> 5)]! >>> (bin & 31)) & 1) === 1;
    node = left[node]! + (goesLeft ? 0 : 1);
  }
  return left[node]!;
}

/**
 * Draws a bin from a leaf.
 * @param u uniform in [0, 1)
 */
export function drawBin(tree: Tree, leaf: number, u: number): number {
  const from = tree.start[leaf]!;
  const to = tree.start[leaf + 1]!;
  const target = u * tree.cumulated[to - 1]!;
  let low = from;
  let high = to - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (tree.cumulated[middle]! > target) high = middle;
    else low = middle + 1;
  }
  return tree.bins[low]!;
}
