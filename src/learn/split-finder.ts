import { groupBins, MOST_CLASSES } from './group-bins.js';
import { xLogX } from './x-log-x.js';

/** A large node's split is searched on about this many of its rows. */
const SEARCHED_ROWS = 4_000;

/** Lists up to this long are sorted by inserting. */
const SHORT = 24;

/** What splits are judged by; every array is indexed by row number. */
export interface SplitInput {
  /** One byte per row and feature; 255 = there is none. */
  readonly features: readonly Uint8Array[];
  /** Whether the bins of a feature have an order; bins of the others are split into subsets. */
  readonly ordered: readonly boolean[];
  /** What splits are judged by: bins, which each node groups to classes anew, so that deep nodes tell fine differences. */
  readonly judged: Uint8Array;
  readonly nullBin: number;
  readonly isJudgedOrdered: boolean;
}

/** How the rows of a node are told apart. */
export interface Split {
  feature: number;
  /** Last bin on the left (ordered), or -1. */
  threshold: number;
  /** Bins on the left (unordered). */
  subset: Uint8Array | null;
  gain: number;
}

/**
 * Searches the split of a tree's nodes, one node after the other, by likelihood gain over histograms of binned
 * features. A category's bins are ordered by the first principal axis of their class table, so that a subset is found
 * in linear time (Breiman et al. 1984, section 4.2; Coppersmith et al. 1999 for many classes).
 */
export class SplitFinder {
  /** Every how many rows of the node at hand are looked at. */
  stride = 1;
  /** Features that vary among the rows that `find` looked at. */
  varying: readonly number[] = [];

  // The node at hand: the rows that are looked at for its split, their bins, and the classes that these are grouped to.
  private searched = 0;
  private readonly searchedRows: Int32Array;
  private readonly searchedClasses: Uint8Array;
  private readonly judgedCounts = new Int32Array(256);
  private readonly classOf = new Uint8Array(256);
  private present = 0;
  private readonly nodeClasses = new Int32Array(MOST_CLASSES);
  /** Sum of x log x of the node's classes. */
  private nodeTerm = 0;

  // The feature at hand: rows by bin and class, rows by bin, and the bins that occur.
  private readonly table: Int32Array;
  private readonly binRows = new Int32Array(256);
  private readonly touched = new Int32Array(256);
  private readonly leftClasses = new Int32Array(MOST_CLASSES);
  private readonly keys = new Float64Array(256);
  private axis: Float64Array;
  private nextAxis: Float64Array;

  private readonly xlogx: Float64Array;

  /**
   * @param rows those of the tree, in an order that changes from node to node
   * @param minRows fewest rows on either side
   */
  constructor(
    private readonly input: SplitInput,
    private readonly rows: Int32Array,
    private readonly minRows: number,
  ) {
    const most = Math.min(this.rows.length, 2 * SEARCHED_ROWS);
    this.searchedRows = new Int32Array(most);
    this.searchedClasses = new Uint8Array(most);
    this.table = new Int32Array(256 * MOST_CLASSES);
    this.axis = new Float64Array(MOST_CLASSES);
    this.nextAxis = new Float64Array(MOST_CLASSES);
    this.xlogx = xLogX(this.rows.length);
  }

  /** How many classes occur among the rows at hand. */
  get classCount(): number {
    return this.present;
  }

  /** Takes the rows of a node that its split is searched on, and groups their bins to classes. */
  lookAt(from: number, to: number): void {
    const { rows, searchedRows, searchedClasses, judgedCounts, classOf, nodeClasses, xlogx } = this;
    const { judged, nullBin, isJudgedOrdered } = this.input;
    this.stride = Math.max(1, Math.floor((to - from) / SEARCHED_ROWS));
    judgedCounts.fill(0);
    let searched = 0;
    for (let i = from; i < to; i += this.stride) {
      const row = rows[i]!;
      searchedRows[searched++] = row;
      judgedCounts[judged[row]!]!++;
    }
    this.searched = searched;
    this.present = groupBins(judgedCounts, nullBin, isJudgedOrdered, searched, classOf);
    nodeClasses.fill(0);
    for (let i = 0; i < searched; i++) {
      const group = classOf[judged[searchedRows[i]!]!]!;
      searchedClasses[i] = group;
      nodeClasses[group]!++;
    }
    this.nodeTerm = 0;
    for (let k = 0; k < this.present; k++) this.nodeTerm += xlogx[nodeClasses[k]!]!;
  }

  /** The best split by any of the features but those that were tried before. */
  find(features: readonly number[], tried: readonly number[]): Split | null {
    let best: Split | null = null;
    const varying: number[] = [];
    for (const feature of features) {
      if (tried.includes(feature)) continue;
      const bins = this.fillTable(feature);
      if (bins > 1) {
        varying.push(feature);
        const found: Split | null = this.bestCut(feature, bins, best?.gain ?? 0);
        if (found !== null) best = found;
      }
      this.clearTable(bins);
    }
    this.varying = varying;
    return best;
  }

  /** Counts classes per bin of a feature; returns how many bins occur, listed in `touched`. */
  private fillTable(feature: number): number {
    const values = this.input.features[feature]!;
    const { table, binRows, touched, searched, searchedRows, searchedClasses, present } = this;
    let bins = 0;
    for (let i = 0; i < searched; i++) {
      const bin = values[searchedRows[i]!]!;
      if (binRows[bin]!++ === 0) touched[bins++] = bin;
      table[bin * present + searchedClasses[i]!]!++;
    }
    return bins;
  }

  private clearTable(bins: number): void {
    const { present, table, touched, binRows } = this;
    for (let i = 0; i < bins; i++) {
      const bin = touched[i]!;
      binRows[bin] = 0;
      for (let at = bin * present, end = at + present; at < end; at++) table[at] = 0;
    }
  }

  /** The best cut of a feature's bins, if it gains more than `beat`. */
  private bestCut(feature: number, bins: number, beat: number): Split | null {
    const { table, binRows, leftClasses, nodeClasses, xlogx, touched, present, searched } = this;
    const isOrdered = this.input.ordered[feature]!;
    if (isOrdered || bins === 2) sortStart(touched, bins);
    else this.sortByAxis(bins);
    for (let k = 0; k < present; k++) leftClasses[k] = 0;
    const whole = this.nodeTerm - xlogx[searched]!;
    let sum = this.nodeTerm;
    let leftRows = 0;
    let bestGain = beat;
    let bestAt = -1;
    for (let i = 0; i < bins - 1; i++) {
      const bin = touched[i]!;
      leftRows += binRows[bin]!;
      const offset = bin * present;
      for (let k = 0; k < present; k++) {
        const added = table[offset + k]!;
        if (added === 0) continue;
        const before = leftClasses[k]!;
        const all = nodeClasses[k]!;
        const after = before + added;
        leftClasses[k] = after;
        sum += xlogx[after]! - xlogx[before]! + xlogx[all - after]! - xlogx[all - before]!;
      }
      const rightRows = searched - leftRows;
      if (leftRows < this.minRows || rightRows < this.minRows) continue;
      const gain = sum - xlogx[leftRows]! - xlogx[rightRows]! - whole;
      if (gain > bestGain) {
        bestGain = gain;
        bestAt = i;
      }
    }
    if (bestAt < 0) return null;
    if (isOrdered) return { feature, threshold: touched[bestAt]!, subset: null, gain: bestGain };
    return {
      feature,
      threshold: -1,
      subset: Uint8Array.from(touched.subarray(0, bestAt + 1)),
      gain: bestGain,
    };
  }

  /** Sorts bins by their scores on the first principal axis of the bin x class table (power iteration). */
  private sortByAxis(bins: number): void {
    const { table, binRows, nodeClasses, keys, touched, present, searched } = this;
    for (let k = 0; k < present; k++) this.axis[k] = (k % 2 === 0 ? 1 : -1) * nodeClasses[k]! + k;
    for (let round = 0; round < 4; round++) {
      const { axis, nextAxis: next } = this;
      let mean = 0;
      for (let k = 0; k < present; k++) {
        mean += (axis[k]! * nodeClasses[k]!) / searched;
        next[k] = 0;
      }
      for (let i = 0; i < bins; i++) {
        const bin = touched[i]!;
        const rows = binRows[bin]!;
        const offset = bin * present;
        let score = 0;
        for (let k = 0; k < present; k++) score += axis[k]! * table[offset + k]!;
        score = score / rows - mean;
        keys[bin] = score;
        const share = rows / searched;
        for (let k = 0; k < present; k++) next[k]! += score * (table[offset + k]! - share * nodeClasses[k]!);
      }
      let norm = 0;
      for (let k = 0; k < present; k++) norm += next[k]! * next[k]!;
      if (norm === 0) break;
      norm = Math.sqrt(norm);
      for (let k = 0; k < present; k++) next[k]! /= norm;
      [this.axis, this.nextAxis] = [next, axis];
    }
    touched.subarray(0, bins).sort((a, b) => keys[a]! - keys[b]! || a - b);
  }
}

/** Sorts the first numbers of a list. */
function sortStart(list: Int32Array, count: number): void {
  if (count > SHORT) {
    list.subarray(0, count).sort();
    return;
  }
  for (let i = 1; i < count; i++) {
    const number = list[i]!;
    let at = i;
    for (; at > 0 && list[at - 1]! > number; at--) list[at] = list[at - 1]!;
    list[at] = number;
  }
}
