/** Boosted trees over one byte per feature. */
export interface Booster<F> {
  readonly features: readonly F[];
  readonly trees: readonly BoostedTree[];
}

/**
 * A small regression tree in flat arrays. Node i with `feature[i] < 0` is a leaf, whose value stands in `left[i]`;
 * otherwise its children are `left[i]` and `left[i] + 1`.
 */
export interface BoostedTree {
  readonly feature: Int16Array;
  /** Bytes up to this one go left; below zero, the byte `-1 - split` alone does. */
  readonly split: Int16Array;
  /** Inner node: left child. Leaf: value in units of 1 / `VALUE_STEPS`. */
  readonly left: Int16Array;
}

/** Leaf values stand in a model as whole numbers, so many to one. */
export const VALUE_STEPS = 2000;

/**
 * What the trees say of a row, in sum.
 * @param byteAt gives the row's byte of a feature
 */
export function scoreOf(trees: readonly BoostedTree[], byteAt: (feature: number) => number): number {
  let sum = 0;
  for (let t = 0; t < trees.length; t++) {
    const { feature, split, left } = trees[t]!;
    let node = 0;
    for (let f = feature[0]!; f >= 0; f = feature[node]!) {
      const at = split[node]!;
      const byte = byteAt(f);
      node = left[node]! + ((at >= 0 ? byte <= at : byte === -1 - at) ? 0 : 1);
    }
    sum += left[node]!;
  }
  return sum / VALUE_STEPS;
}
