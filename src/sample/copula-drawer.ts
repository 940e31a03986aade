import { SCORE_STEPS, type Copula, type NormalScore, type Path } from '../model/model.js';
import { hash32, rehash } from '../random/hash.js';
import { normalQuantile } from '../random/normal-quantile.js';
import { stratify } from '../random/stratify.js';
import type { BinDrawer } from './bin-drawer.js';
import type { RowFeatures } from './row-features.js';

/** The bin of a presence that says: there is a value. */
const PRESENT = 255;
/** Which further hash of a cell decides whether there is a value. */
const PRESENCE = 201;

type FindParent = (row: number) => number;

/**
 * Draws bins from a Gaussian copula. The hidden value that siblings share is a hash of their parent's row, so a row
 * needs none of its siblings.
 */
export class CopulaDrawer implements BinDrawer {
  private readonly presence: ScoreDrawer | null;
  private readonly score: ScoreDrawer;
  private visits = 0;

  /**
   * @param follow finds the parent row at the end of a path
   * @param seed of the hidden values
   * @param spread seed of noise that is spread evenly over all rows; null where each row's is by itself
   */
  constructor(
    { features: read, presence, score }: Copula,
    features: Pick<RowFeatures, 'bytes' | 'slotOf'>,
    follow: (path: Path) => FindParent,
    seed: number,
    private readonly spread: number | null = null,
  ) {
    const slots = read.map((feature) => features.slotOf(feature));
    this.score = new ScoreDrawer(score, slots, features, follow, seed);
    this.presence = presence && new ScoreDrawer(presence, slots, features, follow, rehash(seed, PRESENCE));
  }

  draw(hash: number, row: number): number {
    const bin = this.presence?.draw(uniform(rehash(hash, PRESENCE)), row) ?? PRESENT;
    if (bin !== PRESENT) return bin;
    const u = this.spread === null ? uniform(hash) : stratify(this.visits++, this.spread);
    return this.score.draw(u, row);
  }
}

class ScoreDrawer {
  private readonly noise: number;
  private readonly bins: Uint8Array;
  private readonly cuts: Float64Array;
  /** What the bytes of slot `slots[i]` add, from `256 * i` on. */
  private readonly slots: number[] = [];
  private readonly effects: Float64Array;
  private readonly shared: readonly { find: FindParent; deviation: number; seed: number }[];

  constructor(
    { effects, shared, noise, bins, cuts }: NormalScore,
    slots: readonly number[],
    private readonly features: Pick<RowFeatures, 'bytes'>,
    follow: (path: Path) => FindParent,
    seed: number,
  ) {
    this.noise = noise;
    this.bins = bins;
    this.cuts = Float64Array.from(cuts, (cut) => cut / SCORE_STEPS);
    const used = effects.flatMap((packed, at) => (packed.length > 0 ? [{ packed, slot: slots[at]! }] : []));
    this.effects = new Float64Array(256 * used.length);
    used.forEach(({ packed, slot }, i) => {
      this.slots.push(slot);
      const told = Float64Array.from(packed, (steps) => steps / SCORE_STEPS);
      this.effects.set(told.subarray(0, -1), 256 * i);
      this.effects[256 * i + 255] = told.at(-1)!;
    });
    this.shared = shared.map(({ path, deviation }, i) => ({
      find: follow(path),
      deviation,
      seed: rehash(seed, i),
    }));
  }

  /** @param u uniform in [0, 1) */
  draw(u: number, row: number): number {
    const { slots, effects, shared, cuts } = this;
    const { bytes } = this.features;
    let score = this.noise * normalQuantile(Math.max(u, 1e-12));
    for (let i = 0; i < slots.length; i++) score += effects[256 * i + bytes[slots[i]!]!]!;
    for (let i = 0; i < shared.length; i++) {
      const { find, deviation, seed } = shared[i]!;
      const parent = find(row);
      score += deviation * normalQuantile(uniform(parent < 0 ? hash32(seed, row, 1) : hash32(seed, parent)));
    }
    let low = 0;
    let high = cuts.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (cuts[middle]! >= score) high = middle;
      else low = middle + 1;
    }
    return this.bins[low]!;
  }
}

/** A number in (0, 1) from 32 random bits. */
function uniform(hash: number): number {
  return (hash + 0.5) / 0x1_0000_0000;
}
