import type { Tree } from '../model/model.js';

/** Rows to learn a tree from; every array but `rows` is indexed by row number. */
export interface TreeInput {
  /** One byte per row and feature; 255 = there is none. */
  readonly features: readonly Uint8Array[];
  /** Whether the bins of a feature have an order; bins of the others are split into subsets. */
  readonly ordered: readonly boolean[];
  /** Class by which splits are judged, 0..classes - 1. */
  readonly classes: Uint8Array;
  readonly classCount: number;
  /** Bin that the leaves count. */
  readonly bins: Uint8Array;
  /** Entity behind each row; rows of an entity are neighbours in `rows`. */
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

/** A large node's split is searched on about this many of its rows. */
const SEARCHED_ROWS = 4_000;

interface Split {
  feature: number;
  /** Last bin on the left (ordered), or -1. */
  threshold: number;
  /** Bins on the left (unordered). */
  subset: Uint8Array | null;
  gain: number;
}

/**
 * Grows a classification tree by likelihood gain over histograms of binned features, and counts target bins
 * in its leaves. A category's bins are ordered by the first principal axis of their class table, so that a
 * subset is found in linear time (Breiman et al. 1984, section 4.2; Coppersmith et al. 1999 for many classes).
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
  private readonly xlogx: Float64Array;
  private readonly table: Int32Array;
  private readonly binRows = new Int32Array(256);
  private readonly touched = new Int32Array(256);
  private readonly leftClasses: Int32Array;
  private readonly nodeClasses: Int32Array;
  private readonly leafCounts = new Int32Array(256);
  private readonly keys = new Float64Array(256);
  private readonly rows: Int32Array;
  /** Every how many rows of the node at hand are looked at for its split, and how many these are. */
  private stride = 1;
  private searched = 0;
  private readonly scratch: Int32Array;

  constructor(
    private readonly input: TreeInput,
    private readonly limits: TreeLimits,
  ) {
    this.rows = input.rows.slice();
    this.scratch = new Int32Array(this.rows.length);
    this.table = new Int32Array(256 * input.classCount);
    this.leftClasses = new Int32Array(input.classCount);
    this.nodeClasses = new Int32Array(input.classCount);
    this.xlogx = new Float64Array(this.rows.length + 1);
    for (let i = 2; i < this.xlogx.length; i++) this.xlogx[i] = i * Math.log(i);
  }

  build(): Tree {
    this.addNode();
    const open: { node: number; from: number; to: number; depth: number }[] = [
      { node: 0, from: 0, to: this.rows.length, depth: 0 },
    ];
    for (let at = open.pop(); at !== undefined; at = open.pop()) {
      const middle = at.depth < this.limits.maxDepth ? this.trySplit(at.node, at.from, at.to) : -1;
      if (middle < 0) {
        this.makeLeaf(at.node, at.from, at.to);
        continue;
      }
      const left = this.left[at.node]!;
      open.push({ node: left + 1, from: middle, to: at.to, depth: at.depth + 1 });
      open.push({ node: left, from: at.from, to: middle, depth: at.depth + 1 });
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
  private trySplit(node: number, from: number, to: number): number {
    if (to - from < 2 * this.limits.minEntities) return -1;
    const { classes } = this.input;
    this.stride = Math.max(1, Math.floor((to - from) / SEARCHED_ROWS));
    this.searched = Math.ceil((to - from) / this.stride);
    this.nodeClasses.fill(0);
    for (let i = from; i < to; i += this.stride) this.nodeClasses[classes[this.rows[i]!]!]!++;
    let present = 0;
    let parentTerm = -this.xlogx[this.searched]!;
    for (const count of this.nodeClasses) {
      if (count > 0) present++;
      parentTerm += this.xlogx[count]!;
    }
    if (present < 2) return -1;
    const needed = this.limits.penalty * (present - 1) + Math.log(1 + this.input.features.length);
    const tried = new Set<number>();
    // A split may turn out to leave too few entities on a side: then the next best feature is tried.
    for (let attempt = 0; attempt < 3; attempt++) {
      const best = this.findSplit(from, to, parentTerm, tried);
      if (best === null || best.gain * this.stride < needed) return -1;
      const middle = this.partition(from, to, best);
      if (this.holdsEnough(from, middle) && this.holdsEnough(middle, to)) {
        this.record(node, best);
        return middle;
      }
      tried.add(best.feature);
    }
    return -1;
  }

  private findSplit(from: number, to: number, parentTerm: number, tried: ReadonlySet<number>): Split | null {
    let best: Split | null = null;
    for (let feature = 0; feature < this.input.features.length; feature++) {
      if (tried.has(feature)) continue;
      const bins = this.fillTable(feature, from, to);
      if (bins > 1) {
        const found = this.bestCut(feature, bins, this.searched, parentTerm, best?.gain ?? 0);
        if (found !== null) best = found;
      }
      this.clearTable(bins);
    }
    return best;
  }

  /** Counts classes per bin of a feature; returns how many bins occur, listed in `touched`. */
  private fillTable(feature: number, from: number, to: number): number {
    const values = this.input.features[feature]!;
    const { classes, classCount } = this.input;
    const { table, binRows, touched, rows } = this;
    let bins = 0;
    for (let i = from; i < to; i += this.stride) {
      const row = rows[i]!;
      const bin = values[row]!;
      if (binRows[bin]!++ === 0) touched[bins++] = bin;
      table[bin * classCount + classes[row]!]!++;
    }
    return bins;
  }

  private clearTable(bins: number): void {
    const { classCount } = this.input;
    for (let i = 0; i < bins; i++) {
      const bin = this.touched[i]!;
      this.binRows[bin] = 0;
      this.table.fill(0, bin * classCount, (bin + 1) * classCount);
    }
  }

  private bestCut(
    feature: number,
    bins: number,
    total: number,
    parentTerm: number,
    beat: number,
  ): Split | null {
    const { classCount } = this.input;
    const { table, binRows, leftClasses, nodeClasses, xlogx } = this;
    const order = this.touched.subarray(0, bins);
    const isOrdered = this.input.ordered[feature]!;
    if (isOrdered || bins === 2) order.sort();
    else this.sortByAxis(order, total);
    leftClasses.fill(0);
    let leftRows = 0;
    let bestGain = beat;
    let bestAt = -1;
    for (let i = 0; i < bins - 1; i++) {
      const bin = order[i]!;
      leftRows += binRows[bin]!;
      const offset = bin * classCount;
      let sum = 0;
      for (let c = 0; c < classCount; c++) {
        const left = leftClasses[c]! + table[offset + c]!;
        leftClasses[c] = left;
        sum += xlogx[left]! + xlogx[nodeClasses[c]! - left]!;
      }
      const rightRows = total - leftRows;
      if (leftRows < this.limits.minEntities || rightRows < this.limits.minEntities) continue;
      const gain = sum - xlogx[leftRows]! - xlogx[rightRows]! - parentTerm;
      if (gain > bestGain) {
        bestGain = gain;
        bestAt = i;
      }
    }
    if (bestAt < 0) return null;
    if (isOrdered) return { feature, threshold: order[bestAt]!, subset: null, gain: bestGain };
    return { feature, threshold: -1, subset: Uint8Array.from(order.subarray(0, bestAt + 1)), gain: bestGain };
  }

  /** Sorts bins by their scores on the first principal axis of the bin x class table (power iteration). */
  private sortByAxis(order: Int32Array, total: number): void {
    const { classCount } = this.input;
    const { table, binRows, nodeClasses, keys } = this;
    let axis = new Float64Array(classCount);
    for (let c = 0; c < classCount; c++) axis[c] = (c % 2 === 0 ? 1 : -1) * nodeClasses[c]! + c;
    for (let round = 0; round < 4; round++) {
      const next = new Float64Array(classCount);
      let mean = 0;
      for (let c = 0; c < classCount; c++) mean += (axis[c]! * nodeClasses[c]!) / total;
      for (const bin of order) {
        let score = 0;
        const rows = binRows[bin]!;
        const offset = bin * classCount;
        for (let c = 0; c < classCount; c++) score += axis[c]! * table[offset + c]!;
        score = score / rows - mean;
        keys[bin] = score;
        for (let c = 0; c < classCount; c++)
          next[c]! += score * (table[offset + c]! - (rows * nodeClasses[c]!) / total);
      }
      let norm = 0;
      for (let c = 0; c < classCount; c++) norm += next[c]! * next[c]!;
      if (norm === 0) break;
      norm = Math.sqrt(norm);
      for (let c = 0; c < classCount; c++) next[c]! /= norm;
      axis = next;
    }
    order.sort((a, b) => keys[a]! - keys[b]! || a - b);
  }

  /** Moves the rows that go left to the front, keeping the order on both sides. */
  private partition(from: number, to: number, split: Split): number {
    const values = this.input.features[split.feature]!;
    const goesLeft = new Uint8Array(256);
    if (split.subset === null) goesLeft.fill(1, 0, split.threshold + 1);
    else for (const bin of split.subset) goesLeft[bin] = 1;
    const { rows, scratch } = this;
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

  private holdsEnough(from: number, to: number): boolean {
    const { entities } = this.input;
    let distinct = 0;
    let last = -1;
    for (let i = from; i < to; i++) {
      const entity = entities[this.rows[i]!]!;
      if (entity !== last) {
        last = entity;
        if (++distinct >= this.limits.minEntities) return true;
      }
    }
    return false;
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
