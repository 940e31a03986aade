import type { Feature, Forest, Likelihood } from '../model/model.js';
import { findLeaf } from '../model/walk-tree.js';
import { fitForest, FOREST_SETTINGS, splitByBag, thinRows, type Target } from './fit-forest.js';
import { countInLeaf, holdOut } from './held-out-likelihood.js';
import type { FeatureReader } from './table-view.js';

/** Rows scored per forest, of those learned from and of those held out. */
const SCORED_ROWS = 500;
/** Fewer held-out rows say nothing. */
const MIN_HELD_OUT = 20;

/**
 * Measures how much better a table's trees tell the rows that they were grown on than those of other families. Each
 * tree of a bag leaves out a fifth of the families, so nothing is learned twice; only where rows are so few that there
 * is a single tree, another one is grown on three quarters of the families.
 */
export class OverfitMeter {
  private readonly columns = new Set<string>();
  private train = 0;
  private holdout = 0;

  constructor(
    private readonly entities: Int32Array,
    private readonly reader: FeatureReader,
    private readonly rows: number,
  ) {}

  /**
   * Takes account of a forest that has a part in drawing a column.
   * @param of the column, reference or number of children
   */
  add(of: string, forest: Forest, target: Target, features: readonly Feature[]): void {
    const [inBag, outOfBag] = splitByBag(target.rows, this.entities);
    if (outOfBag.length > 0) return this.score(of, forest, target, inBag, outOfBag);
    const [train, test] = holdOut(target.rows, this.entities);
    if (train.length < MIN_HELD_OUT || test.length < MIN_HELD_OUT) return;
    const settings = { ...FOREST_SETTINGS, trees: 1 };
    const again = fitForest({ ...target, rows: train }, this.entities, features, this.reader, settings);
    this.score(of, again, target, train, test);
  }

  /** @returns null where too few rows were held out to tell */
  result(): Likelihood | null {
    const columns = this.columns.size;
    if (columns === 0) return null;
    const perColumn = (bits: number): number => Number((bits / columns).toFixed(3));
    return { trainBits: perColumn(this.train), holdoutBits: perColumn(this.holdout), columns };
  }

  private score(of: string, forest: Forest, target: Target, train: Int32Array, test: Int32Array): void {
    if (test.length < MIN_HELD_OUT) return;
    this.columns.add(of);
    const share = target.rows.length / this.rows;
    const told = new Float64Array(256);
    for (const row of train) told[target.bins[row]!]! += 1 / train.length;
    const columns = forest.features.map((feature) => this.reader.read(feature));
    const bits = (rows: Int32Array): number => {
      const own = new Uint8Array(columns.length);
      const scored = thinRows(rows, SCORED_ROWS);
      let sum = 0;
      for (const row of scored) {
        for (let f = 0; f < columns.length; f++) own[f] = columns[f]![row]!;
        const bin = target.bins[row]!;
        const { count, total } = countInLeaf(forest.trees[0]!, findLeaf(forest.trees[0]!, own), bin);
        // An unseen bin costs much, but not everything.
        sum += Math.log2((count + 2 * Math.max(told[bin]!, 0.5 / train.length)) / (total + 2));
      }
      return sum / scored.length;
    };
    this.train += share * bits(train);
    this.holdout += share * bits(test);
  }
}
