import type { SqlValue } from '../../batch/batch.js';

/** The values other than NULL that a column may hold. */
export interface ValueDomain {
  /** How many there are; null = more than 2^63, or not counted. */
  readonly size: bigint | null;
  /**
   * The n-th value, plain ones first; different for every index.
   * @param index 0n .. size - 1n
   */
  nth(index: bigint): SqlValue;
  /**
   * Any value, the same for the same seed.
   * @param seed 32 bits
   * @returns undefined when there is none
   */
  draw(seed: number): SqlValue | undefined;
}

export interface DomainOptions {
  /** Texts that differ only in case count as one. */
  readonly caseInsensitive?: boolean;
}
