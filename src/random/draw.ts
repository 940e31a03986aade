import { hash32, unit } from './hash.js';

/**
 * A short stream of random numbers for one cell: number n is a hash of the seed and n. It is set to a new seed
 * before each cell, so nothing passes from one cell to the next.
 */
export class Draw {
  private seed = 0;
  private count = 0;

  /** Starts the stream of a cell. */
  reset(seed: number): this {
    this.seed = seed;
    this.count = 0;
    return this;
  }

  /** 32 random bits. */
  word(): number {
    return hash32(this.seed, this.count++);
  }

  /** Uniform in [0, 1). */
  unit(): number {
    return unit(this.word());
  }

  /** A uniform integer in [0, size). */
  below(size: number): number {
    return Math.floor(unit(this.word()) * size);
  }

  /** True with this probability. */
  chance(probability: number): boolean {
    return unit(this.word()) < probability;
  }

  /** An element, each with equal chance. */
  pick<T>(elements: readonly T[]): T {
    return elements[this.below(elements.length)]!;
  }
}
