import type { Tree } from '../model/model.js';
import { SplitFinder, type Split, type SplitInput } from './split-finder.js';

/** Rows to learn a tree from; every array but `rows` is indexed by row number. */
export interface TreeInput extends SplitInput {
  /** Bin that the leaves count. */
  readonly bins: Uint8Array;
  /** Entity behind each row. */
  readonly entities: Int32Array;
  /** Rows to use. */
  readonly rows: Int32Array;
}

export interface TreeLimits {
  /** Fewest distinct entities in a leaf. */
  readonly minEntities: number;
  readonly maxDepth: number;
  /** Nats of likelihood that a split must gain per degree of freedom it adds. */
  readonly penalty: number;
}

interface OpenNode {
  readonly node: number;
  readonly from: number;
  readonly to: number;
  readonly depth: number;
  /** Features that may vary among its rows. */
  features: readonly number[];
}

/**
 * Grows a classification tree by likelihood gain over histograms of binned features, and counts target bins
 * in its leaves.
 * @returns a tree whose leaves each hold at least `minEntities` entities; cost O(rows x features x depth)
 */
export function growTree(input: TreeInput, limits: TreeLimits): Tree {
  const builder = new TreeBuilder(input, limits);
  return builder.build();
}

class TreeBuilder {
  private readonly feature: number[] = [];
  private readonly split: number[] = [];
  private readonly left: number[] = [];
  private readonly subsets: number[] = [];
  private readonly start: number[] = [0];
  private readonly leafBins: number[] = [];
  private readonly cumulated: number[] = [];
  private readonly splits: SplitFinder;
  private readonly leafCounts = new Int32Array(256);
  private readonly rows: Int32Array;
  private readonly scratch: Int32Array;
  private readonly goesLeft = new Uint8Array(256);
  /** The last count in which each entity was seen on either side. */
  private readonly seenLeft: Int32Array;
  private readonly seenRight: Int32Array;
  private counted = 0;

  constructor(
    private readonly input: TreeInput,
    private readonly limits: TreeLimits,
  ) {
    this.rows = input.rows.slice();
    this.scratch = new Int32Array(this.rows.length);
    this.splits = new SplitFinder(input, this.rows, limits.minEntities);
    let entities = 0;
    for (const row of this.rows) entities = Math.max(entities, input.entities[row]! + 1);
    this.seenLeft = new Int32Array(entities);
    this.seenRight = new Int32Array(entities);
  }

  build(): Tree {
    this.addNode();
    const open: OpenNode[] = [
      { node: 0, from: 0, to: this.rows.length, depth: 0, features: [...this.input.features.keys()] },
    ];
    for (let at = open.pop(); at !== undefined; at = open.pop()) {
      const middle = at.depth < this.limits.maxDepth ? this.trySplit(at) : -1;
      if (middle < 0) {
        this.makeLeaf(at.node, at.from, at.to);
        continue;
      }
      const left = this.left[at.node]!;
      const [depth, features] = [at.depth + 1, at.features];
      open.push({ node: left + 1, from: middle, to: at.to, depth, features });
      open.push({ node: left, from: at.from, to: middle, depth, features });
    }
    return {
      feature: Int16Array.from(this.feature),
      split: Int32Array.from(this.split),
      left: Int32Array.from(this.left),
      subsets: Uint32Array.from(this.subsets),
      start: Int32Array.from(this.start),
      bins: Uint8Array.from(this.leafBins),
      cumulated: Uint32Array.from(this.cumulated),
    };
  }

  private addNode(): number {
    this.feature.push(-1);
    this.split.push(0);
    this.left.push(0);
    return this.feature.length - 1;
  }

  /** Splits the rows of a node in place; returns where the right part begins, or -1. */
  private trySplit(at: OpenNode): number {
    const { from, to } = at;
    if (to - from < 2 * this.limits.minEntities) return -1;
    const { splits } = this;
    splits.lookAt(from, to);
    if (splits.classCount < 2) return -1;
    const needed = this.limits.penalty * (splits.classCount - 1) + Math.log(1 + this.input.features.length);
    let tried: number[] = [];
    // A split may turn out to leave too few entities on a side: then the next best feature is tried.
    for (let attempt = 0; attempt < 3; attempt++) {
      const best = splits.find(at.features, tried);
      // What does not vary in all rows of a node does not vary in a part of them.
      if (splits.stride === 1 && attempt === 0) at.features = splits.varying;
      if (best === null || best.gain * splits.stride < needed) return -1;
      this.goesLeft.fill(0);
      if (best.subset === null) this.goesLeft.fill(1, 0, best.threshold + 1);
      else for (const bin of best.subset) this.goesLeft[bin] = 1;
      const values = this.input.features[best.feature]!;
      if (this.leavesEnough(from, to, values)) {
        this.record(at.node, best);
        return this.partition(from, to, values);
      }
      tried = [...tried, best.feature];
    }
    return -1;
  }

  /** Whether both sides of a split hold enough entities. */
  private leavesEnough(from: number, to: number, values: Uint8Array): boolean {
    const { rows, goesLeft, seenLeft, seenRight } = this;
    const { entities } = this.input;
    const { minEntities } = this.limits;
    const count = ++this.counted;
    let left = 0;
    let right = 0;
    for (let i = from; i < to; i++) {
      const row = rows[i]!;
      const entity = entities[row]!;
      if (goesLeft[values[row]!] === 1) {
        if (seenLeft[entity] === count) continue;
        seenLeft[entity] = count;
        left++;
      } else {
        if (seenRight[entity] === count) continue;
        seenRight[entity] = count;
        right++;
      }
      if (left >= minEntities && right >= minEntities) return true;
    }
    return false;
  }

  /** Moves the rows that go left to the front, keeping the order on both sides; returns where the others begin. */
  private partition(from: number, to: number, values: Uint8Array): number {
    const { rows, scratch, goesLeft } = this;
    let left = from;
    let right = 0;
    for (let i = from; i < to; i++) {
      const row = rows[i]!;
      if (goesLeft[values[row]!] === 1) rows[left++] = row;
      else scratch[right++] = row;
    }
    rows.set(scratch.subarray(0, right), left);
    return left;
  }

  private record(node: number, split: Split): void {
    const left = this.addNode();
    this.addNode();
    this.feature[node] = split.feature;
    this.left[node] = left;
    if (split.subset === null) {
      this.split[node] = split.threshold;
      return;
    }
    this.split[node] = -1 - this.subsets.length / 8;
    const words = new Uint32Array(8);
    for (const bin of split.subset) words[bin >> 5]! |= 1 << (bin & 31);
    this.subsets.push(...words);
  }

  private makeLeaf(node: number, from: number, to: number): void {
    const counts = this.leafCounts;
    for (let i = from; i < to; i++) counts[this.input.bins[this.rows[i]!]!]!++;
    let sum = 0;
    for (let bin = 0; bin < 256; bin++) {
      if (counts[bin] === 0) continue;
      sum += counts[bin]!;
      this.leafBins.push(bin);
      this.cumulated.push(sum);
      counts[bin] = 0;
    }
    this.left[node] = this.start.length - 1;
    this.start.push(this.leafBins.length);
  }
}
