import type { Forest, Tree } from '../model/model.js';
import { stratify } from '../random/stratify.js';
import { hash32 } from '../random/hash.js';
import type { BinDrawer } from './bin-drawer.js';
import type { RowFeatures } from './row-features.js';

/** Integers per node: slot of the feature, split, left child; of a leaf: -1, where its bins begin and end. */
const NODE = 3;
const WORDS = 8;

/**
 * Draws bins from a forest. All trees lie in one array, and only features that a tree splits by are looked at.
 * Where rows are independent of each other, the draws of each leaf are spread evenly over it: a copy of 100 rows
 * then has the shares of the leaf, not those that chance gives 100 draws.
 */
export class ForestDrawer implements BinDrawer {
  private readonly nodes: Int32Array;
  private readonly roots: Int32Array;
  private readonly subsets: Uint32Array;
  private readonly bins: Uint8Array;
  private readonly cumulated: Float64Array;
  /** Draws from each leaf so far. */
  private readonly visits: Uint32Array;

  /**
   * @param spread seed of the draws that are spread evenly; null where each is by itself (siblings must not be spread
   *   against each other)
   * @param tilt what the chance of each bin is multiplied by; null = 1
   */
  constructor(
    { trees, features: read }: Forest,
    private readonly features: Pick<RowFeatures, 'bytes' | 'slotOf'>,
    private readonly spread: number | null = null,
    private readonly tilt: readonly number[] | null = null,
  ) {
    const slots = new Map<number, number>();
    for (const { feature } of trees)
      for (const f of feature) if (f >= 0 && !slots.has(f)) slots.set(f, features.slotOf(read[f]!));
    this.nodes = new Int32Array(sumOf(trees, ({ feature }) => feature.length) * NODE);
    this.visits = new Uint32Array(spread === null ? 0 : this.nodes.length / NODE);
    this.subsets = new Uint32Array(sumOf(trees, ({ subsets }) => subsets.length));
    this.bins = new Uint8Array(sumOf(trees, ({ bins }) => bins.length));
    this.cumulated = new Float64Array(this.bins.length);
    this.roots = new Int32Array(trees.length);
    const at = { node: 0, word: 0, bin: 0 };
    trees.forEach((tree, i) => {
      this.roots[i] = at.node;
      this.lay(tree, slots, at);
      at.node += tree.feature.length * NODE;
      at.word += tree.subsets.length;
      at.bin += tree.bins.length;
    });
  }

  /**
   * Draws a bin for the row at hand.
   * @param hash 32 random bits
   */
  draw(hash: number): number {
    const { nodes, cumulated } = this;
    const trees = this.roots.length;
    const leaf = this.findLeaf(this.roots[hash % trees]!);
    const u = this.spread === null ? uniformBeside(hash, trees) : this.nextOf(leaf, this.spread);
    let low = nodes[leaf + 1]!;
    let high = nodes[leaf + 2]! - 1;
    const target = u * cumulated[high]!;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (cumulated[middle]! > target) high = middle;
      else low = middle + 1;
    }
    return this.bins[low]!;
  }

  /**
   * Draws a bin of which `flags` says `wanted`, from the first tree that has one for the row at hand.
   * @returns -1 when no tree has one
   */
  drawAmong(hash: number, flags: Uint8Array, wanted: 0 | 1): number {
    const { nodes, bins } = this;
    const trees = this.roots.length;
    for (let i = 0; i < trees; i++) {
      const leaf = this.findLeaf(this.roots[(hash + i) % trees]!);
      const [from, to] = [nodes[leaf + 1]!, nodes[leaf + 2]!];
      let total = 0;
      for (let at = from; at < to; at++) if (flags[bins[at]!] === wanted) total += this.countAt(at, from);
      if (total === 0) continue;
      let target = uniformBeside(hash, trees) * total;
      for (let at = from; at < to; at++) {
        if (flags[bins[at]!] !== wanted) continue;
        target -= this.countAt(at, from);
        if (target < 0) return bins[at]!;
      }
    }
    return -1;
  }

  private nextOf(leaf: number, spread: number): number {
    const at = leaf / NODE;
    return stratify(this.visits[at]!++, hash32(spread, at));
  }

  private findLeaf(root: number): number {
    const { nodes, subsets } = this;
    const { bytes } = this.features;
    let node = root;
    for (let slot = nodes[node]!; slot >= 0; slot = nodes[node]!) {
      const bin = bytes[slot]!;
      const split = nodes[node + 1]!;
      const goesLeft =
        split >= 0 ? bin <= split : ((subsets[-1 - split + (bin >> 5)]! >>> (bin & 31)) & 1) === 1;
      node = nodes[node + 2]! + (goesLeft ? 0 : NODE);
    }
    return node;
  }

  private countAt(at: number, from: number): number {
    return this.cumulated[at]! - (at === from ? 0 : this.cumulated[at - 1]!);
  }

  private lay(
    tree: Tree,
    slots: ReadonlyMap<number, number>,
    from: { node: number; word: number; bin: number },
  ): void {
    const { nodes } = this;
    tree.feature.forEach((feature, i) => {
      const at = from.node + i * NODE;
      const [split, left] = [tree.split[i]!, tree.left[i]!];
      if (feature >= 0) {
        nodes[at] = slots.get(feature)!;
        nodes[at + 1] = split >= 0 ? split : -1 - (from.word + (-1 - split) * WORDS);
        nodes[at + 2] = from.node + left * NODE;
        return;
      }
      nodes[at] = -1;
      nodes[at + 1] = from.bin + tree.start[left]!;
      nodes[at + 2] = from.bin + tree.start[left + 1]!;
    });
    this.subsets.set(tree.subsets, from.word);
    this.bins.set(tree.bins, from.bin);
    this.cumulated.set(this.tilt === null ? tree.cumulated : tilted(tree, this.tilt), from.bin);
  }
}

/** Counts of a tree's leaves, cumulated inside each, when chances are changed. */
function tilted({ start, bins, cumulated }: Tree, tilt: readonly number[]): Float64Array {
  const changed = new Float64Array(bins.length);
  for (let leaf = 0; leaf < start.length - 1; leaf++) {
    let sum = 0;
    for (let at = start[leaf]!; at < start[leaf + 1]!; at++) {
      const count = cumulated[at]! - (at === start[leaf] ? 0 : cumulated[at - 1]!);
      changed[at] = sum += count * (tilt[bins[at]!] ?? 1);
    }
  }
  return changed;
}

/** A number in [0, 1) from what is left of a hash when `hash % size` was taken for a choice. */
function uniformBeside(hash: number, size: number): number {
  return Math.floor(hash / size) / Math.ceil(0x1_0000_0000 / size);
}

function sumOf<T>(items: readonly T[], size: (item: T) => number): number {
  return items.reduce((sum, item) => sum + size(item), 0);
}
